"""Mail that no person wrote, and mail that must not be answered by a machine (RFC 3834)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from hubung.channels.email.rfc5322.headers import Fields, message_ids, parse_fields
from hubung.channels.email.rfc5322.mime import Part

Automatic = Literal["auto_reply", "list", "bounce", "bulk", "loop"]

MAX_HOPS = 50

_REPLY_FIELDS = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply-From")
_ORIGINALS = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global")
_ROBOTS = ("mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply", "do-not-reply")


@dataclass(frozen=True, slots=True)
class Bounce:
    """A delivery report (RFC 3464): what happened to which message, for whom and why."""

    original_id: str
    recipient: str
    action: str
    status: str
    diagnostic: str

    @property
    def failed(self) -> bool:
        """True when the mail was given up; a delay or a success is only news."""
        return self.action in ("", "failed") and not self.status.startswith("2")


def classify(
    fields: Fields, root: Part, *, own: Collection[str], envelope_sender: str | None
) -> Automatic | None:
    """The kind of automatic mail this is; None for mail that a person wrote.

    `own` are the office's addresses, lower case. `envelope_sender` is "" for the null sender and
    None when there is no envelope.
    """
    if _is_report(root) or "X-Failed-Recipients" in fields:
        return "bounce"
    if any(loop.strip().strip("<>").lower() in own for loop in fields.all("X-Loop")):
        return "loop"
    if len(fields.all("Received")) > MAX_HOPS:
        return "loop"
    submitted = fields.get("Auto-Submitted").partition(";")[0].strip().lower()
    precedence = fields.get("Precedence").strip().lower()
    if submitted not in ("", "no") or precedence in ("auto_reply", "auto-reply"):
        return "auto_reply"
    if any(name in fields for name in _REPLY_FIELDS):
        return "auto_reply"
    if envelope_sender == "" or fields.get("Return-Path").strip() == "<>":
        return "auto_reply"
    if precedence == "list" or _is_list(fields, own):
        return "list"
    if precedence in ("bulk", "junk") or "List-Unsubscribe" in fields:
        return "bulk"
    return None


def answerable(fields: Fields, sender: str) -> bool:
    """May a machine answer this person? False when the sender asked for no automatic answers."""
    suppressed = fields.get("X-Auto-Response-Suppress").lower().replace(",", " ").split()
    local = sender.partition("@")[0].lower()
    return not {"all", "autoreply"} & set(suppressed) and not local.startswith(_ROBOTS)


def _is_list(fields: Fields, own: Collection[str]) -> bool:
    """A mailing list, unless the list is the office's own group address."""
    value = (fields.get("List-Id") + fields.get("List-Post")).lower()
    if not value:
        return False
    return not any(address in value or address.replace("@", ".") in value for address in own)


def _is_report(root: Part) -> bool:
    if root.content_type != "multipart/report":
        return False
    kind = root.params.get("report-type", "").lower()
    return kind in ("", "delivery-status", "disposition-notification")


def bounce(root: Part) -> Bounce | None:
    """The facts of a delivery report; None when the message holds no report."""
    status: dict[str, str] = {}
    original = ""
    for part in root.walk():
        if part.content_type in ("message/delivery-status", "message/global-delivery-status"):
            for block in part.content().replace(b"\r\n", b"\n").split(b"\n\n"):
                for name, value in parse_fields(block).items:
                    status.setdefault(name.lower(), value)
        elif part.content_type in _ORIGINALS:
            original = original or _message_id(part.content())
    if not status and not original:
        return None
    return Bounce(
        original_id=original,
        recipient=status.get("final-recipient", "").rpartition(";")[2].strip(),
        action=status.get("action", "").strip().lower(),
        status=status.get("status", "").strip(),
        diagnostic=status.get("diagnostic-code", "").rpartition(";")[2].strip()[:500],
    )


def _message_id(data: bytes) -> str:
    found = message_ids(parse_fields(data[: 64 * 1024]).get("Message-ID"))
    return found[0] if found else ""
