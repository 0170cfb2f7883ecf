"""A publisher that is not: one file, one page and its truth, as each in newscrawl/extract/publishers must have."""
