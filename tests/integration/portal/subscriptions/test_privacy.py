"""A subscription is personal data: its owner is shown it, and it is erased at their wish."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from hubung.cases.choices import Channel
from hubung.cases.services import ReporterDetails
from hubung.channels.email.models import OutboundMessage
from hubung.directory.models import Person, Role
from hubung.kernel import clock, files
from hubung.portal.content.models import NewsPage, SectionPage
from hubung.portal.subscriptions import services
from hubung.portal.subscriptions.models import Subscription, Topic
from hubung.privacy import services as privacy
from hubung.privacy.choices import Right
from hubung.privacy.errors import NotIdentifiedError
from hubung.privacy.models import Package, Request
from hubung.privacy.retention import running
from hubung.privacy.services.giving import make
from hubung.privacy.services.requests import Asked
from tests.integration.portal.content.pages import publish
from tests.integration.portal.subscriptions.readers import reader, settle
from tests.integration.privacy.story import by_web, found
from tests.support.accounts import sign_in
from tests.support.ministry import Ministry, person

RANI = ReporterDetails(name="Rani Contohwati", email="rani@contoh.id")


@pytest.fixture
def officer(ministry: Ministry) -> Person:
    return person("Puspa Ningrum-Jati", ministry.root, Role.INFORMATION_OFFICER)


@pytest.fixture
def told(sea: SectionPage) -> None:
    """Two readers who were written to."""
    reader("rani", Topic.NEWS, sector="laut")
    reader("sari", Topic.NEWS)
    publish(NewsPage(title="Kapal Zamrud"), sea)
    settle()


def ask(right: Right) -> Request:
    asked = Asked(right=right, channel=Channel.WEB, reporter=RANI, text="Data saya.")
    return privacy.receive_request(asked)


def identify(officer: Person, request: Request) -> None:
    privacy.confirm_identity(actor=officer, request=request, how="KTP dilihat di loket")
    request.refresh_from_db()


def test_the_copy_tells_what_is_sent_to_them_and_of_nobody_else(
    told: None, officer: Person
) -> None:
    request = ask(Right.ACCESS)
    with pytest.raises(NotIdentifiedError):
        privacy.ask_for_package(actor=officer, request=request)
    identify(officer, request)
    desk = Client(headers={"accept-language": "id"})
    sign_in(desk, officer)
    page = desk.get(f"/desk/data-pribadi/{request.case.number}/").content.decode()
    assert "Surel tentang halaman baru di portal" in page
    privacy.ask_for_package(actor=officer, request=request)
    make.call(request.pk)
    with files.open_blob(Package.objects.get().sha256) as file:
        archive = zipfile.ZipFile(io.BytesIO(file.read()))
    data = json.loads(archive.read("data.json"))
    ((name, kept),) = data["elsewhere"].items()
    assert name == "Surel tentang halaman baru di portal"
    assert [each["words"] for each in kept] == [
        "Kabar; Hanya dari satu bidang: Laut; sudah dipastikan",
        "Kapal Zamrud",
    ]
    html = archive.read("data-anda.html").decode()
    assert "Kapal Zamrud" in html
    assert "sari@" not in html + json.dumps(data)


def test_erasure_takes_the_subscription_and_its_letters_along(told: None, officer: Person) -> None:
    request = ask(Right.ERASURE)
    with pytest.raises(NotIdentifiedError):
        privacy.erase(actor=officer, request=request, text="Sudah.")
    identify(officer, request)
    with pytest.raises(PermissionDenied):
        privacy.erase(
            actor=person("Wening Samping", officer.unit, Role.EDITOR), request=request, text="x"
        )
    privacy.erase(actor=officer, request=request, text="Sudah dihapus.")
    assert Subscription.objects.get().email == "sari@contoh.id"
    assert not OutboundMessage.objects.filter(to=RANI.email, kind="page").exists()
    assert OutboundMessage.objects.filter(to="sari@contoh.id").exists()


def test_a_code_proves_a_report_and_not_whose_address_stands_in_it(
    told: None, officer: Person
) -> None:
    case = by_web("Antrean panjang.", RANI, "Loket Bitung")
    request = privacy.receive_request(
        Asked(right=Right.ACCESS, channel=Channel.WEB, proven=case, text="Data saya.")
    )
    make.call(request.pk)
    with files.open_blob(Package.objects.get().sha256) as file:
        data = json.loads(zipfile.ZipFile(io.BytesIO(file.read())).read("data.json"))
    assert data["elsewhere"] == {}


def test_letters_are_not_kept_for_longer_than_a_month(told: None) -> None:
    with clock.travel(clock.now() + timedelta(days=29)):
        list(running.run())
    assert OutboundMessage.objects.count() == 2
    with clock.travel(clock.now() + timedelta(days=31)):
        list(running.run())
    assert not OutboundMessage.objects.exists()
    assert Subscription.objects.count() == 2


def test_who_ends_it_is_in_no_table_any_more(told: None) -> None:
    services.end(Subscription.objects.get(email="rani@contoh.id"))
    assert found(re.compile("rani@contoh")) == set()
    assert found(re.compile("sari@contoh"))
