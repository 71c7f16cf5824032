"""Who answers calls at the desk."""

from __future__ import annotations

from django.conf import settings

from hubung.directory.models import Person
from hubung.directory.queries import has_role
from hubung.telephony.queues.policies import AT_THE_TELEPHONE


def may_answer(person: Person) -> bool:
    """Whoever's roles bring them to the telephone."""
    return has_role(person, *AT_THE_TELEPHONE)


def answers_calls(person: Person) -> bool:
    """… where there is one."""
    return bool(settings.HUBUNG.phone.enabled) and may_answer(person)
