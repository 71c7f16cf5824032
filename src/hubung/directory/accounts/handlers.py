"""What follows from what happened to accounts."""

from __future__ import annotations

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from hubung.directory.accounts.events import SecondFactorReset
from hubung.directory.models import Person
from hubung.kernel.events import handles


@handles(SecondFactorReset)
def tell_person_of_reset(event: SecondFactorReset) -> None:
    """So that a reset which they did not ask for does not go unnoticed."""
    person = Person.objects.get(pk=event.person_id)
    by = Person.objects.filter(pk=event.by_id).first() if event.by_id else None
    with translation.override(person.language):
        text = render_to_string(
            "accounts/mail/second_factor_reset.txt",
            {"person": person, "by": by, "reason": event.reason},
        )
        send_mail(_("Your second factor was reset"), text, None, [person.email])
