"""Sections and pages as editors make them, for tests."""

from __future__ import annotations

from typing import Any

from hubung.directory.models import Unit
from hubung.portal.content.models import ContentPage, SectionPage
from hubung.portal.content.queries import home


def section(unit: Unit, title: str, above: SectionPage | None = None) -> SectionPage:
    """The section of a unit, public."""
    page = SectionPage(title=title, unit=unit, sector=unit.sector)
    (above or home()).add_child(instance=page)
    return page


def publish(page: ContentPage, above: Any) -> ContentPage:
    """A page below a room, written and published as the editors' room does it."""
    page.live = False
    above.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def text(words: str) -> list[tuple[str, str]]:
    """A body of one paragraph."""
    return [("text", f"<p>{words}</p>")]
