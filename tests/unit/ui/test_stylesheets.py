"""The style sheets keep their promises: one palette, two equal dark blocks, small files."""

from __future__ import annotations

import gzip
import posixpath
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

SOURCE = Path(__file__).parents[3] / "src/hubung"
STATIC = SOURCE / "ui/static/ui"
SITE = SOURCE / "portal/static/portal/site.css"
SHEETS = sorted(STATIC.glob("*.css"))
DESK = ["tokens.css", "base.css", "components.css", "desk.css"]


def _values(block: str) -> dict[str, str]:
    return dict(re.findall(r"([\w-]+):\s*([^;]+);", re.sub(r"/\*.*?\*/", "", block)))


def _block(css: str, opening: str) -> dict[str, str]:
    start = css.index(opening) + len(opening)
    return _values(css[start : css.index("}", start)])


def test_both_dark_blocks_are_alike() -> None:
    css = (STATIC / "tokens.css").read_text()
    chosen = _block(css, '[data-theme="dark"] {')
    by_system = _block(css, ":root:not([data-theme]) {")
    assert len(chosen) > 25
    assert chosen == by_system


def test_dark_names_every_colour_that_light_names() -> None:
    css = (STATIC / "tokens.css").read_text()
    light = _block(css, '[data-theme="light"] {')
    assert light.keys() == _block(css, '[data-theme="dark"] {').keys()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_variable_is_a_token_or_set_beside_its_use(sheet: Path) -> None:
    css = sheet.read_text()
    known = set(re.findall(r"(--[\w-]+):", (STATIC / "tokens.css").read_text() + css))
    # The sector colour is set in components.css and used wherever a sector is shown.
    assert set(re.findall(r"var\((--[\w-]+)", css)) - known <= {"--c"}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_nothing_is_fetched_from_elsewhere(sheet: Path) -> None:
    css = sheet.read_text()
    assert "@import" not in css
    assert not re.search(r"url\(\s*[\"']?(?:https?:|//|data:)", css)
    for address in re.findall(r"url\(([^)]+)\)", css):
        assert (STATIC / address.strip("\"'")).is_file()


def test_style_sheets_stay_within_their_budget() -> None:
    assert sum(len(gzip.compress((STATIC / name).read_bytes())) for name in DESK) <= 15_000
    assert len(gzip.compress(_installed().read_bytes())) <= 15_000


def _installed() -> Path:
    """The public's sheet as a browser gets it."""
    return Path(settings.STATIC_ROOT) / staticfiles_storage.stored_name("portal/site.css")


def test_the_public_waits_for_one_sheet_that_has_every_part_in_its_order() -> None:
    site = _installed().read_text()
    parts = re.findall(r'@import url\("([^"]+)"\)', SITE.read_text())
    assert len(parts) > 5
    assert "@import" not in site
    at = 0
    for part in parts:
        name = posixpath.normpath(f"portal/{part}")
        source = Path(str(finders.find(name))).read_text()
        last = source.rstrip().splitlines()[-4:]
        at = site.index("\n".join(last), at)
    addresses = re.findall(r"url\([\"']?([^)\"']+)[\"']?\)", site)
    assert addresses
    for address in addresses:
        assert (_installed().parent / address).is_file()


def test_the_public_does_not_download_the_desk() -> None:
    public = (STATIC / "public.css").read_text() + (STATIC / "components.css").read_text()
    assert ".deskbar" not in public
    assert ".work" not in public
    assert ".casepane" not in public


def test_sprite_holds_each_name_once_and_no_style_that_a_policy_would_stop() -> None:
    sprite = (STATIC / "icons.svg").read_text()
    names = re.findall(r'id="([\w-]+)"', sprite)
    assert len(names) == len(set(names)) > 30
    assert "style=" not in sprite
    assert "<script" not in sprite
