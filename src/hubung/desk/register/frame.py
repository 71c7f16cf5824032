"""What the pages of the register share."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from hubung.directory.accounts.access import StaffRequest
from hubung.directory.models import Person, Role
from hubung.directory.queries import unit_ids
from hubung.disclosure.register import policies
from hubung.disclosure.register.choices import Decision
from hubung.disclosure.register.errors import RegisterError
from hubung.disclosure.register.models import Exemption, Item
from hubung.kernel import clock


def found_item(request: StaffRequest, pk: int, *, keeps: bool = False) -> Item:
    """An item that they may read, or keep. Raises Http404."""
    item = Item.objects.select_related("unit").filter(pk=pk).first()
    allowed = policies.may_write if keeps else policies.may_see
    if item is None or not allowed(request.user, item):
        raise Http404
    return item


def undecided(person: Person) -> QuerySet[Exemption]:
    """Proposals that they may decide about, the most pressing first."""
    return (
        Exemption.objects.filter(
            decision=Decision.PENDING,
            decide_by__gt=clock.now(),
            item__unit__in=unit_ids(person, Role.INFORMATION_OFFICER),
        )
        .exclude(proposed_by=person)
        .select_related("item__unit", "ground", "proposed_by")
        .order_by("decide_by")
    )


def put_right(form: Any, error: RegisterError) -> None:
    """Show what the service refused at the field that it names."""
    form.add_error(error.field if error.field in form.fields else None, str(error))
