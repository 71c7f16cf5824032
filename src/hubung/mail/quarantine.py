"""What the filter's findings mean, in words for whoever looks for a letter that did not come."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hubung.mail.models import HeldLetter

#: Added by the filter to what is to be held; what a sender writes there is taken away.
HEADER = "X-Hubung-Quarantine"
#: Names of findings by how they begin, the gravest first.
_MEANINGS: tuple[tuple[str, Promise], ...] = (
    ("HUBUNG_FORGED_FROM", _("It calls itself a letter of ours and comes from outside.")),
    ("HUBUNG_IMPERSONATION", _("Its sender calls himself like one of our officials.")),
    ("HUBUNG_LOOKALIKE", _("Its sender's domain looks like one of ours.")),
    ("DMARC_POLICY", _("The owner of the sender's domain disowns such letters.")),
    ("PHISH", _("It has links that lead elsewhere than they say.")),
    ("R_SPF_FAIL", _("It was sent by a server that may not send for this domain.")),
    ("R_DKIM_REJECT", _("Its signature is wrong: it was changed on its way, or forged.")),
    ("RBL_", _("Its server is on public lists of senders of spam.")),
    ("FUZZY_", _("Letters like this one are known as spam.")),
    ("BAYES_SPAM", _("It reads like spam.")),
    ("MIME_BAD", _("It has attachments of a kind that carries malware.")),
    ("HFILTER_", _("Its server does not call itself by a real name.")),
)
_SAID = re.compile(r"score=(?P<score>-?[\d.]+); virus=(?P<virus>[^;]*); found=(?P<found>[\w,]*)")


@dataclass(frozen=True)
class Said:
    """The filter's header taken apart."""

    score: float = 0.0
    virus: str = ""
    findings: tuple[str, ...] = ()


def understand(raw: bytes) -> tuple[Said, str, str]:
    """What the filter said, the line From and the subject; never fails, whatever is sent."""
    try:
        message = message_from_bytes(raw, policy=policy.default)
        found = _SAID.search(str(message.get(HEADER, "")))
        author, subject = str(message.get("From", "")), str(message.get("Subject", ""))
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, IndexError):
        # The library stumbles over some headers that are made to be stumbled over.
        return Said(), "", ""
    said = Said()
    if found:
        names = tuple(name for name in found["found"].split(",") if name)
        said = Said(float(found["score"].rstrip(".")), found["virus"].strip()[:150], names)
    return said, _plain(author)[:320], _plain(subject)[:300]


def reasons(letter: HeldLetter) -> list[str]:
    """Why it is held, in sentences, the gravest first; there is always one."""
    told = [
        str(sentence)
        for beginning, sentence in _MEANINGS
        if any(name.startswith(beginning) for name in letter.findings)
    ]
    if letter.virus:
        told.insert(0, str(_("It carries malware: %(name)s.")) % {"name": letter.virus})
    return told or [str(_("Many small signs of spam come together."))]


def _plain(text: str) -> str:
    """One line without control characters, which no database and no page wants."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
