"""What class names and ids tell, remembered: the pages of a site bear the same few hundred names."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache


def named_by(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    """A test of names by a pattern, which keeps its answers."""

    @lru_cache(maxsize=8192)
    def matches(name: str) -> bool:
        return pattern.search(name) is not None

    return matches
