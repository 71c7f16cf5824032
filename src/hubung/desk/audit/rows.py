"""Entries of the log as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hubung.audit.choices import Act
from hubung.audit.models import Entry
from hubung.cases.models import Case
from hubung.directory.models import Person, Post, Role, Unit
from hubung.disclosure.agenda.models import Diary

#: Facts that say nothing to a reader, that say enough by themselves, and that count.
_SILENT = {"marks", "digest", "entries"}
_SPEAKING = {"scopes", "units", "what", "kind", "type", "did", "event", "act", "day"}
_COUNTED = {
    "created": gettext_lazy("new"),
    "changed": gettext_lazy("changed"),
    "closed": gettext_lazy("closed"),
    "known": gettext_lazy("known already"),
    "open": gettext_lazy("still open"),
}
#: What the program calls it, and what people do. An entry of a time to come is told by its code.
_WORDS = {
    "PostAppointed": gettext_lazy("appointed"),
    "PostRelieved": gettext_lazy("relieved"),
    "UnitOpened": gettext_lazy("opened"),
    "UnitRenamed": gettext_lazy("renamed"),
    "UnitMoved": gettext_lazy("moved"),
    "UnitClosed": gettext_lazy("closed"),
    "CalendarChanged": gettext_lazy("calendar"),
    "TimeLimitChanged": gettext_lazy("time limit"),
    "CannedAnswerChanged": gettext_lazy("canned answer"),
    "added": gettext_lazy("added"),
    "removed": gettext_lazy("removed"),
    "renewed": gettext_lazy("renewed"),
    "totp": gettext_lazy("authenticator app"),
    "webauthn": gettext_lazy("passkey"),
    "recovery_codes": gettext_lazy("recovery code"),
    "units": gettext_lazy("file of units"),
    "staff": gettext_lazy("file of staff"),
    "data package": gettext_lazy("file for an access request"),
}


@dataclass(frozen=True)
class Row:
    """`about` is what it was done to, in words; `ask` finds everything about the same."""

    entry: Entry
    act: str
    who: str
    about: str
    ask: str
    detail: str


def rows(entries: Sequence[Entry]) -> list[Row]:
    """In words, with a few queries however many there are."""
    names = _Names(entries)
    return [
        Row(
            entry,
            act_in_words(entry.action),
            entry.actor_name or _("Nobody signed in"),
            names.of(entry.subject),
            names.of(entry.subject) if entry.subject.startswith("case:") else entry.subject,
            _detail(entry, names),
        )
        for entry in entries
    ]


def act_in_words(action: str) -> str:
    """An act that this version does not know is told by its code."""
    return str(Act(action).label) if action in Act.values else action


class _Names:
    """What subjects are called today."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        pks: dict[str, set[int]] = {
            kind: set() for kind in ("case", "person", "unit", "post", "agenda")
        }
        for entry in entries:
            kind, _colon, pk = entry.subject.partition(":")
            if kind in pks and pk.isdecimal():
                pks[kind].add(int(pk))
            for fact in ("unit", "post"):
                if isinstance(entry.data.get(fact), int):
                    pks[fact].add(entry.data[fact])
        # The number alone: an auditor learns that a report was read, not what it says.
        cases = Case.objects.only("pk", "created_at").in_bulk(pks["case"])
        people = Person.objects.only("pk", "name").in_bulk(pks["person"])
        units = Unit.objects.only("pk", "name", "short_name").in_bulk(pks["unit"])
        posts = Post.objects.only("pk", "title").in_bulk(pks["post"])
        diaries = Diary.objects.select_related("post").in_bulk(pks["agenda"])
        self._known = {
            **{f"case:{pk}": case.number for pk, case in cases.items()},
            **{f"person:{pk}": person.name for pk, person in people.items()},
            **{f"unit:{pk}": unit.label for pk, unit in units.items()},
            **{f"post:{pk}": post.title for pk, post in posts.items()},
            **{
                diary.subject: _("Agenda of %(post)s") % {"post": diary.post.title}
                for diary in diaries.values()
            },
        }
        self._others = {
            "directory": _("Directory"),
            "cases": _("Old records"),
            "settings": _("Settings of the installation"),
            "seals": _("Seals"),
            "keys": _("Key of NIK and NIP"),
            "audit": _("Access log"),
        }

    def of(self, subject: str) -> str:
        kind, _colon, pk = subject.partition(":")
        if kind == "mail":
            return _("Mail %(number)s") % {"number": pk}
        if kind == "retention":
            return _("Time of retention")
        if kind == "token":
            return _("Token %(number)s") % {"number": pk}
        if kind == "application":
            return _("Application %(number)s") % {"number": pk}
        if kind == "member":
            return _("Account of the public %(number)s") % {"number": pk}
        if kind == "account":
            return _("An address that is nobody's")
        return self._known.get(subject) or self._others.get(subject) or subject


def _detail(entry: Entry, names: _Names) -> str:
    """Facts and the reason, as far as they say more than the act does."""
    # What was done comes first; PostgreSQL keeps the facts in an order of its own.
    facts = sorted(entry.data.items(), key=lambda fact: (fact[0] not in _SPEAKING, fact[0]))
    told = [(name, value) for name, value in facts if name not in _SILENT and value is not None]
    said = [_fact(name, value, names) for name, value in told]
    return " · ".join(part for part in (*said, entry.why) if part)


def _fact(name: str, value: Any, names: _Names) -> str:
    if name == "role" and value in Role.values:
        return str(Role(value).label)
    if name in ("unit", "post") and isinstance(value, int):
        return names.of(f"{name}:{value}")
    if name == "held":
        return _("placed") if value else _("lifted")
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    if name == "what" and str(value).startswith("file:"):
        return _("File %(number)s") % {"number": value.partition(":")[2]}
    if name in _COUNTED:
        return f"{value} {_COUNTED[name]}" if isinstance(value, int) else str(value)
    if name in _SPEAKING:
        return str(_WORDS.get(value, value))
    return f"{name}: {value}"
