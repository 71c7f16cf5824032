"""A message on the answering machine becomes a case, which waits for its words to be written down.

Once for each message, however often it is told of: a case is unique by channel and external id.
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from hubung.cases import search
from hubung.cases.change import change
from hubung.cases.choices import EntryKind
from hubung.cases.errors import CaseError, IncompleteError
from hubung.cases.events import CaseChanged
from hubung.cases.lifecycle import Action
from hubung.cases.models import Case
from hubung.cases.services.receiving import title_of
from hubung.cases.timeline import Actor
from hubung.channels.phone import opening
from hubung.channels.phone.models import CallCase, Unwritten
from hubung.directory.models import Person
from hubung.telephony.models import Recording
from hubung.ui import dates

#: Less than this is somebody who hung up.
LEAST_MILLISECONDS = 1000


@transaction.atomic
def open_case(recording: Recording) -> Case | None:
    """The case of a message; None for one that is too short, or that belongs to a case already."""
    call = recording.call
    if recording.milliseconds < LEAST_MILLISECONDS:
        return None
    if CallCase.objects.filter(call=call).exists():
        return None
    with translation.override(call.language or settings.HUBUNG.language):
        title = _("Voice message, %(when)s") % {"when": dates.when(call.began_at)}
        text = _("A voice message. Its words are not written down yet.")
    case = opening.open_for(call, external_id=f"message:{call.engine_id}", title=title, text=text)
    Unwritten.objects.get_or_create(case=case, call=call)
    return case


def write_down(*, by: Person, case: Case, text: str) -> Case:
    """Somebody has listened, and writes what was said. Raises IncompleteError, NotAllowedError."""
    if not text.strip():
        raise IncompleteError("text", _("Write what is said; a sentence is enough."))
    with change(case, actor=Actor.staff(by), action=Action.EDIT) as it:
        waiting = Unwritten.objects.filter(case=it.case).first()
        if waiting is None:
            raise CaseError(_("Somebody has written this message down meanwhile."))
        waiting.delete()
        it.case.text = text.strip()
        it.case.title = title_of(it.case.text)[:200]
        it.log(EntryKind.MESSAGE_IN, text=it.case.text, public=True, data={"written_down": True})
        it.emit(CaseChanged)
        search.index(it.case)
    return it.case
