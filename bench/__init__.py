"""Measurements, each beside a peer in the same run: ratios hold where absolute figures move with the machine."""
