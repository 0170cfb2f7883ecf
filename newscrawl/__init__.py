"""Every post of a Korean bulletin board, once, with its true date, in your database."""

from importlib.metadata import version

__version__ = version("newscrawl")
