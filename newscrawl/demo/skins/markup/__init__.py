"""The HTML of each skin, as templates: written for the demo board in the manner of the real software."""
