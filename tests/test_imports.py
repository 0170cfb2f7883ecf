"""Imports run one way: what is pure stays usable without Scrapy and without a database."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["newscrawl.extract", "newscrawl.dates", "newscrawl.walk", "newscrawl.items"])
@pytest.mark.parametrize("unwanted", ["scrapy", "sqlalchemy", "twisted"])
def test_what_is_pure_imports_nothing_heavy(module, unwanted):
    program = f"import sys, {module}; sys.exit({unwanted!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_store_imports_no_scrapy():
    program = "import sys, newscrawl.store; sys.exit('scrapy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_help_imports_neither_scrapy_nor_a_database():
    program = (
        "import sys; sys.argv = ['newscrawl', '--help']; from newscrawl.cli import main\n"
        "try: main()\n"
        "except SystemExit: sys.exit(bool({'scrapy', 'sqlalchemy', 'lxml'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, capture_output=True).returncode == 0
