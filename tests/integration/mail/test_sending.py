"""How much an account may send, who is told when it was more, and who lets it go on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from hubung.audit.models import Entry
from hubung.directory.models import today
from hubung.kernel import clock, tasks
from hubung.mail import services
from hubung.mail.models import Account, SendingLimit, SendingStop, Sent
from tests.integration.mail.post_office import TODAY, TOMORROW, Office
from tests.support.accounts import sign_in
from tests.support.ministry import Ministry

PAGE = "/desk/pengaturan/surel/pengiriman/"
PLENTY = {
    "messages_hour": 1000,
    "recipients_hour": 1000,
    "messages_day": 1000,
    "recipients_day": 1000,
}


@pytest.fixture
def damar(house: Ministry, office: Office) -> Account:
    return office.mailbox(house.damar)


def own_limit(account: Account | None, **most: object) -> SendingLimit:
    return SendingLimit.objects.create(
        **{"account": account, "valid_from": TODAY, "source": "Uji", **PLENTY, **most}
    )


def sends(account: Account, recipients: int = 1) -> bool:
    return services.ask_to_send(login=account.login, recipients=recipients) is None


def visitor(person: object) -> Client:
    client = Client(headers={"Accept": "text/html", "Accept-Language": "en"})
    sign_in(client, person)  # type: ignore[arg-type]
    return client


def test_an_hour_is_counted_and_passes(damar: Account) -> None:
    own_limit(damar, messages_hour=2)
    assert [sends(damar), sends(damar)] == [True, True]
    with clock.travel(clock.now() + timedelta(hours=1, minutes=1)):
        assert [sends(damar), sends(damar), sends(damar)] == [True, True, False]


def test_a_day_is_counted_besides(damar: Account) -> None:
    own_limit(damar, recipients_day=10)
    assert sends(damar, 6)
    with clock.travel(clock.now() + timedelta(hours=20)):
        assert not sends(damar, 5)
    stop = damar.sending_stops.get()
    assert (stop.excess, stop.most) == ("recipients_day", 10)


def test_an_accounts_own_limit_comes_before_everybodys_while_it_holds(damar: Account) -> None:
    own_limit(None, messages_hour=1)
    own = own_limit(damar, messages_hour=3, valid_from=TODAY - timedelta(days=3))
    assert [sends(damar) for _ in range(3)] == [True, True, True]
    services.end_sending_limit(by=None, limit=own)
    assert not sends(damar)


def test_old_counts_are_forgotten(damar: Account) -> None:
    assert sends(damar)
    assert services.forget_sent() == 0
    with clock.travel(clock.now() + timedelta(hours=25)):
        assert services.forget_sent() == 1
    assert not Sent.objects.exists()


def test_the_owner_and_who_looks_after_the_unit_are_told(
    house: Ministry, damar: Account, mailoutbox: list[EmailMessage]
) -> None:
    own_limit(damar, messages_hour=1)
    assert [sends(damar), sends(damar), sends(damar)] == [True, False, False]
    tasks.run_until_idle()
    keepers = {letter.to[0] for letter in mailoutbox if PAGE in letter.body}
    assert keepers == {house.arum.email, house.jaya.email}
    (own,) = (letter.body for letter in mailoutbox if letter.to == [damar.login])
    assert "/akun/surel/" in own
    entry = Entry.objects.get(action="sending_stopped")
    assert entry.subject == f"mailbox:{damar.pk}"
    page = visitor(house.damar).get(reverse("mail:own")).content.decode()
    assert "Nothing goes out from your account" in page


def test_a_coordinator_releases_accounts_of_their_unit_with_a_reason(
    house: Ministry, office: Office, damar: Account
) -> None:
    elsewhere = office.mailbox(house.tirta)
    for account in (damar, elsewhere):
        own_limit(account, messages_hour=1)
        assert [sends(account), sends(account)] == [True, False]
    jaya = visitor(house.jaya)
    page = jaya.get(PAGE).content.decode()
    assert damar.login in page
    assert elsewhere.login not in page
    assert jaya.post(PAGE, {"do": f"release:{damar.pk}", "reason": ""}).status_code == 422
    release = {"do": f"release:{elsewhere.pk}", "reason": "Sudah ditelepon."}
    assert jaya.post(PAGE, release).status_code == 404
    release["do"] = f"release:{damar.pk}"
    assert jaya.post(PAGE, release).status_code == 302
    assert jaya.post(PAGE, release).status_code == 422
    assert sends(damar)
    entry = Entry.objects.get(action="sending_released")
    assert (entry.actor, entry.why) == (house.jaya, "Sudah ditelepon.")


def test_nobody_releases_themselves(house: Ministry, office: Office) -> None:
    own = office.mailbox(house.jaya)
    SendingStop.objects.create(account=own, excess="messages_hour", most=1)
    with pytest.raises(PermissionDenied):
        services.release_sending(by=house.jaya, account=own, reason="Saya sendiri.")


def test_limits_are_set_from_a_day_on_by_the_ministrys_administrators_alone(
    house: Ministry, damar: Account
) -> None:
    form = {
        **dict.fromkeys(PLENTY, 50),
        "do": "add",
        "account": damar.login,
        "source": "Nota dinas 12/2026",
        "valid_from": TOMORROW.isoformat(),
    }
    assert visitor(house.jaya).post(PAGE, form).status_code == 403
    arum = visitor(house.arum)
    assert arum.post(PAGE, form | {"account": "tidak-ada@dephub.go.id"}).status_code == 422
    assert arum.post(PAGE, form | {"messages_day": 10}).status_code == 422
    assert arum.post(PAGE, form | {"valid_from": "2020-01-01"}).status_code == 422
    assert arum.post(PAGE, form).status_code == 302
    assert arum.post(PAGE, form).status_code == 422
    limit = SendingLimit.objects.get(account=damar)
    assert not limit.holds_on(today())
    assert "Nota dinas 12/2026" in arum.get(PAGE).content.decode()
    assert arum.post(PAGE, {"do": f"end:{limit.pk}"}).status_code == 302
    assert not SendingLimit.objects.filter(pk=limit.pk).exists()
    everybody = SendingLimit.objects.get(account=None)
    arum.post(PAGE, {"do": f"end:{everybody.pk}"})
    everybody.refresh_from_db()
    assert everybody.valid_to is None
