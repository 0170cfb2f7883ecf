"""How the boards are, for those who must be told: monitors, metrics, and people when something changes."""
