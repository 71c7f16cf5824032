"""How long accounts, sign-ins and codes are kept, and what their owner is shown and may erase."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hubung.channels.email import codes
from hubung.channels.email.models import OutboundMessage
from hubung.portal.members import services
from hubung.portal.members.models import Challenge, Claim, Member, SignIn
from hubung.privacy.elsewhere import Keeper, Kept, keep
from hubung.privacy.models import Erasure
from hubung.privacy.retention.book import Schedule, register

_PRIVACY = "UU 27/2022: no longer than its purpose needs"


def _end(keys: Sequence[Any]) -> None:
    services.end(*Member.objects.filter(pk__in=keys))


register(
    Schedule(
        "unused_accounts",
        "Accounts of the public that nobody uses",
        "last signed in to",
        "all of it; reports and requests stay as long as those do",
        _PRIVACY,
        lambda day: Member.objects.filter(last_used_at__lt=day),
        _end,
    )
)
register(
    Schedule(
        "member_sign_ins",
        "Browsers in which somebody of the public signed in",
        "signed in",
        "all; that somebody signed in stays on the access log",
        _PRIVACY,
        lambda day: SignIn.objects.filter(began_at__lt=day),
        lambda keys: SignIn.objects.filter(pk__in=keys).delete(),
    )
)
register(
    Schedule(
        "sign_in_codes",
        "Addresses that a sign-in code was asked for",
        "asked for",
        "all",
        _PRIVACY,
        lambda day: Challenge.objects.filter(asked_at__lt=day),
        lambda keys: Challenge.objects.filter(pk__in=keys).delete(),
    )
)
register(
    Schedule(
        "sign_in_letters",
        "Letters with a sign-in code",
        "written",
        "all",
        _PRIVACY,
        lambda day: OutboundMessage.objects.filter(kind=codes.PROVING, created_at__lt=day),
        lambda keys: OutboundMessage.objects.filter(pk__in=keys).delete(),
    )
)


@receiver(post_save, sender=Erasure)
def forget_whose_it_was(instance: Erasure, **_said: Any) -> None:
    """A report whose personal data is erased is nobody's any more."""
    Claim.objects.filter(case=instance.case_id).delete()


def _tell(emails: Collection[str]) -> Iterator[Kept]:
    for member in Member.objects.filter(email__in=emails).order_by("pk"):
        yield Kept(member.created_at, member.email, _("the account itself"))
        for claim in member.claims.select_related("case").order_by("pk"):
            said = _("report %(number)s was added") % {"number": claim.case.number}
            yield Kept(claim.claimed_at, member.email, said)
        for sign_in in member.sign_ins.order_by("pk"):
            said = _("signed in with %(device)s") % {"device": sign_in.device or "–"}
            yield Kept(sign_in.began_at, member.email, said)


def _erase(emails: Collection[str]) -> None:
    services.end(*Member.objects.filter(email__in=emails))


keep(Keeper(gettext_lazy("Account on the portal"), _tell, _erase))
