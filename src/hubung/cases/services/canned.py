"""The texts that answer often, kept by those who lead a unit."""

from __future__ import annotations

from django.db import transaction

from hubung.cases import policies
from hubung.cases.events import CannedAnswerChanged
from hubung.cases.models import CannedAnswer
from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.kernel.events import emit


@transaction.atomic
def save_canned_answer(*, by: Person, answer: CannedAnswer) -> CannedAnswer:
    """Store a new or a changed text. Who moves one to another unit must lead both.

    Raises PermissionDenied.
    """
    is_new = answer.pk is None
    allowed = policies.may_change_canned(by, answer.unit)
    if not is_new:
        allowed = allowed and policies.may_change_canned(by, _stored(answer).unit)
    policies.require_configuring(allowed)
    answer.save()
    _changed(answer, by, "added" if is_new else "changed")
    return answer


@transaction.atomic
def retire_canned_answer(*, by: Person, answer: CannedAnswer) -> None:
    """Offer it no longer; it is kept. Raises PermissionDenied. Twice is harmless."""
    _offer(by, answer, offered=False)


@transaction.atomic
def restore_canned_answer(*, by: Person, answer: CannedAnswer) -> None:
    """Offer it again. Raises PermissionDenied. Twice is harmless."""
    _offer(by, answer, offered=True)


def _offer(by: Person, answer: CannedAnswer, *, offered: bool) -> None:
    stored = _stored(answer)
    policies.require_configuring(policies.may_change_canned(by, stored.unit))
    if (stored.retired_at is None) != offered:
        stored.retired_at = None if offered else clock.now()
        stored.save(update_fields=["retired_at"])
        _changed(stored, by, "restored" if offered else "retired")


def _stored(answer: CannedAnswer) -> CannedAnswer:
    return (
        CannedAnswer.objects.select_for_update(of=("self",))
        .select_related("unit")
        .get(pk=answer.pk)
    )


def _changed(answer: CannedAnswer, by: Person, act: str) -> None:
    emit(CannedAnswerChanged(answer_id=answer.pk, act=act, by_id=by.pk))
