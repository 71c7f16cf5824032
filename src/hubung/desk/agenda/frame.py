"""What the pages of the agenda share."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from hubung.directory.accounts.access import StaffRequest
from hubung.directory.models import Person
from hubung.disclosure.agenda import policies
from hubung.disclosure.agenda.choices import Decision
from hubung.disclosure.agenda.errors import AgendaError
from hubung.disclosure.agenda.models import Closure, Diary, Entry
from hubung.kernel import clock


def kept_diary(request: StaffRequest, slug: str) -> Diary:
    """The agenda of this address, if it is theirs to keep. Raises Http404."""
    diary = Diary.objects.select_related("post__unit").filter(slug=slug).first()
    if diary is None or not policies.may_write(request.user, diary):
        raise Http404
    return diary


def kept_entry(request: StaffRequest, slug: str, pk: int) -> Entry:
    """An entry of an agenda that they keep. Raises Http404."""
    diary = kept_diary(request, slug)
    entry = diary.entries.select_related("diary__post__unit").filter(pk=pk).first()
    if entry is None:
        raise Http404
    return entry


def frame(diary: Diary, here: str) -> dict[str, Any]:
    """The tabs of an agenda; `here` names the open one."""
    holder = diary.post.holder_on(diary.today())
    return {"diary": diary, "holder": holder, "here": here}


def undecided(person: Person) -> QuerySet[Closure]:
    """Proposals that they may decide about, the most pressing first."""
    waiting = (
        Closure.objects.filter(decision=Decision.PENDING, decide_by__gt=clock.now())
        .exclude(proposed_by=person)
        .select_related("entry__diary__post__unit", "ground", "proposed_by")
        .order_by("decide_by")
    )
    mine = [closure.pk for closure in waiting if policies.may_decide(person, closure)]
    return waiting.filter(pk__in=mine)


def put_right(form: Any, error: AgendaError) -> None:
    """Show what the service refused at the field that it names."""
    form.add_error(error.field if error.field in form.fields else None, str(error))
