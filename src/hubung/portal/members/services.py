"""Proving an address, signing in and out, and ending an account."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.audit.where import Where, mark_of
from hubung.cases.models import Case
from hubung.channels.email import addresses, codes
from hubung.channels.email.models import OutboundMessage, OutboundState
from hubung.kernel import clock
from hubung.portal.members import browsers, letters, reports
from hubung.portal.members.models import Challenge, Claim, Member, SignIn
from hubung.portal.subscriptions import services as subscriptions
from hubung.portal.subscriptions.models import Subscription

#: To one address in an hour: whoever asks in another's name does not fill their mailbox.
LETTERS_PER_HOUR = 5
#: For each letter. With the letters of a day somebody guesses one code of 100 million in 600 tries.
TRIES = 5
#: What the access log keeps of where: nothing. Who reports may be somebody who fears to be found.
_NOWHERE = Where()


class WrongCodeError(ValueError):
    """Another code was sent; `left` more tries."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


class SpentCodeError(ValueError):
    """The code was used, or was guessed at too often."""


def is_official(email: str) -> bool:
    """Whether the ministry itself gives the address to somebody: it may be another's tomorrow."""
    domain = email.rpartition("@")[2]
    ours = [each.lower() for each in settings.HUBUNG.mail.domains]
    return any(domain == each or domain.endswith(f".{each}") for each in ours)


@transaction.atomic
def ask(*, email: str, language: str) -> str:
    """Write a code to an address that somebody typed; returns the key of their browser.

    Whoever asks learns nothing of the address: not whether it has an account, nor whether a letter
    went out.
    """
    email, now, key = addresses.normalise(email), clock.now(), browsers.new_key()
    recent = Challenge.objects.filter(email=email, asked_at__gt=now - timedelta(hours=1))
    many = recent.count() >= LETTERS_PER_HOUR
    official = is_official(email)
    challenge = Challenge(
        key_digest=browsers.digest(key),
        email=email,
        language=language,
        token="" if many or official else addresses.new_token(),
    )
    challenge.save()
    if not many and official:
        letters.queue_refusal(challenge)
    elif not many:
        letters.queue_code(challenge)
    return key


def prove(*, challenge: Challenge, code: str, device: str) -> str:
    """Sign in with the code of a letter, and open the account if there is none.

    Returns the key of the browser. Raises WrongCodeError and SpentCodeError.
    """
    # In one statement, so that a thousand guesses at one instant are a thousand tries.
    counted = Challenge.objects.filter(pk=challenge.pk, tries__lt=TRIES)
    if not counted.update(tries=F("tries") + 1):
        raise SpentCodeError
    if not (challenge.token and codes.is_code_of(challenge.token, code)):
        if (left := TRIES - challenge.tries - 1) > 0:
            raise WrongCodeError(left)
        record(Act.SIGN_IN_FAILED, None, f"account:{mark_of(challenge.email)}", where=_NOWHERE)
        raise SpentCodeError
    with transaction.atomic():
        if not Challenge.objects.filter(pk=challenge.pk).delete()[0]:
            raise SpentCodeError
        return sign_in(email=challenge.email, language=challenge.language, device=device)


@transaction.atomic
def sign_in(*, email: str, language: str, device: str, phone: str = "") -> str:
    """Sign in whoever has just proved an address, and a telephone number where there is one.

    Returns the key of their browser.
    """
    key, now = browsers.new_key(), clock.now()
    member, _is_new = Member.objects.get_or_create(email=email, defaults={"language": language})
    Member.objects.filter(pk=member.pk).update(last_used_at=now)
    SignIn.objects.create(
        key_digest=browsers.digest(key),
        member=member,
        phone=phone,
        device=device[:60],
        began_at=now,
    )
    record(Act.SIGNED_IN, None, member.subject, where=_NOWHERE)
    return key


class ProtectedReportError(ValueError):
    """No account may list it, and no row tie somebody to it."""


def add(*, member: Member, case: Case) -> None:
    """List a report whose number and code they gave. Raises ProtectedReportError."""
    if not reports.shown().filter(pk=case.pk).exists():
        raise ProtectedReportError
    Claim.objects.get_or_create(member=member, case=case)


def sign_out(sign_in: SignIn) -> None:
    """Of one browser."""
    with transaction.atomic():
        record(Act.SIGNED_OUT, None, sign_in.member.subject, where=_NOWHERE)
        sign_in.delete()


def live_sign_ins(member: Member) -> list[SignIn]:
    """The browsers in which they are signed in, the latest first."""
    since = clock.now() - browsers.SIGN_IN_LIFE
    return list(member.sign_ins.filter(began_at__gt=since).order_by("-began_at", "-pk"))


@transaction.atomic
def end(*members: Member) -> None:
    """End accounts, with their sign-ins and the codes that were sent.

    What somebody reported or asked for is a record of the ministry, and stays as long as those do.
    """
    for member in members:
        record(Act.ACCOUNT_CLOSED, None, member.subject, where=_NOWHERE)
        Challenge.objects.filter(email=member.email).delete()
        sent = OutboundMessage.objects.filter(to=member.email, kind=codes.PROVING)
        sent.exclude(state=OutboundState.QUEUED).delete()
        member.delete()


@transaction.atomic
def end_subscription(member: Member) -> None:
    """No more mails about new pages to their address."""
    subscriptions.end(*Subscription.objects.filter(email=member.email))
