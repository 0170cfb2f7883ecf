"""Publishers whose articles need more than what holds for all, one file each; docs/articles.md says how one is added.

A file is found by its being here: whatever Publisher it holds is known. No list has to be kept.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Iterable

from newscrawl.extract.interludes import host_of
from newscrawl.extract.publishers.base import Publisher


def publishers_in(package: str) -> tuple[Publisher, ...]:
    """The publishers that a package's files hold."""
    path = sys.modules[package].__path__
    modules = (importlib.import_module(f"{package}.{found.name}") for found in pkgutil.iter_modules(path))
    return tuple(each for module in modules for each in vars(module).values() if isinstance(each, Publisher))


def by_host(publishers: Iterable[Publisher]) -> dict[str, Publisher]:
    """The publishers by their domains."""
    return {host: each for each in publishers for host in each.hosts}


BY_HOST = by_host(publishers_in(__name__))


def publisher_at(url: str) -> Publisher | None:
    """The publisher whose page stands at an address, where something is known of it."""
    host = host_of(url) if BY_HOST else ""
    while host:
        if (found := BY_HOST.get(host)) is not None:
            return found
        host = host.partition(".")[2]
    return None
