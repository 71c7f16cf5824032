"""The webmail in our colours: a skin that is Roundcube's own, with its main colour another. Pure.

Roundcube looks for each file of a skin first in its folder and then in that of the skin it extends,
so ours has little; nothing of Debian's is touched. Its style is made of the one that is there:
whatever is of the main colour's hue, in all its shades, gets ours.
"""

from __future__ import annotations

import colorsys
import json
import re

NAME = "hubung"
PARENT = "elastic"
#: The main colour of Roundcube's skin, and of ours: the one of links and main actions (`ui`).
_THEIRS, _OURS = "37beff", "0b5775"
#: What is no shade of it: the band with the rooms, and its open one.
_BAND = {"2f3a3f": "0b3c51", "45555c": "0b5775"}
_DARK = re.compile(r"html\.dark-mode")
#: How far from the main colour a hue may be (1 is the whole circle), and the least of colour.
_NEAR, _COLOURED = 0.03, 0.35
_HEX = re.compile(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
_RGBA = re.compile(r"rgba\((\d+), ?(\d+), ?(\d+), ?")
_FILE = re.compile(r"url\((['\"]?)\.\./")
_LIGHT = 0.85


def meta() -> str:
    """What Roundcube reads of a skin."""
    return json.dumps({"name": "Hubung", "extends": PARENT}, indent=1)


def style(theirs: str) -> str:
    """Roundcube's style in our colours; pictures and fonts stay where they are.

    The dark mode keeps its own: ours would be too dark there.
    """
    moved = _FILE.sub(lambda found: f"url({found[1]}../../{PARENT}/", theirs)
    return "".join(
        rule if _DARK.search(rule) else _in_ours(rule) for rule in re.split(r"(?<=\})", moved)
    )


def _in_ours(rule: str) -> str:
    coloured = _HEX.sub(lambda found: f"#{_turned(found[1])}", rule)
    return _RGBA.sub(_turned_rgba, coloured)


def _turned_rgba(found: re.Match[str]) -> str:
    turned = _turned("".join(f"{min(int(part), 255):02x}" for part in found.groups()))
    red, green, blue = (int(turned[at : at + 2], 16) for at in (0, 2, 4))
    return f"rgba({red},{green},{blue},"


def _turned(colour: str) -> str:
    """A shade of their main colour as the like shade of ours; any other as it is.

    Shades keep their distance from white, so that what was light enough to be written on still is.
    """
    if colour.lower() in _BAND:
        return _BAND[colour.lower()]
    whole = colour if len(colour) == 6 else "".join(2 * sign for sign in colour)
    hue, light, much = _hls(whole)
    their_hue, their_light, _much = _hls(_THEIRS)
    our_hue, our_light, our_much = _hls(_OURS)
    if abs(hue - their_hue) > _NEAR or much < _COLOURED:
        return colour
    if light < _LIGHT:
        light = min(light * our_light / their_light, _LIGHT)
    parts = colorsys.hls_to_rgb(our_hue, light, min(much, our_much))
    return "".join(f"{round(part * 255):02x}" for part in parts)


def _hls(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return colorsys.rgb_to_hls(red, green, blue)
