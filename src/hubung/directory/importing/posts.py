"""Who holds which official post, by a staff file: compare, then write in bulk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from hubung.directory.importing.report import CHANGED, Report
from hubung.directory.models import Holding, Person, Post, Unit, in_force, today


@dataclass
class Wanted:
    """A person, and the post that the file gives them; an empty title is none."""

    line: int
    who: str
    person: Person
    unit: Unit
    title: str
    acting: bool
    heads_unit: bool


Key = tuple[int, str]
"""Unit and title: what makes a post."""


def _held() -> dict[int, list[Holding]]:
    """Holdings that last, by person."""
    held: dict[int, list[Holding]] = {}
    lasting = Holding.objects.filter(in_force(today()), valid_to__isnull=True)
    for holding in lasting.select_related("post__unit"):
        held.setdefault(holding.person_id, []).append(holding)
    return held


def _holds(holdings: list[Holding], wanted: Wanted) -> bool:
    return any(
        holding.post.unit_id == wanted.unit.pk
        and holding.post.title == wanted.title
        and holding.acting == wanted.acting
        for holding in holdings
    )


def compare(wanted: list[Wanted], report: Report, *, has_titles: bool) -> None:
    """Tell in the report which posts change hands; new people are told of already."""
    if not has_titles:
        return
    held = _held()
    for item in wanted:
        if item.person.pk is None:
            continue
        holdings = held.get(item.person.pk, [])
        before = ", ".join(_shown(holding.post.title, holding.acting) for holding in holdings)
        if item.title and not _holds(holdings, item):
            after = _shown(item.title, item.acting)
            report.change(item.line, item.who, CHANGED, [["post", before, after]])
        elif not item.title and holdings:
            report.change(item.line, item.who, CHANGED, [["post", before, ""]])


def _shown(title: str, acting: bool) -> str:
    return _("%(title)s (acting)") % {"title": title} if acting else title


def write(wanted: list[Wanted], *, on: date, has_titles: bool) -> None:
    """Open missing posts, end the holdings that the file contradicts, begin the new ones."""
    if not has_titles:
        return
    held = _held()
    posts = _open_posts([item for item in wanted if item.title])
    beginning = []
    ending: list[Holding] = []
    for item in wanted:
        holdings = held.get(item.person.pk, [])
        if item.title and _holds(holdings, item):
            continue
        # Acting holdings come on top of an own post, so only a contradiction ends those.
        ending += [old for old in holdings if not item.acting or old.acting]
        if item.title:
            beginning.append((item, posts[item.unit.pk, item.title]))
    taken_over = {post.pk for item, post in beginning if not item.acting}
    ending += Holding.objects.filter(post__in=taken_over, valid_to__isnull=True)
    _end(ending, on)
    Holding.objects.bulk_create(
        (
            Holding(post=post, person=item.person, acting=item.acting, valid_from=on)
            for item, post in beginning
        ),
        batch_size=2000,
    )


def _open_posts(wanted: list[Wanted]) -> dict[Key, Post]:
    posts = {(post.unit_id, post.title): post for post in Post.objects.all()}
    missing = {
        (item.unit.pk, item.title): Post(
            unit=item.unit, title=item.title, heads_unit=item.heads_unit
        )
        for item in wanted
        if (item.unit.pk, item.title) not in posts
    }
    Post.objects.bulk_create(missing.values(), batch_size=2000)
    return posts | missing


def _end(holdings: list[Holding], on: date) -> None:
    """One that began on the same day never came to be."""
    ids = {holding.pk for holding in holdings}
    for start in range(0, len(ids), 500):
        chosen = Q(pk__in=sorted(ids)[start : start + 500])
        Holding.objects.filter(chosen, valid_from__gte=on).delete()
        Holding.objects.filter(chosen).update(valid_to=on)
