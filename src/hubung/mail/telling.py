"""Letters to people about the mail itself, each in the language of whoever reads it."""

from __future__ import annotations

from typing import Any

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise

from hubung.directory.models import Person, Role, Unit
from hubung.directory.queries import holders_of
from hubung.mail.models import Account, Group
from hubung.mail.policies import KEEPERS


def keepers_of(account: Account) -> list[Person]:
    """Who looks after an account: administrators and coordinators of its unit, each once."""
    unit = account.person.unit if account.person else account.unit
    if unit is None:
        return []
    found = {person.pk: person for role in KEEPERS for person in holders_of(role, unit=unit)}
    return [person for pk, person in found.items() if pk != account.person_id]


def moderators_of(group: Group) -> list[Person]:
    """Who is told of letters to it: the chosen ones and those with its role, else its keepers."""
    unit = group.unit or Unit.objects.filter(parent=None).first()
    chosen = Person.objects.filter(
        is_active=True, mail_account__in=group.chosen_moderators.values("account")
    )
    found = {person.pk: person for person in chosen}
    if unit is not None:
        roles: tuple[str, ...] = (group.moderator_role,) if group.moderator_role else ()
        for role in roles or (() if found else KEEPERS):
            found |= {person.pk: person for person in holders_of(Role(role), unit=unit)}
    return list(found.values())


def tell(person: Person, subject: str | Promise, letter: str, **context: Any) -> None:
    """Queue a letter: a template of `mail/letters/`."""
    with translation.override(person.language):
        text = render_to_string(f"mail/letters/{letter}.txt", {"person": person, **context})
        send_mail(str(subject), text, None, [person.email])
