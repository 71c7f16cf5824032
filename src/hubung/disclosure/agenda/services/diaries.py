"""Posts get a public agenda, and lose it."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from hubung.directory.models import Person, Post
from hubung.disclosure.agenda import policies
from hubung.disclosure.agenda.change import change
from hubung.disclosure.agenda.choices import ChangeKind
from hubung.disclosure.agenda.errors import AgendaError
from hubung.disclosure.agenda.events import DiaryEnded, DiaryOpened
from hubung.disclosure.agenda.models import Diary


@transaction.atomic
def open_diary(*, by: Person | None, post: Post, begins_on: date) -> Diary:
    """Give a post an agenda, from which day on its working days count.

    One that has ended begins again under its address. Raises PermissionDenied and AgendaError.
    """
    diary = Diary.objects.filter(post=post).first() or Diary(post=post, begins_on=begins_on)
    policies.require(policies.may_open_diary(by, diary))
    if diary.pk and diary.ends_on is None:
        raise AgendaError(_("This post has an agenda already."), "post")
    diary.begins_on, diary.ends_on = begins_on, None
    if not diary.pk:
        diary.slug = _free_slug(post)
    diary.save()
    with change(diary, by=by) as it:
        it.log(ChangeKind.OPENED, data={"begins_on": begins_on.isoformat()})
        it.emit(DiaryOpened)
    return it.diary


def end_diary(*, by: Person | None, diary: Diary, on: date) -> None:
    """End an agenda; what stands in it stays. Raises PermissionDenied and AgendaError."""
    policies.require(policies.may_open_diary(by, diary))
    with change(diary, by=by) as it:
        if on <= it.diary.begins_on:
            raise AgendaError(
                _("It can end on %(day)s at the earliest.")
                % {"day": it.diary.begins_on + timedelta(days=1)},
                "on",
            )
        it.diary.ends_on = on
        it.log(ChangeKind.ENDED, data={"ends_on": on.isoformat()})
        it.emit(DiaryEnded)


def _free_slug(post: Post) -> str:
    """The title as an address: `direktur-jenderal-perhubungan-laut`, with the unit if taken."""
    wanted = slugify(post.title)[:60] or "pejabat"
    unit = slugify(post.unit.code)[:15]
    for slug in (wanted, f"{wanted}-{unit}"):
        if not Diary.objects.filter(slug=slug).exists():
            return slug
    return f"{wanted}-{post.pk}"
