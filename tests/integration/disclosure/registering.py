"""Items of the register as units enter them, and the consequence test of one."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from hubung.cases.files import keep_staff_file
from hubung.directory.models import Person, Unit
from hubung.disclosure.grounds.queries import ground_on
from hubung.disclosure.register import services
from hubung.disclosure.register.models import Exemption, Item
from hubung.disclosure.register.services import Closing, Said
from tests.integration.disclosure.conftest import TODAY

#: Words of an item that nobody may read while it is exempted, and of its file.
TITLE = "Berita acara pemeriksaan Kapal Bayangan"
SUMMARY = "Keterangan saksi Lentera tentang muatan."
CONTENT = b"nama saksi: Lentera\n"
NAME = "Berita acara pemeriksaan sebuah kapal"


def said(unit: Unit, **more: Any) -> Said:
    given: dict[str, Any] = {
        "title": TITLE,
        "summary": SUMMARY,
        "category": "anytime",
        "unit": unit,
        "form": "file",
        "begins_on": date(2026, 1, 1),
        **more,
    }
    return Said(**given)


def closing(**more: Any) -> Closing:
    given: dict[str, Any] = {
        "name": NAME,
        "ground": ground_on("a", TODAY),
        "harm": "Saksi dapat ditekan.",
        "benefit": "Pemeriksaan selesai tanpa gangguan.",
        "weighing": "Hasilnya diumumkan setelah putusan.",
        "until": date(2026, 12, 18),
        **more,
    }
    return Closing(**given)


def item_with_file(by: Person, unit: Unit, **more: Any) -> Item:
    item = services.enter(by=by, said=said(unit, **more))
    services.publish(by=by, item=item, file=keep_staff_file(BytesIO(CONTENT), "saksi.txt"))
    return item


def exempted(by: Person, officer: Person, item: Item, **more: Any) -> Exemption:
    exemption = services.propose(by=by, item=item, closing=closing(**more))
    return services.approve(by=officer, exemption=exemption)
