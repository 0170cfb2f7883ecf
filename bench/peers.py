"""The peers' environments: each is installed into one of its own, once, and run there; its parts meet none of ours."""

from __future__ import annotations

import shutil
import subprocess
import venv
from collections.abc import Sequence
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / ".venv-peers"


def python_of(name: str, packages: Sequence[str], folder: Path = FOLDER) -> tuple[str, str]:
    """The Python of a peer's own environment, made where it is not there yet, and why it could not be made."""
    home = folder / name
    python = home / "bin" / "python"
    if not python.exists():
        venv.create(home, with_pip=True)
        install = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", *packages]
        done = subprocess.run(install, capture_output=True, text=True, check=False)
        if done.returncode:
            shutil.rmtree(home)
            return "", " ".join((done.stderr.strip().splitlines() or ["pip failed"])[-1:])
    return str(python), ""
