"""Where to go next: the spiders for boards, for feeds, and for articles by their address."""
