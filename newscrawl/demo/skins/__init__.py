"""Board software whose manner the demo board can take, one file each."""

from __future__ import annotations

from newscrawl.demo.skins.base import Skin
from newscrawl.demo.skins.egov import Egov
from newscrawl.demo.skins.gnuboard5 import Gnuboard5
from newscrawl.demo.skins.mobile import Mobile
from newscrawl.demo.skins.rhymix import Rhymix
from newscrawl.demo.skins.zeroboard import Zeroboard
from newscrawl.errors import ConfigurationError

SKINS: dict[str, Skin] = {skin.name: skin for skin in (Rhymix(), Gnuboard5(), Egov(), Zeroboard(), Mobile())}


def skin_named(name: str) -> Skin:
    """The skin of this name. Raises ConfigurationError where there is none."""
    if name not in SKINS:
        raise ConfigurationError(f"There is no skin {name!r}.", f"Choose from {', '.join(SKINS)}.")
    return SKINS[name]
