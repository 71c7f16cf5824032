"""Whatever colour a ministry chooses: what is made from it can be read, or it is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubung.ui import colours, emblems
from hubung.ui.colours import BAND, WORDS, contrast, mix

TOKENS = Path(__file__).parents[3] / "src/hubung/ui/static/ui/tokens.css"
#: What stands on what, in either theme.
PAIRS = (
    ("on-brand", "brand", WORDS),
    ("on-brand-2", "brand", WORDS),
    ("marka", "brand", 3.0),
    ("primary", "bg", WORDS),
    ("primary", "sunken", WORDS),
    ("primary", "hover", WORDS),
    ("primary", "selected", WORDS),
    ("primary-2", "bg", WORDS),
    ("on-primary", "primary", WORDS),
    ("ink", "selected", WORDS),
    ("ink", "info-bg", WORDS),
    ("primary", "info-bg", WORDS),
    ("route", "bg", 3.0),
)


def _themes(*sheets: str) -> dict[str, dict[str, str]]:
    """The tokens of the two themes, later sheets over earlier ones."""
    found: dict[str, dict[str, str]] = {"light": {}, "dark": {}}
    for sheet in sheets:
        for theme, rules in re.findall(r'\[data-theme="(light|dark)"\]\s*{([^}]*)}', sheet):
            for name, value in re.findall(r"--([\w-]+):\s*(#[0-9a-f]+);", rules):
                found[theme][name] = value if len(value) == 7 else f"#{value[1:] * 2}"
    return found


def test_contrast_is_that_of_the_guideline() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_our_own_tokens_hold_what_is_asked_of_others() -> None:
    for theme, tokens in _themes(TOKENS.read_text()).items():
        for front, ground, least in PAIRS:
            assert contrast(tokens[front], tokens[ground]) >= least, (theme, front, ground)


@given(st.integers(0, 0xFFFFFF))
def test_what_is_made_from_a_colour_can_be_read_in_both_themes(number: int) -> None:
    colour = f"#{number:06x}"
    try:
        colours.checked(colour)
    except ValueError as refused:
        (colour,) = re.findall(r"do is (#[0-9a-f]{6})", str(refused))
    themes = _themes(TOKENS.read_text(), colours.style_sheet(colour))
    for theme, tokens in themes.items():
        for front, ground, least in PAIRS:
            assert contrast(tokens[front], tokens[ground]) >= least, (theme, front, ground)


@pytest.mark.parametrize("colour", ["#F7BD16", "#ffffff", "#0b3c5", "blue", "url(x)"])
def test_a_colour_that_cannot_be_read_is_refused_with_its_reason(colour: str) -> None:
    with pytest.raises(ValueError, match=r"contrast of \d+\.\d, and 5.2|write a colour as"):
        colours.checked(colour)


def test_the_nearest_that_will_do_is_taken() -> None:
    with pytest.raises(ValueError, match="will do is #") as refused:
        colours.checked("#f7bd16")
    near = str(refused.value)[-7:]
    assert colours.checked(near) == near
    assert contrast("#ffffff", mix(near, "#f7bd16", 0.1)) < BAND


def test_an_emblem_is_a_small_drawing(tmp_path: Path) -> None:
    drawn = tmp_path / "lambang.svg"
    with pytest.raises(ValueError, match="can't be read"):
        emblems.checked(str(drawn))
    drawn.write_text("<html>")
    with pytest.raises(ValueError, match="no SVG"):
        emblems.checked(str(drawn))
    drawn.write_text("<svg>" + "x" * emblems.LARGEST)
    with pytest.raises(ValueError, match="20000 are the most"):
        emblems.checked(str(drawn))
    drawn.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    assert emblems.checked(str(drawn)) == str(drawn)
