"""The timeline of a case in words for those who work on it: what happened, and who did it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from hubung.cases.choices import Channel, ClockName, EntryKind, Kind, Outcome
from hubung.cases.models import Attachment, Case, Entry
from hubung.cases.timeline import ActorKind
from hubung.desk.calls import words as call_words
from hubung.ui import dates
from hubung.ui.templatetags.hubung import sector_word

_ICONS: dict[str, str] = {
    EntryKind.MESSAGE_IN: "chat",
    EntryKind.VERIFIED: "check",
    EntryKind.TAKEN: "user",
    EntryKind.ASSIGNED: "user",
    EntryKind.MOVED: "route",
    EntryKind.ASKED: "chat",
    EntryKind.NOTE: "note",
    EntryKind.UPDATE: "info",
    EntryKind.ANSWERED: "ok",
    EntryKind.CLOSED: "check",
    EntryKind.REOPENED: "undo",
    EntryKind.OBJECTED: "alert",
    EntryKind.REJECTED: "x",
    EntryKind.OUTSIDE: "arrow",
    EntryKind.CHANGED: "pen",
    EntryKind.REMINDED: "clock",
    EntryKind.OVERDUE: "alert",
    EntryKind.UNMERGED: "undo",
    EntryKind.CALLED: "phone",
    EntryKind.RATED: "star",
    EntryKind.NOTICE: "mail",
    EntryKind.HANDLER: "lock",
    EntryKind.RECOUNTED: "calendar",
    EntryKind.UNFLAG_ASKED: "lock",
    EntryKind.UNFLAGGED: "lock",
    EntryKind.FLAG_KEPT: "lock",
}
CHANNEL_ICONS: dict[str, str] = {
    Channel.WEB: "globe",
    Channel.MAIL: "mail",
    Channel.PHONE: "phone",
    Channel.COUNTER: "users",
    Channel.LETTER: "file",
    Channel.SOCIAL: "chat",
    Channel.IMPORT: "download",
}
_VOICES = frozenset({EntryKind.RECEIVED, EntryKind.MESSAGE_IN, EntryKind.OBJECTED, EntryKind.RATED})
_INLINE_IMAGES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})


@dataclass(frozen=True)
class File:
    """An attachment as the page shows it; `preview` when it is a picture that is safe to show."""

    pk: int
    name: str
    size: int
    preview: bool
    problem: str
    withheld: bool


@dataclass(frozen=True)
class Item:
    """One step. `tone` is note (internal), voice (somebody's own words) or empty; `other` is the
    case that it names, when the reader may see it."""

    seq: int
    icon: str
    title: str
    at: datetime
    text: str
    tone: str
    internal: bool
    files: tuple[File, ...]
    other: Case | None
    lines: tuple[str, ...] = ()


def files_by_entry(attachments: Iterable[Attachment]) -> dict[int, tuple[File, ...]]:
    found: dict[int, list[File]] = defaultdict(list)
    for one in attachments:
        found[one.entry_seq].append(
            File(one.pk, one.name, one.size, may_preview(one), one.problem, one.withheld)
        )
    return {seq: tuple(files) for seq, files in found.items()}


def may_preview(attachment: Attachment) -> bool:
    """Whether a browser may be shown a small picture of it."""
    return attachment.media_type in _INLINE_IMAGES and not attachment.problem


def tell(
    entries: Sequence[Entry], files: dict[int, tuple[File, ...]], others: dict[int, Case]
) -> list[Item]:
    """The newest first."""
    names = call_words.names_in(entries)
    return [_item(entry, files.get(entry.seq, ()), others, names) for entry in reversed(entries)]


def _item(
    entry: Entry, files: tuple[File, ...], others: dict[int, Case], names: Mapping[int, str]
) -> Item:
    kind = EntryKind(entry.kind)
    icon = _ICONS.get(kind, "file")
    if kind == EntryKind.RECEIVED:
        icon = CHANNEL_ICONS.get(entry.data.get("channel", ""), "file")
    tone = "note" if kind == EntryKind.NOTE else "voice" if kind in _VOICES else ""
    named = entry.data.get("case", entry.data.get("into"))
    return Item(
        seq=entry.seq,
        icon=icon,
        title=_title(entry, kind),
        at=entry.at,
        text=entry.text if kind not in (EntryKind.HANDLER,) and not _is_owner(entry) else "",
        tone=tone,
        internal=not entry.public,
        files=files,
        other=others.get(named) if isinstance(named, int) else None,
        lines=tuple(_lines(entry, kind, names)),
    )


def _is_owner(entry: Entry) -> bool:
    """An assignment's text is the new owner's name, which its title says."""
    return entry.kind == EntryKind.ASSIGNED and entry.data.get("owner") is not None


def _title(entry: Entry, kind: EntryKind) -> str:
    what = str(kind.label)
    match kind:
        case EntryKind.RECEIVED:
            channel = Channel(entry.data["channel"]).label if "channel" in entry.data else ""
            return _("%(what)s: %(by)s") % {"what": what, "by": channel} if channel else what
        case EntryKind.MOVED:
            what = _("Handed over to tier %(tier)s, %(unit)s") % {
                "tier": entry.data.get("to_tier", ""),
                "unit": entry.data.get("unit_name", ""),
            }
            if entry.data.get("automatic"):
                return _("%(what)s, by the time limit") % {"what": what}
        case EntryKind.ASSIGNED if _is_owner(entry):
            what = _("Assigned to %(name)s") % {"name": entry.text}
        case EntryKind.ASSIGNED:
            what = _("Given back to the queue")
        case EntryKind.HANDLER:
            words = (
                _("%(name)s is no longer a named handler")
                if entry.data.get("removed")
                else _("%(name)s is now a named handler")
            )
            what = words % {"name": entry.text}
        case EntryKind.CLOSED if entry.data.get("automatic"):
            return _("Closed, since nobody objected in time")
        case EntryKind.CLOSED if entry.data.get("withdrawn"):
            what = _("Withdrawn")
        case EntryKind.CALLED:
            what = call_words.title(entry.data)
        case EntryKind.LINKED if entry.data.get("undone"):
            what = _("Link taken back")
        case EntryKind.OVERDUE | EntryKind.REMINDED:
            return _("%(what)s: %(by)s") % {
                "what": what,
                "by": clock_word(entry.data.get("clock", "")),
            }
        case EntryKind.RATED:
            return _("Service rated %(score)s of 4") % {"score": entry.data.get("score", "?")}
    who = _who(entry)
    return _("%(what)s, %(by)s") % {"what": what, "by": who} if who else what


def _who(entry: Entry) -> str:
    if entry.actor_kind == ActorKind.STAFF:
        return entry.actor_name
    return ""


def _lines(entry: Entry, kind: EntryKind, names: Mapping[int, str]) -> Iterable[str]:
    """Facts beside the text."""
    if kind == EntryKind.CALLED:
        yield from call_words.lines(entry.data, names)
    elif kind == EntryKind.ANSWERED:
        outcome = entry.data.get("outcome", "")
        if outcome in Outcome.values:
            yield _("Outcome: %(outcome)s") % {"outcome": Outcome(outcome).label}
        if entry.data.get("post"):
            yield str(entry.data["post"])
    elif kind == EntryKind.OUTSIDE and entry.data.get("authority"):
        yield _("To: %(authority)s") % {"authority": entry.data["authority"]}
    elif kind == EntryKind.CHANGED:
        for name, (before, after) in entry.data.get("changed", {}).items():
            yield f"{fact_name(name)}: {fact_word(name, before)} → {fact_word(name, after)}"
    elif kind == EntryKind.RECOUNTED:
        for name, (before, after) in entry.data.get("clocks", {}).items():
            yield f"{clock_word(name)}: {_moment(before)} → {_moment(after)}"


def _moment(iso: str) -> str:
    return dates.day(datetime.fromisoformat(iso))


def clock_word(name: str) -> str:
    return str(ClockName(name).label) if name in ClockName.values else name


def fact_name(name: str) -> str:
    """A fact of the report, named for the reader."""
    names = {
        "kind": _("Kind"),
        "sector": _("Sector"),
        "title": _("Subject"),
        "place": _("Place"),
        "happened_on": _("Date of the event"),
        "happened_at": _("Time of the event"),
        "confidential": _("Confidential"),
    }
    return names.get(name, name)


def fact_word(name: str, value: object) -> str:
    """A fact's value for the reader; a dash where there is none."""
    if name == "kind" and value in Kind.values:
        return str(Kind(value).label)
    if name == "sector" and isinstance(value, str):
        return sector_word(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value) if value not in (None, "") else "–"
