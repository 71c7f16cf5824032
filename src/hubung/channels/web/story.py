"""What a reporter may read of a case: which entries, whose words, which files.

Only public entries, and of these no names of staff: an official's name stands under their answer,
everybody else is their unit. Where two reports were merged, each reporter reads what the ministry
did, and of what the reporters wrote only their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from hubung.cases.choices import EntryKind, Kind
from hubung.cases.models import Answer, Attachment, Case, Entry
from hubung.cases.timeline import ActorKind
from hubung.channels.web.uploads import size_in_words

K = EntryKind
#: What the ministry did: told to the reporter of a merged case too.
_SHARED = frozenset(
    {
        *(K.VERIFIED, K.TAKEN, K.MOVED, K.UPDATE, K.ANSWERED),
        *(K.CLOSED, K.REOPENED, K.OBJECTED, K.REJECTED, K.OUTSIDE),
    }
)
#: Of these the other reporter reads the words as well; a reason may speak of the first one.
_SHARED_WORDS = (K.UPDATE, K.ANSWERED, K.REJECTED, K.OUTSIDE)
_PREVIEWABLE = ("image/jpeg", "image/png", "image/webp", "image/gif", "image/bmp", "image/avif")
_VOICE = (K.RECEIVED, K.MESSAGE_IN, K.OBJECTED, K.REOPENED, K.RATED)
_ICONS = {
    K.RECEIVED: "mail",
    K.MESSAGE_IN: "chat",
    K.VERIFIED: "check",
    K.TAKEN: "user",
    K.MOVED: "route",
    K.ASKED: "pause",
    K.UPDATE: "info",
    K.ANSWERED: "ok",
    K.CLOSED: "check",
    K.REOPENED: "undo",
    K.OBJECTED: "undo",
    K.REJECTED: "x",
    K.OUTSIDE: "transfer",
    K.MERGED: "transfer",
    K.RATED: "star",
    K.DISPUTED: "transfer",
}


@dataclass(frozen=True)
class File:
    """An attachment as a list shows it."""

    attachment: Attachment

    @property
    def pk(self) -> int:
        return self.attachment.pk

    @property
    def name(self) -> str:
        return self.attachment.name

    @property
    def size(self) -> str:
        return size_in_words(self.attachment.size)

    @property
    def previewable(self) -> bool:
        return self.attachment.media_type in _PREVIEWABLE and not self.withheld

    @property
    def withheld(self) -> bool:
        return self.attachment.withheld

    def came_with(self, entry: Entry) -> bool:
        return (self.attachment.case_id, self.attachment.entry_seq) == (entry.case_id, entry.seq)


@dataclass(frozen=True)
class Item:
    """An entry as the reporter reads it; `voice` when the words are their own."""

    icon: str
    title: str
    at: datetime
    text: str = ""
    voice: bool = False
    files: tuple[File, ...] = ()


@dataclass(frozen=True)
class Story:
    """`items`, youngest first; `files`, everything that may be opened; `entries`, in order."""

    items: tuple[Item, ...]
    files: tuple[File, ...]
    entries: tuple[Entry, ...] = field(repr=False)

    def with_answer(self, answer: Answer) -> tuple[File, ...]:
        """The files that came with an answer."""
        entry = next(
            (entry for entry in self.entries if entry.data.get("answer") == answer.pk), None
        )
        return tuple(file for file in self.files if entry and file.came_with(entry))


def tell(case: Case) -> Story:
    """The story of a case for its reporter, with that of the case it was merged into."""
    entries = sorted(_entries(case), key=lambda entry: (entry.at, entry.case_id, entry.seq))
    files = _files(case, entries)
    items = [
        Item(
            icon=_ICONS.get(EntryKind(entry.kind), "info"),
            title=_title(entry, formal=case.kind == Kind.PUBLIC_INFORMATION),
            at=entry.at,
            text=_words(entry, case),
            voice=entry.kind in _VOICE and entry.actor_kind == ActorKind.REPORTER,
            files=tuple(file for file in files if file.came_with(entry)),
        )
        for entry in reversed(entries)
    ]
    return Story(tuple(items), tuple(files), tuple(entries))


def _entries(case: Case) -> list[Entry]:
    own = [
        entry
        for entry in Entry.objects.filter(case=case, public=True)
        if entry.data.get("from_case", case.pk) == case.pk
    ]
    if case.merged_into_id is None:
        return own
    other = Entry.objects.filter(
        Q(kind__in=_SHARED) | Q(kind=K.MESSAGE_IN), case=case.merged_into_id, public=True
    )
    return own + [
        entry
        for entry in other
        if entry.kind != K.MESSAGE_IN or entry.data.get("from_case") == case.pk
    ]


def _files(case: Case, entries: Sequence[Entry]) -> list[File]:
    """Files of what the reporter wrote, and of what was written to them."""
    shown = {
        (entry.case_id, entry.seq)
        for entry in entries
        if entry.case_id == case.pk or entry.kind in (*_SHARED_WORDS, K.MESSAGE_IN)
    }
    cases = {case_id for case_id, _seq in shown}
    found: Iterable[Attachment] = Attachment.objects.filter(case_id__in=cases, public=True)
    return [File(file) for file in found if (file.case_id, file.entry_seq) in shown]


def _words(entry: Entry, case: Case) -> str:
    if entry.case_id != case.pk and entry.kind not in (*_SHARED_WORDS, K.MESSAGE_IN):
        return ""
    if entry.kind == K.MERGED:
        return ""  # the reason speaks of the other report
    # The answer stands on the page by itself, under its author's name.
    return "" if entry.kind == K.ANSWERED else entry.text


def _title(entry: Entry, *, formal: bool) -> str:
    """What happened, in a few words; a formal request for information is not called a report."""
    facts = entry.data
    match entry.kind:
        case K.RECEIVED if formal:
            return _("Request received")
        case K.RECEIVED:
            return _("Report received")
        case K.MESSAGE_IN if facts.get("written_down"):
            return _("Your voice message, written down")
        case K.MESSAGE_IN:
            return _("You wrote to us")
        case K.VERIFIED:
            return _("Checked and understood")
        case K.TAKEN:
            return _("Somebody is working on it")
        case K.MOVED:
            words = {"tier": facts.get("to_tier"), "unit": facts.get("unit_name", "")}
            return _("Passed on to %(unit)s (tier %(tier)s)") % words
        case K.ASKED:
            return _("We ask you; the clock stands still")
        case K.UPDATE:
            return _("News for you")
        case K.ANSWERED:
            return _("Answered")
        case K.CLOSED if facts.get("withdrawn") and not facts.get("automatic"):
            return _("Withdrawn")
        case K.CLOSED if facts.get("withdrawn"):
            return _("Closed without an answer")
        case K.CLOSED if facts.get("automatic"):
            return _("Closed, since there was no objection")
        case K.CLOSED:
            return _("Closed: solved")
        case K.REOPENED:
            return _("Taken up again")
        case K.OBJECTED:
            return _("Objection: an official looks at it again")
        case K.REJECTED:
            return _("We cannot handle it")
        case K.OUTSIDE:
            return _("Passed to %(authority)s") % {"authority": facts.get("authority", "")}
        case K.MERGED:
            return _("Joined with another report about the same thing")
        case K.RATED:
            return _("You rated the service")
    return str(EntryKind(entry.kind).label)
