"""Listening to what was recorded: who may, who has to say why, and that each time is on record."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.cases import rights
from hubung.cases.errors import IncompleteError
from hubung.cases.models import Case, Handler
from hubung.cases.policies import at_centre, visible_to
from hubung.channels.phone.models import CallCase
from hubung.channels.phone.policies import can_see, took
from hubung.directory.models import Person
from hubung.telephony.models import Call, Cause, Recording


def may_listen(person: Person, call: Call) -> bool:
    """Whoever may know of the call; but nobody hears an anonymous reporter.

    Of a protected case these are the people named to it, of misconduct the inspectors.
    """
    if not person.is_active or is_withheld(call):
        return False
    return can_see(person, call)


def is_withheld(call: Call) -> bool:
    """A voice tells who somebody is."""
    return CallCase.objects.filter(call=call, case__anonymous=True).exists()


def must_say_why(person: Person, call: Call) -> bool:
    """Everybody to whom the call is not their own work: they took it, or the case is theirs."""
    if took(person, call):
        return False
    cases = Case.objects.filter(visible_to(person), call_links__call=call)
    if any(_is_theirs(person, case) for case in cases):
        return False
    # What nobody has taken yet has to be heard by whoever takes it.
    return not (call.cause == Cause.VOICEMAIL and at_centre(person) and not cases)


def _is_theirs(person: Person, case: Case) -> bool:
    if case.owner_id is None:
        return bool(rights.powers_over(person, case) & rights.HANDLING)
    named = Handler.objects.filter(case=case, person=person)
    return case.owner_id == person.pk or named.exists()


def listen(*, by: Person, recording: Recording, why: str = "") -> None:
    """Put on record that they listen, for the call and for each of its cases.

    Raises PermissionDenied, and IncompleteError where a reason is asked for.
    """
    call = recording.call
    if not may_listen(by, call):
        raise PermissionDenied(_("Your roles do not include this recording."))
    if not why.strip() and must_say_why(by, call):
        raise IncompleteError("why", _("Say in a few words what you listen to it for."))
    cases = Case.objects.filter(call_links__call=call)
    record(
        Act.CALL_HEARD,
        by,
        [f"call:{call.pk}", *(case.subject for case in cases)],
        why=why.strip()[:200],
        data={"what": f"recording:{recording.pk}"},
    )
