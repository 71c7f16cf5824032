"""Something in every agenda address: an agenda at sea, an open entry, and one to decide about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from hubung.directory.models import Person, Post
from hubung.disclosure.agenda import services
from hubung.disclosure.agenda.models import Closure, Diary, Entry, Offer
from hubung.disclosure.agenda.services import Closing, Said
from hubung.disclosure.grounds.queries import ground_on
from hubung.kernel import clock
from tests.support.ministry import Ministry


def diary(ministry: Ministry) -> Diary:
    known = Diary.objects.first()
    post = Post.objects.get(unit=ministry.sea)
    return known or services.open_diary(by=None, post=post, begins_on=_today(post))


def entry(ministry: Ministry) -> Entry:
    known = Entry.objects.filter(closures=None).first()
    return known or _enter(ministry, "Rapat keselamatan", None)


def closure(ministry: Ministry) -> Closure:
    """Proposed by Jaya, whom nobody here is."""
    known = Closure.objects.filter(decision="pending").first()
    if known:
        return known
    today = diary(ministry).today()
    closing = Closing(ground=ground_on("a", today), reason="Uji", consequence="Uji", until=today)
    return _enter(ministry, "Penyidikan", closing).closures.get()


def offer(ministry: Ministry) -> Offer:
    known = Offer.objects.filter(state="waiting").first()
    starts = clock.now() + timedelta(days=1)
    return known or Offer.objects.create(
        diary=diary(ministry),
        uid="uji",
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        timezone="Asia/Jakarta",
        subject="Tawaran",
    )


def values(
    ministry: Ministry, local: str, person: Person | None
) -> tuple[Mapping[str, Any], object]:
    """The parameters of an address, and the thing that they name."""
    here = diary(ministry)
    if local == "decide":
        asked = closure(ministry)
        return {"pk": asked.pk}, asked
    written = entry(ministry)
    if local == "settle_offer":
        return {"slug": here.slug, "pk": offer(ministry).pk}, here
    return {"slug": here.slug, "uid": written.uid, "pk": written.pk}, here


def _enter(ministry: Ministry, subject: str, closing: Closing | None) -> Entry:
    here = diary(ministry)
    said = Said(subject=subject, day=here.today() + timedelta(days=1), timezone="Asia/Jakarta")
    return services.enter(by=ministry.jaya, diary=here, said=said, closing=closing)


def _today(post: Post) -> Any:
    return Diary(post=post).today()
