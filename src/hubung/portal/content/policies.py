"""Who may write and publish which page: the roles of the directory, for a unit and those below it.

Wagtail asks its own groups; `editing.groups` makes them from these same roles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubung.directory.models import Person, Role, Unit
from hubung.directory.queries import has_role

if TYPE_CHECKING:
    from wagtail.models import Page

#: Who writes and sends to review; the second ones publish besides.
WRITERS = (Role.EDITOR, Role.INFORMATION_OFFICER)
PUBLISHERS = (Role.INFORMATION_OFFICER,)


def may_edit(person: Person) -> bool:
    """Whether they write anywhere, so that the editors' room opens for them."""
    return person.is_active and has_role(person, *WRITERS)


def may_publish(person: Person, page: Page) -> bool:
    """Whether they publish pages of the unit that this one belongs to."""
    unit = unit_of(page)
    return unit is not None and person.is_active and has_role(person, *PUBLISHERS, unit=unit)


def unit_of(page: Page) -> Unit | None:
    """The unit that answers for a page."""
    return getattr(page.specific_deferred, "unit", None)
