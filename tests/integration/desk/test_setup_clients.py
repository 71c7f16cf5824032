"""Applications that people sign in to, kept at the desk and at the command line."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.idp.oidc.models import Client
from click.testing import CliRunner

from hubung.audit.choices import Act
from hubung.audit.models import Entry
from hubung.cli import main
from hubung.directory.accounts.provider import clients
from hubung.directory.accounts.provider.clients import ClientError, Said
from tests.integration.desk.conftest import SIGNED_IN
from tests.support.ministry import Ministry

LIST = "/desk/pengaturan/aplikasi/"
SENT = {
    "name": "Kepegawaian",
    "addresses": "https://kepegawaian.contoh.id/kembali\r\nhttp://127.0.0.1/kembali",
    "scopes": ["profile", "email"],
    "first_party": "on",
}

pytestmark = pytest.mark.django_db


def secret_on(page: Any) -> str:
    found = re.search(r'id="client-secret" value="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def test_an_application_is_added_and_its_secret_shown_once(
    ministry: Ministry, client_of: SIGNED_IN
) -> None:
    arum = client_of(ministry.arum)
    assert "Belum ada aplikasi" in arum.get(LIST).content.decode()
    secret = secret_on(arum.post(f"{LIST}baru/", SENT))
    made = Client.objects.get()
    assert made.check_secret(secret)
    assert made.skip_consent
    assert made.get_scopes() == ["openid", "profile", "email"]
    assert made.get_redirect_uris() == SENT["addresses"].splitlines()  # type: ignore[attr-defined]
    assert not clients.without_pkce(made)
    page = arum.get(LIST).content.decode()
    assert "Kepegawaian" in page
    assert secret not in page
    assert secret not in arum.get(f"{LIST}{made.pk}/").content.decode()
    entry = Entry.objects.get(action=Act.CLIENT_CHANGED)
    assert (entry.actor, entry.data, entry.subject) == (
        ministry.arum,
        {"did": "registered"},
        f"client:{made.pk}",
    )


def test_it_is_changed_given_another_secret_and_shut_out(
    ministry: Ministry, client_of: SIGNED_IN
) -> None:
    arum = client_of(ministry.arum)
    before = secret_on(arum.post(f"{LIST}baru/", SENT))
    made = Client.objects.get()
    address = f"{LIST}{made.pk}/"
    changed = {"name": "SIMPEG", "addresses": "https://simpeg.contoh.id/", "without_pkce": "on"}
    assert arum.post(address, changed)["Location"] == LIST
    made.refresh_from_db()
    assert (made.name, made.skip_consent, made.get_scopes()) == ("SIMPEG", False, ["openid"])
    assert clients.without_pkce(made)
    after = secret_on(arum.post(address, {"do": "secret"}))
    made.refresh_from_db()
    assert made.check_secret(after)
    assert not made.check_secret(before)
    assert arum.post(f"{address}hapus/", follow=True).status_code == 200
    assert not Client.objects.exists()
    did = Entry.objects.filter(action=Act.CLIENT_CHANGED).order_by("id")
    assert [entry.data["did"] for entry in did] == [
        "registered",
        "changed",
        "secret renewed",
        "removed",
    ]


@pytest.mark.parametrize(
    "address",
    [
        "http://kepegawaian.contoh.id/kembali",
        "https://*.contoh.id/kembali",
        "https://kepegawaian.contoh.id/#kembali",
        "https://admin:rahasia@kepegawaian.contoh.id/",
        "https://kepegawaian.contoh.id:99999/",
        "https:/kembali",
        "javascript:alert(1)",
        "kepegawaian.contoh.id",
        r"https://kepegawaian.contoh.id\@lain.id/",
    ],
)
def test_a_code_is_sent_to_safe_addresses_only(
    address: str, ministry: Ministry, client_of: SIGNED_IN
) -> None:
    answer = client_of(ministry.arum).post(f"{LIST}baru/", {**SENT, "addresses": address})
    assert answer.status_code == 422
    assert "tidak dapat dipakai" in answer.content.decode()
    assert not Client.objects.exists()


def test_a_name_is_given_once_and_what_may_be_asked_is_known() -> None:
    said = Said(name="Kepegawaian", addresses=["https://a.id/"], scopes=[])
    clients.register(by=None, said=said)
    with pytest.raises(ClientError, match="Sudah ada"):
        clients.register(by=None, said=said)
    with pytest.raises(ClientError) as refused:
        clients.register(
            by=None, said=Said(name="Lain", addresses=["https://a.id/"], scopes=["nip"])
        )
    assert refused.value.field == "scopes"


def test_only_the_ministrys_administrators_decide(ministry: Ministry, client_of: SIGNED_IN) -> None:
    assert client_of(ministry.jaya).get(LIST).status_code == 403
    assert client_of(ministry.jaya).post(f"{LIST}baru/", SENT).status_code == 403
    assert not Client.objects.exists()


def test_an_old_sign_in_is_confirmed_before_a_form_opens(
    ministry: Ministry, client_of: SIGNED_IN
) -> None:
    arum = client_of(ministry.arum)
    session = arum.session
    session["account_authentication_methods"] = [
        {**record, "at": record["at"] - 3600}
        for record in session["account_authentication_methods"]
    ]
    session.save()
    assert "/akun/pastikan/" in arum.get(f"{LIST}baru/")["Location"]
    assert "/akun/pastikan/" in arum.post(f"{LIST}baru/", SENT)["Location"]
    assert not Client.objects.exists()


def test_the_command_line_does_the_same() -> None:
    def run(*arguments: str) -> Any:
        return CliRunner().invoke(main, ["clients", *arguments])

    made = run("register", "Surel", "--address", "https://surel.id/", "--scope", "mail")
    assert made.exit_code == 0, made.output
    known = dict(line.split() for line in made.output.splitlines()[:2])
    client = Client.objects.get(pk=known["client_id"])
    assert client.check_secret(known["client_secret"])
    assert "asks" in run("list").output
    again = run("register", "surel", "--address", "https://surel.id/")
    assert again.exit_code == 1
    renewed = run("renew-secret", client.pk).output.splitlines()[0]
    client.refresh_from_db()
    assert client.check_secret(renewed)
    assert run("remove", client.pk).exit_code == 0
    assert run("remove", client.pk).exit_code == 1
