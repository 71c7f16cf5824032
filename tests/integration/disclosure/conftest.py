"""Laksmi directs shipping; Jaya keeps her agenda; Widya and Galih decide what is closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from hubung.directory.models import Person, Post, Role
from hubung.disclosure.agenda import services
from hubung.disclosure.agenda.models import Closure, Diary, Entry
from hubung.disclosure.agenda.services import Closing, Said
from hubung.disclosure.grounds.queries import ground_on
from hubung.kernel import clock
from tests.support import ministry
from tests.support.ministry import Ministry

#: A Wednesday, 10.00 WIB; Monday to Friday of that week are working days.
NOW = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 18)
SECRET = "Penyidikan Kapal Bayangan"


@dataclass(frozen=True)
class Office:
    house: Ministry
    diary: Diary
    laksmi: Person
    jaya: Person
    widya: Person
    galih: Person

    def enter(self, subject: str = "Rapat keselamatan", **more: Any) -> Entry:
        by = more.pop("by", self.jaya)
        closing = more.pop("closing", None)
        return services.enter(by=by, diary=self.diary, said=said(subject, **more), closing=closing)

    def closed(
        self, subject: str = SECRET, *, until: date = date(2026, 11, 30), **more: Any
    ) -> Closure:
        """An entry that Jaya wanted closed and Widya closed."""
        entry = self.enter(subject, closing=closing(until=until), **more)
        return services.approve(by=self.widya, closure=entry.closures.get())


def said(subject: str = "Rapat keselamatan", **more: Any) -> Said:
    given: dict[str, Any] = {
        "day": date(2026, 11, 19),
        "start": time(9),
        "end": time(10, 30),
        "timezone": "Asia/Jakarta",
        "place": "Ruang Mataram",
        **more,
    }
    return Said(subject=subject, **given)


def closing(*, code: str = "a", until: date = date(2026, 11, 30), **more: str) -> Closing:
    words = {"reason": "Saksi belum diperiksa.", "consequence": "Saksi dapat ditekan.", **more}
    return Closing(ground=ground_on(code, TODAY), until=until, **words)


@pytest.fixture
def office(db: None) -> Iterator[Office]:
    """On Wednesday 18 November 2026; the agenda began that Monday."""
    house = ministry.build()
    diary = services.open_diary(
        by=None,
        post=Post.objects.get(title="Direktur Perkapalan dan Kepelautan"),
        begins_on=date(2026, 11, 16),
    )
    officer = Role.INFORMATION_OFFICER
    with clock.travel(NOW):
        yield Office(
            house=house,
            diary=diary,
            laksmi=house.laksmi,
            jaya=house.jaya,
            widya=ministry.person("Widya Tirtasari", house.root, officer),
            galih=ministry.person("Galih Pramudya", house.sea, officer),
        )
