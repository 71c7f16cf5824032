"""The telephone of whoever answers calls is on every page of staff, and on no other."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from hubung.directory.models import Grant, Role
from hubung.telephony.settings import Phone
from tests.integration.desk.conftest import SIGNED_IN
from tests.support.accounts import session_for, sign_in
from tests.support.ministry import START, Ministry

pytestmark = [pytest.mark.django_db, pytest.mark.once]

BAR = "<hubung-phone"
PAGES = (
    "/desk/", "/desk/baru/", "/desk/pejabat/", "/desk/papan/", "/desk/papan/langsung/",
    "/desk/direktori/impor/", "/desk/token/", "/desk/pengaturan/antrean/", "/akun/", "/akun/sesi/",
)  # fmt: skip


def test_it_is_on_every_page_of_staff(
    ministry: Ministry, client_of: SIGNED_IN, settings: Any
) -> None:
    settings.HUBUNG = settings.HUBUNG.model_copy(update={"phone": Phone(enabled=True)})
    everything = ministry.kirana
    for role in (Role.ADMINISTRATOR, Role.TIER3_OFFICIAL):
        Grant.objects.create(person=everything, role=role, unit=ministry.root, valid_from=START)
    client = client_of(everything)
    for path in PAGES:
        answer = client.get(path, follow=True)
        assert answer.status_code == 200, path
        assert answer.content.decode().count(BAR) == 1, path
        assert "microphone=(self)" in answer["Permissions-Policy"], path
        assert "hx-headers:inherited=" in answer.content.decode(), path
    assert BAR not in client_of(ministry.gatra).get("/desk/token/").content.decode()
    settings.HUBUNG = settings.HUBUNG.model_copy(update={"phone": Phone(enabled=False)})
    assert BAR not in client.get("/desk/").content.decode()


def test_it_waits_for_the_second_factor(ministry: Ministry, settings: Any) -> None:
    settings.HUBUNG = settings.HUBUNG.model_copy(update={"phone": Phone(enabled=True)})
    client = Client()
    sign_in(client, ministry.ratih)
    assert BAR in client.get("/akun/").content.decode()
    session = session_for(ministry.ratih)
    session["account_authentication_methods"] = []
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    assert BAR not in client.get("/akun/", follow=True).content.decode()
