"""What happens to an item, in order: its dates are normalised, repeats are merged, it is written to the database.

Each pipeline works on newscrawl's own items, and on any item of another Scrapy project that itemadapter can read.
"""
