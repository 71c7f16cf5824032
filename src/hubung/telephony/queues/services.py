"""Changes of queues, profiles, telephones and codes. One transaction each, put on record."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.directory.models import Person, Post, Unit
from hubung.telephony.asterisk import numbers
from hubung.telephony.menu.default import GENERAL_QUEUE
from hubung.telephony.models import (
    AgentProfile,
    CallQueue,
    DeskCommand,
    Telephone,
    WrapUpCode,
)
from hubung.telephony.queues import policies, reading
from hubung.telephony.queues.codes import all_codes
from hubung.telephony.services import commands

#: Times and counts that may be changed; `rules` says what they mean.
RULES = (
    "sector",
    "unit",
    "level",
    "head_start_seconds",
    "ring_seconds",
    "wrap_up_seconds",
    "relax_seconds",
    "overflow_seconds",
    "overflow_to",
    "voicemail_seconds",
    "announce_seconds",
    "longest",
    "callback",
    "is_open",
)
#: Why an agent takes no calls whom a supervisor set so.
BY_SUPERVISOR = "supervisor"


class QueueError(Exception):
    """Nothing was changed. `str()` says why and what to do."""


@transaction.atomic
def keep_queue(*, by: Person, name: str, title: str, **rules: Any) -> CallQueue:
    """A queue as it is from now on, new or changed; the phone program has it within 5 seconds.

    Raises PermissionDenied, QueueError.
    """
    policies.require(policies.may_keep_queues(by))
    known = {queue.name: queue for queue in reading.all_queues()}
    queue = known.get(name) or CallQueue(name=name)
    before = _state(queue) if name in known else {}
    queue.title = title.strip()
    for rule in RULES:
        if rule in rules:
            setattr(queue, rule, rules[rule])
    queue.overflow_to = [other for other in queue.overflow_to if other != name]
    if name == GENERAL_QUEUE and not queue.is_open:
        raise QueueError(_("Every caller may be led to the general queue: it stays open."))
    unknown = set(queue.overflow_to) - known.keys()
    if unknown:
        raise QueueError(_("There is no queue “%(queue)s”.") % {"queue": sorted(unknown)[0]})
    try:
        queue.full_clean()
        reading.rules(queue, known, settings.HUBUNG.phone)
    except (ValidationError, ValueError) as error:
        raise QueueError(_first(error)) from error
    queue.save()
    changed = [key for key, value in _state(queue).items() if before.get(key) != value]
    record(Act.SETUP_CHANGED, by, f"queue:{name}", data={"changed": changed})
    return queue


@transaction.atomic
def set_profile(
    *,
    by: Person,
    person: Person,
    queues: Collection[str],
    languages: Collection[str],
    levels: Mapping[str, int],
) -> AgentProfile:
    """Say what an agent may be given, instead of what their roles say. Raises PermissionDenied."""
    policies.require(policies.may_keep_queues(by))
    profile, _new = AgentProfile.objects.update_or_create(
        person=person,
        defaults={
            "queues": sorted(queues),
            "languages": sorted(languages),
            "levels": {sector: level for sector, level in levels.items() if level},
        },
    )
    record(Act.SETUP_CHANGED, by, f"agent:{person.pk}", data={"act": "profile"})
    return profile


@transaction.atomic
def forget_profile(*, by: Person, person: Person) -> None:
    """Back to what their roles and unit say. Raises PermissionDenied."""
    policies.require(policies.may_keep_queues(by))
    if AgentProfile.objects.filter(person=person).delete()[0]:
        record(Act.SETUP_CHANGED, by, f"agent:{person.pk}", data={"act": "by_roles"})


@transaction.atomic
def keep_telephone(
    *, by: Person, number: str, post: Post | None = None, unit: Unit | None = None, note: str = ""
) -> Telephone:
    """A number to which agents may lead callers. Raises PermissionDenied, QueueError."""
    policies.require(policies.may_keep_queues(by))
    try:
        whole = numbers.dialled(number, settings.HUBUNG.phone.outgoing_countries)
    except numbers.NotDialledError as error:
        raise QueueError(
            _("This number can't be dialled: give a mobile or landline number with its area code.")
        ) from error
    telephone = Telephone.objects.create(post=post, unit=unit, number=whole, note=note.strip())
    record(Act.SETUP_CHANGED, by, f"telephone:{telephone.pk}", data={"act": "kept"})
    return telephone


@transaction.atomic
def remove_telephone(*, by: Person, telephone: Telephone) -> None:
    """Nobody is led there any more; a conversation that goes on is not cut."""
    policies.require(policies.may_keep_queues(by))
    key = telephone.pk
    if Telephone.objects.filter(pk=key).delete()[0]:
        record(Act.SETUP_CHANGED, by, f"telephone:{key}", data={"act": "removed"})


@transaction.atomic
def keep_code(
    *, by: Person, code: str, name: str, name_en: str, is_used: bool = True
) -> WrapUpCode:
    """A wrap-up code, new or changed. With the first, the default ones become the office's own.

    Raises PermissionDenied, QueueError.
    """
    policies.require(policies.may_keep_queues(by))
    known = {one.code: one for one in all_codes()}
    for one in known.values():
        if one.pk is None:
            one.save()
    kept = known.get(code) or WrapUpCode(code=code, order=len(known))
    kept.name, kept.name_en, kept.is_used = name.strip(), name_en.strip(), is_used
    try:
        kept.full_clean()
    except ValidationError as error:
        raise QueueError(_first(error)) from error
    kept.save()
    record(Act.SETUP_CHANGED, by, f"code:{code}", data={"is_used": is_used})
    return kept


@transaction.atomic
def set_not_ready(*, by: Person, person: Person) -> DeskCommand:
    """A supervisor takes an agent out of the queue, who sees why. Raises PermissionDenied."""
    policies.require(policies.may_watch(by) and by.pk != person.pk)
    wish = commands.ask(person=person, kind=commands.Kind.NOT_READY, reason=BY_SUPERVISOR)
    record(Act.SETUP_CHANGED, by, f"agent:{person.pk}", data={"act": "set_not_ready"})
    return wish


def _state(queue: CallQueue) -> dict[str, Any]:
    return {"title": queue.title} | {
        rule: getattr(queue, "unit_id" if rule == "unit" else rule) for rule in RULES
    }


def _first(error: ValidationError | ValueError) -> str:
    return error.messages[0] if isinstance(error, ValidationError) else str(error)
