"""Shown dates: from the text a page shows to an instant and how precise it is."""

from newscrawl.dates.finding import find_dates
from newscrawl.dates.moment import FoundDate, Moment, Precision, starts_at
from newscrawl.dates.reading import parse_date
from newscrawl.dates.refining import refine

__all__ = ["FoundDate", "Moment", "Precision", "find_dates", "parse_date", "refine", "starts_at"]
