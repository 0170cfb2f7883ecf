"""What holds for all tests."""

from __future__ import annotations

import os

# Commands are started by the hundred: the checkout's modules are compiled once, not once a process.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
