"""A ministry's colour → the tokens that follow from it, all of them readable. Pure.

One colour is set, that of the band at the top. Links, buttons and grounds are made from it, lighter
or darker until their contrast suffices (WCAG 2.2, 1.4.3 and 1.4.11) on the lightest and the darkest
ground they stand on. A colour from which no readable band can be made is refused.
"""

from __future__ import annotations

import re
from functools import cache

#: White words need 4.5 on the band; the yellow mark of where one is needs 3, which is the stricter.
BAND = 5.2
WORDS, STRONG = 4.5, 6.5
_HEX = re.compile(r"#[0-9a-f]{6}")
_WHITE, _BLACK = "#ffffff", "#000000"
#: Of tokens.css: what links stand on, and the ink of the dark theme.
_SUNKEN = "#f2f5f6"
_DARK_BG, _DARK_HOVER, _DARK_INK = "#10171c", "#202b32", "#e9eef1"
_STEPS = 50


def contrast(one: str, other: str) -> float:
    """Of two colours (`#rrggbb`), 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(colour: str, other: str, share: float) -> str:
    """The colour with this share of another in it."""
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def checked(colour: str) -> str:
    """The colour, or "" where none is set. Raises ValueError that says why, and what would do."""
    colour = colour.strip().lower()
    if not colour:
        return ""
    if _HEX.fullmatch(colour) is None:
        raise ValueError("write a colour as #0b3c51: a hash and six digits or letters a to f")
    found = contrast(_WHITE, colour)
    if found < BAND:
        near = _until(colour, _BLACK, _WHITE, BAND)
        raise ValueError(
            f"white words on {colour} have a contrast of {found:.1f}, and {BAND} is needed to read "
            f"them and to see the yellow mark; the nearest that will do is {near}"
        )
    return colour


@cache
def style_sheet(colour: str) -> str:
    """Tokens of a ministry's colour for both themes, to be loaded after `tokens.css`."""
    light, dark = _rules(_light(colour)), _rules(_dark(colour))
    return (
        f'@layer tokens {{\n:root, [data-theme="light"] {{ {light} }}\n'
        f'[data-theme="dark"] {{ {dark} }}\n'
        f"@media (prefers-color-scheme: dark) {{ :root:not([data-theme]) {{ {dark} }} }}\n}}\n"
    )


def _light(colour: str) -> dict[str, str]:
    primary = _until(colour, _BLACK, _SUNKEN, STRONG)
    return {
        "brand": colour,
        "on-brand-2": _until(mix(_WHITE, colour, 0.25), _WHITE, colour, WORDS),
        "primary": primary,
        "primary-2": mix(primary, _BLACK, 0.3),
        "route": primary,
        "selected": mix(_WHITE, primary, 0.12),
        "info-bg": mix(_WHITE, primary, 0.1),
    }


def _dark(colour: str) -> dict[str, str]:
    band = mix(colour, _BLACK, 0.28)
    primary = _until(colour, _WHITE, _DARK_HOVER, STRONG)
    ground = next(
        tinted
        for step in range(8, -1, -1)
        if contrast(tinted := mix(_DARK_BG, colour, step / 20), _DARK_INK) >= STRONG
        and contrast(tinted, primary) >= WORDS
    )
    return {
        "brand": band,
        "on-brand-2": _until(mix(_WHITE, band, 0.3), _WHITE, band, WORDS),
        "primary": primary,
        "primary-2": mix(primary, _WHITE, 0.35),
        "on-primary": _until(mix(colour, _BLACK, 0.5), _BLACK, primary, WORDS),
        "route": primary,
        "selected": ground,
        "info-bg": ground,
    }


def _until(colour: str, towards: str, ground: str, enough: float) -> str:
    """The colour, changed towards another by as little as suffices on a ground."""
    steps = (mix(colour, towards, step / _STEPS) for step in range(_STEPS + 1))
    return next((each for each in steps if contrast(each, ground) >= enough), towards)


def _rules(tokens: dict[str, str]) -> str:
    return " ".join(f"--{name}: {value};" for name, value in tokens.items())


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def _luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    parts = (part / 255 for part in _parts(colour))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
