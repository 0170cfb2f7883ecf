"""What identifies a post within its board.

The permanent id in a post's link does. 번호 does only where a board shows no such id (links by a script without one,
hand-made boards): elsewhere it is a position, and names another post after every deletion. The address is the last
resort.
"""

from __future__ import annotations


def settle_key(key: str | None, number: int | None, url: str | None) -> str | None:
    """The post's key: its permanent id, else its 번호, else its address; None where it has none of them."""
    if key:
        return key
    if number is not None:
        return str(number)
    return url or None
