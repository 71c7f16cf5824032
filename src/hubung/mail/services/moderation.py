"""Letters to moderated groups: taken, held for somebody to decide, released or rejected."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.kernel.events import emit
from hubung.mail import policies
from hubung.mail.events import GroupChanged, LetterHeld
from hubung.mail.models import Account, Group, GroupLetter, GroupModerator, LetterState
from hubung.mail.services.errors import MailError

SHOWN_CHARACTERS = 2000


@transaction.atomic
def set_moderation(
    *,
    by: Person | None,
    group: Group,
    moderated: bool,
    role: str = "",
    chosen: Iterable[Account] = (),
) -> None:
    """Whether letters of those who may not write freely wait, and for whom.

    Who keeps the group decides, too, so none waits for nobody. Raises MailError when letters wait
    still and would be forgotten.
    """
    policies.require(policies.may_keep_group(by, group))
    if not moderated and group.letters.filter(state=LetterState.WAITING).exists():
        raise MailError(_("Letters still wait for a decision. Release or reject them first."))
    group.moderated, group.moderator_role = moderated, role if moderated else ""
    group.save(update_fields=["moderated", "moderator_role"])
    group.chosen_moderators.all().delete()
    if moderated:
        GroupModerator.objects.bulk_create(
            GroupModerator(group=group, account=account) for account in chosen
        )
    data = {"moderated": moderated, "role": role}
    record(Act.MAIL_CHANGED, by, f"mailgroup:{group.pk}", data=data)
    emit(GroupChanged(by_id=by.pk if by else None, group_id=group.pk))


def moderated_group(address: str) -> Group | None:
    """The group that letters to this address wait for; an extension is the same group."""
    local, _at, domain = address.lower().rpartition("@")
    plain = f"{local.partition('+')[0]}@{domain}"
    return Group.objects.filter(addresses__address=plain, moderated=True).first()


@transaction.atomic
def take_letter(*, group: Group, address: str, sender: str, content: bytes) -> None:
    """Keep a letter; whoever may write freely has theirs sent on at once. Twice is once."""
    local, _at, domain = address.lower().rpartition("@")
    plain = f"{local.partition('+')[0]}@{domain}"
    free = _writes_freely(plain, sender.lower())
    seen = _Seen.of(content)
    letter, new = GroupLetter.objects.get_or_create(
        group=group,
        sha256=hashlib.sha256(content).hexdigest(),
        defaults={
            "address": plain,
            "sender": sender[:320],
            "content": content,
            "author": seen.author[:254],
            "subject": seen.subject[:300],
            "text": seen.text,
            "attachments": seen.attachments,
            "state": LetterState.RELEASED if free else LetterState.WAITING,
        },
    )
    if new and not free:
        emit(LetterHeld(letter_id=letter.pk))


@transaction.atomic
def release_letter(*, by: Person, letter: GroupLetter) -> None:
    """It goes to the members. Raises MailError when somebody else has decided already."""
    letter = _undecided(by, letter)
    letter.state, letter.next_attempt_at = LetterState.RELEASED, clock.now()
    _decide(by, letter)


@transaction.atomic
def reject_letter(*, by: Person, letter: GroupLetter, reason: str) -> None:
    """It goes to nobody, and its sender is told why. Raises MailError without a reason, or when
    somebody else has decided already."""
    if not reason.strip():
        raise MailError(_("Say why: the sender is told."))
    letter = _undecided(by, letter)
    letter.state, letter.reason = LetterState.REJECTED, reason.strip()[:500]
    _decide(by, letter)
    if letter.sender:
        with translation.override(settings.LANGUAGE_CODE):
            text = render_to_string("mail/letters/letter_rejected.txt", {"letter": letter})
            send_mail(_("Your letter was not passed on"), text, None, [letter.sender])


def _undecided(by: Person, letter: GroupLetter) -> GroupLetter:
    policies.require(policies.may_moderate(by, letter.group))
    found = GroupLetter.objects.select_for_update().get(pk=letter.pk)
    if found.state != LetterState.WAITING:
        raise MailError(_("Somebody else has decided about this letter."))
    return found


def _decide(by: Person, letter: GroupLetter) -> None:
    letter.decided_by, letter.decided_at = by, clock.now()
    letter.save(update_fields=["state", "reason", "decided_by", "decided_at", "next_attempt_at"])
    data = {"letter": letter.pk, "released": letter.state == LetterState.RELEASED}
    record(Act.MAIL_CHANGED, by, f"mailgroup:{letter.group_id}", why=letter.reason, data=data)


def _writes_freely(address: str, sender: str) -> bool:
    """As the daemons' views have it; Postfix saw to it that nobody else sends as this sender."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM mail_writer_view WHERE address = %s LIMIT 1", [address])
        if not cursor.fetchone():
            return True
        cursor.execute("SELECT DISTINCT login FROM mail_sender_view WHERE address = %s", [sender])
        for (login,) in cursor.fetchall():
            cursor.execute(
                "SELECT 1 FROM mail_writer_view WHERE address = %s AND login = %s LIMIT 1",
                [address, login],
            )
            if cursor.fetchone():
                return True
    return False


@dataclass(frozen=True)
class _Seen:
    """What is shown of a letter; of one that cannot be read, nothing."""

    author: str = ""
    subject: str = ""
    text: str = ""
    attachments: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, content: bytes) -> _Seen:
        try:
            message = BytesParser(_class=EmailMessage, policy=default).parsebytes(content)
            body = message.get_body(("plain",))
            return cls(
                author=_plain(str(message["from"] or "")),
                subject=_plain(str(message["subject"] or "")),
                text=_plain(body.get_content())[:SHOWN_CHARACTERS] if body else "",
                attachments=[
                    _plain(part.get_filename() or "?")[:100] for part in message.iter_attachments()
                ],
            )
        except (ValueError, LookupError, TypeError, AttributeError):
            # The standard library fails in these ways on letters that break the standard.
            return cls()


def _plain(text: str) -> str:
    """Without what no database takes."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
