"""Contact data is put right, and nobody else's with it."""

from __future__ import annotations

from dataclasses import asdict

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from hubung.cases.choices import EntryKind
from hubung.cases.errors import IncompleteError
from hubung.cases.events import CaseChanged
from hubung.cases.models import Case, Reporter, ResidentNumber
from hubung.cases.services import ReporterDetails
from hubung.cases.timeline import Actor
from hubung.directory.models import Person
from hubung.kernel import sealed
from hubung.privacy.models import Request
from hubung.privacy.services.carrying_out import conclude, ready
from hubung.privacy.touching import touching


@transaction.atomic
def correct_contacts(
    *, actor: Person, request: Request, details: ReporterDetails, text: str
) -> Case:
    """Replace name, address, e-mail and telephone in their reports, and answer the request.

    What changed stands on each report's timeline, in words that can be erased.
    """
    cases = [case for case in ready(actor, request) if case.reporter is not None]
    if not cases:
        raise IncompleteError(
            "name", _("These reports are anonymous: there is nothing to correct.")
        )
    fresh: dict[int, Reporter] = {}
    for case in cases:
        before = case.reporter
        if before is None or not (changed := _changed(before, details)):
            continue
        with touching(case, Actor.staff(actor)) as it:
            if before.pk not in fresh:
                fresh[before.pk] = _corrected(before, details)
            it.case.reporter = fresh[before.pk]
            it.log(
                EntryKind.CHANGED,
                text=_in_words(before, changed),
                data={"changed": {}, "contacts": sorted(changed)},
            )
            it.emit(CaseChanged)
    if not fresh:
        raise IncompleteError("name", _("This is what stands there already. Change something."))
    # A row that nobody's report refers to any more is of no use.
    Reporter.objects.filter(pk__in=fresh, cases=None).delete()
    return conclude(actor=actor, request=request, text=text)


def _changed(before: Reporter, details: ReporterDetails) -> dict[str, str]:
    said = _contacts(details).items()
    return {name: value for name, value in said if value != getattr(before, name)}


def _contacts(details: ReporterDetails) -> dict[str, str]:
    return {name: value for name, value in asdict(details).items() if name != "nik"}


def _corrected(before: Reporter, details: ReporterDetails) -> Reporter:
    """A row of its own: the old one may serve reports that are not theirs."""
    after = Reporter.objects.create(
        **_contacts(details), language=before.language, wants_notices=before.wants_notices
    )
    if nik := ResidentNumber.objects.filter(reporter=before).first():
        ResidentNumber.of(after.pk, nik.reveal(), sealed.current()).save(force_insert=True)
    return after


def _in_words(before: Reporter, changed: dict[str, str]) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        names = {
            "name": _("Name"),
            "email": _("E-mail"),
            "phone": _("Mobile number"),
            "address": _("Postal address"),
        }
        return "\n".join(
            f"{names[name]}: {getattr(before, name) or '–'} → {value or '–'}"
            for name, value in changed.items()
        )
