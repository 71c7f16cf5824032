"""Raw bytes → a message that can become a case. Never raises, whatever the bytes."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from hubung.channels.email.rfc5322 import automatic, html, language, mime, quoting
from hubung.channels.email.rfc5322.automatic import Automatic, Bounce
from hubung.channels.email.rfc5322.charsets import clean, decode
from hubung.channels.email.rfc5322.headers import Address, Fields, addresses, date, message_ids
from hubung.channels.email.rfc5322.language import Language
from hubung.kernel.numbers import CaseNumber, find_case_numbers

MAX_TEXT = 400_000
MAX_SUBJECT = 300
MAX_NAME = 150

_NOT_IN_NAMES = re.compile(r"[\x00-\x1f<>:\"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_REPORT_PARTS = frozenset({"message/delivery-status", "message/global-delivery-status"})


@dataclass(frozen=True, slots=True)
class ParsedAttachment:
    """A file of the message. `declared_type` is the sender's claim and nothing more."""

    name: str
    declared_type: str
    content: bytes
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class ParsedMessage:
    """A message as the registry needs it: all text is clean Unicode, all times are UTC.

    `text` is what the sender wrote now, `quoted` the folded older mail, `html` safe markup or "".
    `automatic` says that no person wrote it; `answerable` that a machine may answer it.
    `problems` are codes of what was wrong with the message, for the desk.
    """

    message_id: str
    sender: Address
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str
    date: datetime | None
    language: Language
    text: str
    quoted: str
    html: str
    attachments: tuple[ParsedAttachment, ...]
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    case_numbers: tuple[CaseNumber, ...]
    automatic: Automatic | None
    answerable: bool
    bounce: Bounce | None
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unparseable:
    """Bytes that are no message; `reason` is a code for the desk's holding pen."""

    reason: str


def parse(
    raw: bytes, *, own: Collection[str] = (), envelope_sender: str | None = None
) -> ParsedMessage | Unparseable:
    """The message in `raw`, or why there is none.

    `own` are the office's addresses in lower case; `envelope_sender` is "" for the null sender,
    None when unknown.
    """
    try:
        return understand(raw, own=own, envelope_sender=envelope_sender)
    except Exception as error:  # a message must never stop the ones behind it
        return Unparseable(f"error: {type(error).__name__}")


def understand(
    raw: bytes, *, own: Collection[str], envelope_sender: str | None
) -> ParsedMessage | Unparseable:
    """`parse` without its safety net."""
    if not raw.strip():
        return Unparseable("empty")
    root, problems = mime.read(raw)
    fields = root.fields
    if not fields.items:
        return Unparseable("no_headers")
    sender = _sender(fields, envelope_sender or "")
    kind = automatic.classify(fields, root, own=own, envelope_sender=envelope_sender)
    if sender is None:
        if kind is None:
            return Unparseable("no_sender")
        sender = Address("", "")
    content = _Content(list(problems))
    bodies = content.collect(root)
    body, markup = _join(bodies)
    if len(body) > MAX_TEXT:
        content.note("text_cut")
        body = body[:MAX_TEXT]
    text, quoted = quoting.split(body)
    subject = fields.text("Subject")[:MAX_SUBJECT]
    replied = message_ids(fields.get("In-Reply-To"))
    return ParsedMessage(
        message_id=next(iter(message_ids(fields.get("Message-ID"))), ""),
        sender=sender,
        reply_to=addresses(*fields.all("Reply-To")),
        to=addresses(*fields.all("To")),
        cc=addresses(*fields.all("Cc")),
        subject=subject,
        date=date(fields.get("Date")),
        language=language.guess(f"{subject}\n{text}", fields.get("Content-Language")),
        text=text,
        quoted=quoted,
        html=markup,
        attachments=tuple(content.attachments),
        in_reply_to=replied,
        references=message_ids(fields.get("References")),
        case_numbers=tuple(find_case_numbers(subject)),
        automatic=kind,
        answerable=kind is None and automatic.answerable(fields, sender.address),
        bounce=automatic.bounce(root) if kind == "bounce" else None,
        problems=tuple(content.problems),
    )


def _sender(fields: Fields, envelope_sender: str) -> Address | None:
    for name in ("From", "Sender", "Reply-To"):
        found = addresses(*fields.all(name))
        if found:
            return Address(found[0].name[:MAX_NAME], found[0].address[:254])
    return Address("", clean(envelope_sender)[:254]) if "@" in envelope_sender else None


class _Body(NamedTuple):
    plain: str
    html: str


def _join(bodies: list[_Body]) -> tuple[str, str]:
    """The text of all bodies and the safe markup of those that have any."""
    texts: list[str] = []
    markups: list[str] = []
    for body in bodies:
        markup, text = html.read(body.html)
        text = body.plain if body.plain.strip() else text
        if text.strip():
            texts.append(text.strip("\n"))
        if markup.strip():
            markups.append(markup)
    return "\n\n".join(texts), "\n".join(markups)


@dataclass(slots=True)
class _Content:
    """Sorts the leaves of the tree into what is read and what is attached."""

    problems: list[str]
    attachments: list[ParsedAttachment] = field(default_factory=list)

    def collect(self, part: mime.Part) -> list[_Body]:
        if part.children:
            bodies = [body for child in part.children for body in self.collect(child)]
            if part.content_type != "multipart/alternative" or not bodies:
                return bodies
            return [
                _Body(
                    next((body.plain for body in bodies if body.plain.strip()), ""),
                    next((body.html for body in bodies if body.html.strip()), ""),
                )
            ]
        if part.content_type in ("text/plain", "text/html") and not self._is_file(part):
            text, as_declared = decode(part.content(), part.params.get("charset", ""))
            if not as_declared:
                self.note("charset_guessed")
            return [_Body("", text) if part.content_type == "text/html" else _Body(text, "")]
        self._attach(part)
        return []

    def note(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)

    def _is_file(self, part: mime.Part) -> bool:
        return part.disposition[0] == "attachment" or bool(part.filename)

    def _attach(self, part: mime.Part) -> None:
        content = part.content()
        if not content or part.content_type in _REPORT_PARTS:
            return
        if part.content_type in ("application/pkcs7-mime", "application/pgp-encrypted"):
            self.note("encrypted")
        self.attachments.append(
            ParsedAttachment(
                name=file_name(part.filename, part.content_type, len(self.attachments) + 1),
                declared_type=clean(part.content_type)[:100],
                content=content,
                content_id=part.content_id[:200],
            )
        )


def file_name(given: str, content_type: str, position: int) -> str:
    """A name safe in every file system and on every page; made up when none was given.

    Folders, control characters and the marks that turn the writing direction ("gpj.exe" shown as
    "exe.jpg") are taken out; a long name keeps its ending.
    """
    base = re.split(r"[/\\]", given)[-1] if given else ""
    name = _NOT_IN_NAMES.sub("_", clean(base)).strip(" .")
    if not name:
        ending = ".eml" if content_type == "message/rfc822" else ""
        ending = ending or mimetypes.guess_extension(content_type) or ".bin"
        return f"lampiran-{position}{ending}"
    if len(name) > MAX_NAME:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem[: MAX_NAME - 20]}{dot}{ending[:10]}" if dot else name[:MAX_NAME]
    return name
