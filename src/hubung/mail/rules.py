"""A person's own rules in the mail server's language, Sieve (RFC 5228). Pure.

They are a script of ours, which whatever script is in force includes. The webmail shows that as one
of its rules and writes it back as it is; whatever else is in its script is its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from hubung.mail.models import Deed, Filter, OwnRules, Part

#: Our script, and the one in force where nobody has one yet: as the webmail calls its own.
OURS, FIRST = "hubung", "roundcube"
_HEAD = """\
# Hubung writes this anew at each change of the page "My mail".
require ["date", "fileinto", "imap4flags", "mailbox", "relational", "vacation"];
"""
#: As the webmail writes a rule of its own.
_INCLUDING = f"""\
# rule:[Hubung]
if true
{{
\tinclude :personal :optional "{OURS}";
}}
"""
#: Everything up to the last `require`, which no other command may stand before.
_REQUIRES = re.compile(
    r'(?:(?:\s|#[^\n]*(?:\n|$)|/\*.*?\*/)*require\s*(?:"[^"]*"|\[[^\]]*\])\s*;[^\S\n]*\n?)*',
    re.DOTALL,
)
_INCLUDED = re.compile(rf'^[^#\n]*\binclude\b[^;#]*"{OURS}"', re.MULTILINE)
_HEADERS = {
    Part.SENDER: '"from"',
    Part.RECIPIENT: '["to", "cc"]',
    Part.SUBJECT: '"subject"',
}
#: Its uses are known by it to every mail program.
_BIN = "Trash"
_ZONE = "+0700"


def script(own: OwnRules, filters: Iterable[Filter], addresses: Iterable[str]) -> str:
    """The whole of our script. `addresses`: what somebody may have written to, to get the answer.

    The answer comes first, so that sorting a letter does not keep it back.
    """
    return _HEAD + _answer(own, addresses) + "".join(map(_sorting, filters))


def included(text: str) -> str:
    """A script that includes ours, before rules of its own; as it is, where it does already."""
    if _INCLUDED.search(text):
        return text
    found = _REQUIRES.match(text)
    end = found.end() if found else 0
    before, after = text[:end], text[end:]
    if before and not before.endswith("\n"):
        before += "\n"
    return f'require ["include"];\n{before}{_INCLUDING}{after}'


def _answer(own: OwnRules, addresses: Iterable[str]) -> str:
    if not own.text:
        return ""
    days = [
        f'currentdate :zone "{_ZONE}" :value "{way}" "date" "{day.isoformat()}"'
        for way, day in (("ge", own.starts_on), ("le", own.ends_on))
        if day is not None
    ]
    known = ", ".join(_quoted(address) for address in addresses)
    subject = f":subject {_quoted(own.subject)} " if own.subject else ""
    return (
        f"if allof({', '.join(['true', *days])}) {{\n"
        f'  vacation :days 1 :handle "{OURS}" {subject}:addresses [{known}]\n'
        f"    {_quoted(own.text)};\n"
        "}\n"
    )


def _sorting(rule: Filter) -> str:
    folder = _BIN if rule.deed == Deed.BIN else rule.folder
    does = (
        'addflag "\\\\Seen";'
        if rule.deed == Deed.READ
        else f"fileinto :create {_quoted(folder)}; stop;"
    )
    where = _HEADERS[Part(rule.part)]
    return f"if header :contains {where} {_quoted(rule.words)} {{ {does} }}\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "").replace("\0", "")
    return '"{}"'.format(escaped.replace("\n", "\r\n"))
