"""An outgoing message → bytes ready for the wire: text, and the same in simple HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from html import escape


class _InOneLine(UnstructuredHeader, BaseHeader):
    """A header that holds an address: broken or encoded, mail programs would not know it again."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _InOneLine)
# Sevenbit output passes every relay; a line of text longer than this is encoded.
_POLICY = SMTP.clone(cte_type="7bit", max_line_length=76, header_factory=_HEADERS)
_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is sent. Addresses are plain (`a@b.id`); ids are without angle brackets.

    `automatic` marks a notice that no person typed; `stop_url` lets the reader stop such notices.
    """

    sender_name: str
    sender: str
    to: str
    subject: str
    text: str
    language: str
    message_id: str
    date: datetime
    in_reply_to: str = ""
    automatic: bool = True
    stop_url: str = ""


def compose(message: Outgoing) -> bytes:
    """The message with CRLF line ends, ASCII only. Raises ValueError for an unusable address."""
    out = EmailMessage(policy=_POLICY)
    out["From"] = _address(message.sender, message.sender_name)
    out["To"] = _address(message.to)
    out["Subject"] = " ".join(message.subject.split())
    out["Date"] = format_datetime(message.date)
    out["Message-ID"] = f"<{message.message_id}>"
    if message.in_reply_to:
        replied = re.sub(r"[\s<>]", "", message.in_reply_to)
        out["In-Reply-To"] = f"<{replied}>"
        out["References"] = f"<{replied}>"
    out["Content-Language"] = message.language
    # Comes back unchanged when somebody's forwarding rule sends our mail to us again.
    out["X-Loop"] = message.sender
    if message.automatic:
        out["Auto-Submitted"] = "auto-generated"
        out["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    if message.stop_url:
        out["List-Unsubscribe"] = f"<{message.stop_url}>"
        out["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    out.set_content(message.text.rstrip() + "\n", cte="quoted-printable")
    out.add_alternative(to_html(message.text, message.language), "html", cte="quoted-printable")
    return out.as_bytes()


def _address(address: str, name: str = "") -> Address:
    local, at, domain = address.rpartition("@")
    if not at or not local or not domain or re.search(r"[\s<>\x00-\x1f]", address):
        raise ValueError(f"not an address: {address!r}")
    return Address(" ".join(name.split()), local, domain)


def to_html(text: str, language: str) -> str:
    """Paragraphs and links, nothing else: no images, no styles, nothing to load."""
    paragraphs = [
        f"<p>{_linked(part).replace(chr(10), '<br>' + chr(10))}</p>"
        for part in re.split(r"\n\s*\n", text.strip())
    ]
    body = "\n".join(paragraphs)
    return f'<!doctype html>\n<html lang="{escape(language)}">\n<body>\n{body}\n</body>\n</html>\n'


def _linked(text: str) -> str:
    pieces, end = [], 0
    for match in _LINK.finditer(text):
        pieces.append(escape(text[end : match.start()]))
        pieces.append(f'<a href="{escape(match[0])}">{escape(match[0])}</a>')
        end = match.end()
    return "".join([*pieces, escape(text[end:])])
