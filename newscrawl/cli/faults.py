"""Keep the details of a fault of newscrawl's own in a file, and say where."""

from __future__ import annotations

import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from newscrawl import __version__
from newscrawl.config import Config


def keep_fault(error: Exception) -> str:
    """Write the traceback to the data folder (or a temporary one); gives the message for the user."""
    text = f"newscrawl {__version__}, Python {sys.version.split()[0]}\n\n{''.join(traceback.format_exception(error))}"
    name = f"fault-{datetime.now(UTC):%Y%m%dT%H%M%S}.txt"
    for folder in (Config.from_environment().data_dir, Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / name
            path.write_text(text, encoding="utf-8")
        except OSError:
            continue
        return f"this is a fault of newscrawl itself ({type(error).__name__}: {error}). The details are in {path}."
    return f"this is a fault of newscrawl itself ({type(error).__name__}: {error})."
