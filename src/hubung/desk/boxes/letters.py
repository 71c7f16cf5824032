"""Mail as a person at the desk reads it: why it is here, its words, and its raw text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from hubung.channels.email.models import InboundMessage, OutboundMessage
from hubung.channels.email.rfc5322.parse import ParsedAttachment, ParsedMessage, parse
from hubung.desk.boxes.state import SendingProblem
from hubung.ui.people import mask_email

#: As much of a raw mail as the page shows; the download has all of it.
RAW_CHARS = 60_000
# Control characters but tab and line feed, and marks that turn a line round.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def reason_in_words(code: str) -> str:
    """Why the intake set a mail aside; what a person wrote stays as it is."""
    words = {
        "": _("No reason is on record."),
        "empty": _("It has neither text nor subject nor files."),
        "no_headers": _("It is no mail: it has no head with sender and subject."),
        "no_sender": _("It does not say who sent it."),
        "postmaster": _("It was sent to the postmaster, who is a person."),
        "no room on the disk": _("There was no room on the disk for its files."),
        "database": _("The database could not be reached again and again."),
        "auto_reply": _("An automatic reply, as when somebody is away."),
        "list": _("Mail of a mailing list."),
        "bulk": _("Bulk mail."),
        "loop": _("It has come round to us again."),
        "bounce": _("A mail of ours could not be delivered."),
        "duplicate": _("The same mail came by another way already."),
    }
    if code.startswith("error: "):
        return _("The program could not take it in (%(error)s). Its raw text is whole.") % {
            "error": code.removeprefix("error: ")
        }
    return words.get(code, code)


@dataclass(frozen=True)
class Letter:
    """An incoming mail, read as far as it can be; `text` is a proposal for a case's words."""

    row: InboundMessage
    text: str
    files: tuple[ParsedAttachment, ...]
    raw: str
    whole: bool

    @property
    def reason(self) -> str:
        return reason_in_words(self.row.reason)


def letter_of(row: InboundMessage) -> Letter:
    """Read a mail for its page. Nothing in it can make this fail."""
    content = bytes(row.raw.content)
    parsed = parse(content)
    raw = show(content[: RAW_CHARS * 2])
    if isinstance(parsed, ParsedMessage):
        text, files = parsed.text.strip(), parsed.attachments
    else:
        text, files = raw[:5000].strip(), ()
    longest = settings.HUBUNG.limits.text_chars
    return Letter(row, text[:longest], files, raw[:RAW_CHARS], len(content) <= RAW_CHARS)


def show(content: bytes) -> str:
    """Bytes as text that can be looked at: UTF-8, else byte for byte; nothing hides in it."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    return _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))


@dataclass(frozen=True)
class Parcel:
    """An outgoing mail as one reader may see it: its words only when they may see its case."""

    row: OutboundMessage
    readable: bool

    @property
    def to(self) -> str:
        return self.row.to if self.readable else mask_email(self.row.to)

    @property
    def subject(self) -> str:
        return self.row.subject if self.readable else _("(Not for you to read.)")

    @property
    def text(self) -> str:
        return self.row.text if self.readable else ""


def problem_in_words(problem: SendingProblem | None) -> str:
    """Why mail is not going out, and what to do about it."""
    if problem is None:
        return ""
    if problem.no_relay:
        return _(
            "No relay is configured, so nothing is sent. The administrator sets mail.relay in "
            "hubung.toml; everything that waits is sent then."
        )
    return _("The mail relay does not take our mail. It is tried again by itself.")
