"""Which folder there goes into which folder here. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from hubung.mail.moving import names

INBOX = "INBOX"
Parts = tuple[str, ...]
#: Shows messages of other folders again.
_EVERYTHING, _VIEWS = "all", frozenset({"flagged", "important"})
_NOTHING_IN_IT = frozenset({"noselect", "nonexistent"})


@dataclass(frozen=True)
class Folder:
    """A folder as a server lists it; `marks` are its attributes, lower case, as `sent`."""

    name: str
    marks: frozenset[str] = frozenset()
    is_subscribed: bool = False


@dataclass(frozen=True)
class Tree:
    """Somebody's folders on a server. What others share with them is under `foreign` prefixes."""

    folders: tuple[Folder, ...]
    prefix: str = ""
    separator: str = "/"
    foreign: tuple[str, ...] = ()

    def with_mark(self, mark: str) -> str:
        """The folder that the server itself calls so; empty: it names none."""
        return next((folder.name for folder in self.folders if mark in folder.marks), "")

    def parts(self, name: str) -> Parts:
        """A folder's name without what its server puts around everybody's."""
        parts = tuple(name.removeprefix(self.prefix).split(self.separator or "\0"))
        return parts[1:] if len(parts) > 1 and parts[0].casefold() in names.SHELVES else parts


@dataclass(frozen=True)
class Route:
    """A folder and where it goes; one that is not copied says why in `note`."""

    source: str
    target: str = ""
    note: str = ""
    is_subscribed: bool = False
    #: Shows every message, so that only those are copied that no other folder has brought.
    is_everything: bool = False


def plan(
    there: Tree, here: Tree, *, known: Mapping[str, str], skipped: Sequence[str] = ()
) -> list[Route]:
    """Routes in the order in which they are gone.

    `known`: targets that were chosen before, by source, which stay. `skipped`: patterns of names.
    """
    has_everything = bool(there.with_mark(_EVERYTHING))
    taken = set(known.values())
    routes = []
    for folder in sorted(there.folders, key=lambda one: _order(one, there, here)):
        if folder.marks & _NOTHING_IN_IT:
            continue
        if any(fnmatchcase(folder.name.casefold(), one.casefold()) for one in skipped):
            routes.append(Route(folder.name, note="left out, as asked"))
        elif folder.name.startswith(there.foreign):
            routes.append(Route(folder.name, note="somebody else's: it comes with their mailbox"))
        elif has_everything and folder.marks & _VIEWS:
            routes.append(Route(folder.name, note="shows messages of other folders again"))
        else:
            target = known.get(folder.name) or _target(folder, there, here, taken)
            taken.add(target)
            everything = _EVERYTHING in folder.marks
            routes.append(Route(folder.name, target, "", folder.is_subscribed, everything))
    return sorted(routes, key=lambda route: route.is_everything)


def _order(folder: Folder, there: Tree, here: Tree) -> tuple[bool, bool, str]:
    """The inbox first; and a name that has to be changed never takes another's."""
    parts = there.parts(folder.name)
    return folder.name.upper() != INBOX, _clean(parts, here) != parts, folder.name


def _target(folder: Folder, there: Tree, here: Tree, taken: set[str]) -> str:
    parts = there.parts(folder.name)
    head, rest = _special(parts, there, here)
    if head and not rest:
        return head
    name = here.separator.join([*([head] if head else []), *_clean(rest, here)])
    name = name if head else here.prefix + name
    unique, number = name, 2
    while unique in taken:
        unique, number = f"{name} ({number})", number + 1
    return unique


def _special(parts: Parts, there: Tree, here: Tree) -> tuple[str, Parts]:
    """The folder of ours that this one is, or lies in, and the way from there."""
    uses = {
        there.parts(folder.name): "archive" if use == _EVERYTHING else use
        for folder in there.folders
        for use in folder.marks & {*names.OURS, _EVERYTHING}
    }
    for length in range(len(parts), 0, -1):
        use = uses.get(parts[:length]) or (names.use_of(parts[0]) if length == 1 else "")
        if use:
            return here.with_mark(use) or here.prefix + names.OURS[use], parts[length:]
    if parts[0].upper() == INBOX:
        return INBOX, parts[1:]
    return "", parts


def _clean(parts: Parts, here: Tree) -> Parts:
    """Names that the server here can take: without its separator, and none that climbs."""
    return tuple(_clean_one(part, here.separator) for part in parts)


def _clean_one(part: str, separator: str) -> str:
    text = "".join(" " if ord(sign) < 32 or ord(sign) == 127 else sign for sign in part)
    text = text.replace(separator, "-") if separator else text
    return "-" + text if text in ("", ".", "..") or text.startswith("~") else text
