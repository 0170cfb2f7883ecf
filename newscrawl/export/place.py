"""Where an export goes: a file that takes its place only when it is whole, or standard output."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file beside `path` that is moved there when it is whole. Devices and pipes are written as they are."""
    if path.exists() and not path.is_file():
        with path.open("wb") as device:
            yield device
        return
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def standard_output() -> Iterator[BinaryIO]:
    sys.stdout.flush()
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()


def copy(source: Path, target: BinaryIO) -> None:
    """Put a finished file where the export goes: some formats cannot be written to a pipe."""
    with source.open("rb") as file:
        shutil.copyfileobj(file, target, 1024 * 1024)
