"""A stranger's application signs people in, over HTTP: what it is told, and what is refused."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from allauth.idp.oidc.models import Token
from django.contrib.sessions.backends.base import SessionBase
from django.test import Client
from django.urls import reverse

from hubung.audit.choices import Act
from hubung.audit.models import Entry
from hubung.directory.accounts import services
from hubung.directory.accounts.provider import passages
from hubung.directory.models import Person
from tests.integration.sign_on.conftest import Register, Visit, let_in
from tests.support.accounts import session_for, sign_in
from tests.support.ministry import Ministry
from tests.support.relying_party import ask, challenge


def test_from_discovery_to_who_it_is(
    register: Register, visit: Visit, ratih_in: SessionBase, house: Ministry
) -> None:
    party = register()
    given = let_in(party, visit, ratih_in)
    assert given["token_type"] == "Bearer"
    said = party.believed(given["id_token"])
    told = party.userinfo(given["access_token"]).json()
    assert told == {
        "sub": said["sub"],
        "email": house.ratih.email,
        "email_verified": True,
        "name": house.ratih.name,
        "preferred_username": house.ratih.email,
        "locale": "id",
        "unit": "Pusat Kontak 151",
        "unit_code": "PK151",
    }
    assert said["name"] == house.ratih.name
    entered = Entry.objects.get(action=Act.CLIENT_ENTERED)
    assert (entered.actor, entered.subject) == (house.ratih, f"client:{party.client_id}")


def test_an_application_learns_no_more_than_it_asks_for(
    register: Register, visit: Visit, ratih_in: SessionBase
) -> None:
    party = register()
    party.scope = "openid"
    given = let_in(party, visit, ratih_in)
    assert set(party.userinfo(given["access_token"]).json()) == {"sub"}


def test_what_it_was_not_registered_for_it_does_not_get(
    register: Register, visit: Visit, ratih_in: SessionBase
) -> None:
    party = register(scopes=["email"])
    party.scope = "openid mail"
    assert visit(party.question(), ratih_in).told["error"] == "invalid_scope"


def test_another_way_back_is_refused_before_anything_is_sent_there(
    register: Register, visit: Visit, ratih_in: SessionBase
) -> None:
    party = register()
    for address in (
        "https://pencuri.contoh.id/kembali",
        f"{party.callback}/../lain",
        f"{party.callback}?lain=1",
        "",
        party.callback.replace("https", "http"),
        f"{party.callback}@pencuri.contoh.id",
    ):
        answer = visit(party.question(redirect_uri=address), ratih_in)
        assert (answer.status, answer.headers.get("Location")) == (400, None), address
        assert "Tidak ada yang diberikan kepadanya" in answer.text
        # Without PKCE it is refused no differently.
        answer = visit(party.question(redirect_uri=address, code_challenge=None), ratih_in)
        assert (answer.status, answer.headers.get("Location")) == (400, None), address


def test_a_program_on_a_machine_takes_whatever_port_is_free(
    register: Register, visit: Visit, ratih_in: SessionBase
) -> None:
    party = register(addresses=["http://127.0.0.1/kembali"])
    party.callback = "http://127.0.0.1:43210/kembali"
    assert visit(party.question(), ratih_in).headers["Location"].startswith(f"{party.callback}?")
    party.callback = "http://127.0.0.2:43210/kembali"
    assert visit(party.question(), ratih_in).status == 400


@pytest.mark.parametrize(
    "other",
    [
        {"code_challenge": None, "code_challenge_method": None},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": None},
        {"code_challenge": ""},
    ],
    ids=["none", "plain", "plain by default", "empty"],
)
def test_pkce_is_with_s256_or_not_at_all(
    register: Register, visit: Visit, ratih_in: SessionBase, other: dict[str, str | None]
) -> None:
    party = register()
    answer = visit(party.question(**other), ratih_in)
    assert answer.headers["Location"].startswith(party.callback)
    assert answer.told["error"] == "invalid_request"
    assert answer.told["state"] == party.state


def test_an_old_program_may_be_let_in_without_pkce_by_name(
    register: Register, visit: Visit, ratih_in: SessionBase
) -> None:
    party = register(without_pkce=True)
    none = {"code_challenge": None, "code_challenge_method": None}
    code = visit(party.question(**none), ratih_in).told["code"]
    sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": party.callback}
    assert party._post("token_endpoint", sent).status == 200
    answer = visit(party.question(code_challenge_method="plain"), ratih_in)
    assert answer.told["error"] == "invalid_request"


def test_a_code_is_worth_nothing_without_what_belongs_to_it(
    register: Register, visit: Visit, ratih_in: SessionBase
) -> None:
    party, other = register(), register("Lain")

    def code() -> str:
        return visit(party.question(), ratih_in).told["code"]

    assert party.exchange(code(), code_verifier="b" * 64).json()["error"] == "invalid_grant"
    assert party.exchange(code(), redirect_uri="https://lain.id").status == 400
    assert other.exchange(code(), code_verifier=party.verifier).status == 400
    party.secret = "bukan-rahasia-yang-benar"
    assert party.exchange(code()).status == 401
    assert not Token.objects.exists()


def test_a_replayed_code_is_refused_and_takes_its_tokens_along(
    register: Register, visit: Visit, ratih_in: SessionBase
) -> None:
    party = register()
    code = visit(party.question(), ratih_in).told["code"]
    given = party.exchange(code).json()
    assert party.userinfo(given["access_token"]).status == 200
    assert party.exchange(code).json()["error"] == "invalid_grant"
    assert party.userinfo(given["access_token"]).status == 401
    assert party.refresh(given["refresh_token"]).status == 400


def test_a_refresh_token_is_good_once(
    register: Register, visit: Visit, ratih_in: SessionBase
) -> None:
    party = register()
    given = let_in(party, visit, ratih_in)
    again = party.refresh(given["refresh_token"])
    assert again.status == 200
    assert party.userinfo(again.json()["access_token"]).status == 200
    assert party.refresh(given["refresh_token"]).json()["error"] == "invalid_grant"
    assert party.refresh(again.json()["refresh_token"]).status == 200


def test_an_application_gives_a_token_back(
    register: Register, visit: Visit, ratih_in: SessionBase
) -> None:
    party = register()
    given = let_in(party, visit, ratih_in)
    assert party.revoke(given["access_token"]).status == 200
    assert party.userinfo(given["access_token"]).status == 401


class TestSecondFactor:
    """Without one there is no code, whoever it is."""

    def half_in(self, person: Person) -> SessionBase:
        client = Client()
        client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
        return client.session

    def test_somebody_with_a_role_is_sent_to_enrol(
        self, register: Register, visit: Visit, house: Ministry
    ) -> None:
        answer = visit(register().question(), self.half_in(house.ratih))
        assert answer.headers["Location"] == reverse("accounts_enrol")

    def test_somebody_with_a_factor_is_asked_for_it_and_comes_back(
        self, register: Register, visit: Visit, house: Ministry
    ) -> None:
        services.enrol_totp(house.ratih)
        answer = visit(register().question(), self.half_in(house.ratih))
        assert answer.headers["Location"].startswith(reverse("mfa_reauthenticate"))
        assert answer.told["next"].startswith(reverse("idp:oidc:authorization"))

    def test_somebody_without_a_role_needs_one_as_well(
        self, register: Register, visit: Visit, house: Ministry
    ) -> None:
        plain = Person.objects.create(email="niken@dephub.go.id", name="Niken", unit=house.sea)
        party = register()
        answer = visit(party.question(), self.half_in(plain))
        assert answer.headers["Location"] == reverse("mfa_index")
        answer = visit(party.question(prompt="none"), self.half_in(plain))
        assert answer.told["error"] == "login_required"
        assert "code" in visit(party.question(), session_for(plain)).told

    def test_nobody_is_sent_to_sign_in(self, register: Register, visit: Visit) -> None:
        party = register()
        assert visit(party.question()).headers["Location"].startswith(reverse("account_login"))
        assert visit(party.question(prompt="none")).told["error"] == "login_required"


class TestConsent:
    """The ministry's own need no question; any other asks."""

    def test_another_asks_and_is_refused_or_let_in(
        self, register: Register, house: Ministry
    ) -> None:
        party = register("Mitra Kapal", first_party=False)
        browser = Client(headers={"accept": "text/html"}, enforce_csrf_checks=True)
        sign_in(browser, house.ratih)
        address = party.question().removeprefix(party.provider)

        def send(action: str, token: str = "") -> Any:
            page = browser.get(address)
            assert page.status_code == 200
            assert "Mitra Kapal" in page.content.decode()
            form = page.context["form"]
            sent = {
                "request": form.initial["request"],
                "scopes": ["openid", "profile", "email"],
                "action": action,
                "csrfmiddlewaretoken": token or page.context["csrf_token"],
            }
            return browser.post(reverse("idp:oidc:authorization"), sent)

        assert "error=access_denied" in send("cancel")["Location"]
        assert send("grant", token="a" * 64).status_code == 403
        granted = send("grant")
        assert granted["Location"].startswith(f"{party.callback}?code=")

    def test_what_one_was_granted_is_not_granted_to_another_in_silence(
        self, register: Register, visit: Visit, ratih_in: SessionBase
    ) -> None:
        let_in(register(), visit, ratih_in)
        other = register("Mitra Kapal", first_party=False)
        answer = visit(other.question(prompt="none"), ratih_in)
        assert answer.told["error"] == "consent_required"
        assert "code" in visit(register("Lain").question(prompt="none"), ratih_in).told


def test_tokens_are_kept_as_the_mail_system_matches_them(
    register: Register, visit: Visit, ratih_in: SessionBase
) -> None:
    party = register()
    party.scope = "openid mail"
    given = let_in(party, visit, ratih_in)
    kept = Token.objects.get(type=Token.Type.ACCESS_TOKEN)
    assert kept.hash == passages.digest(given["access_token"])
    assert kept.get_scopes() == ["openid", "mail"]
    assert kept.expires_at is not None
    assert 0 < kept.expires_at.timestamp() - time.time() <= 900


@pytest.mark.only("postgresql")
@pytest.mark.django_db(transaction=True)
def test_of_ten_who_come_with_a_code_at_once_one_is_served_at_most(
    register: Register, visit: Visit, ratih_in: SessionBase
) -> None:
    party = register()
    code = visit(party.question(), ratih_in).told["code"]
    with ThreadPoolExecutor(10) as pool:
        statuses = sorted(pool.map(lambda _each: party.exchange(code).status, range(10)))
    assert statuses == [200] + [400] * 9
    # Whoever came first, a code that is known to two has given nothing.
    assert not Token.objects.exists()


def test_secrets_are_not_guessed(register: Register, provider: str) -> None:
    party = register()
    party.secret = "salah"
    statuses = [party.exchange("kode").status for _again in range(62)]
    assert statuses == [401] * 60 + [429] * 2


def test_what_no_database_takes_is_refused_in_words(register: Register, visit: Visit) -> None:
    party = register()
    assert visit(party.question(client_id="\0")).status == 400
    party.client_id = "a\0b"
    assert party.exchange("x").status == 400


def test_the_way_back_passes_a_page_of_ours_where_a_form_began_it(
    register: Register, house: Ministry
) -> None:
    """A browser holds what follows a form against `form-action`, which is this site alone."""
    party = register()
    browser = Client(headers={"accept": "text/html"})
    sign_in(browser, house.ratih)
    address = party.question().removeprefix(party.provider)
    page = browser.get(address, headers={"Sec-Fetch-Site": "same-origin"})
    assert page.status_code == 200
    assert f'content="0; url={party.callback}?code=' in page.content.decode()
    assert "form-action 'self'" in page["Content-Security-Policy"]
    assert browser.get(address, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 302


def test_discovery_names_only_what_works(register: Register) -> None:
    party = register()
    found = party.discovered
    assert found["issuer"] == party.provider
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert "registration_endpoint" not in found
    for name in ("device_authorization_endpoint", "introspection_endpoint"):
        assert name not in found
    assert ask(found["jwks_uri"]).json()["keys"]
    assert challenge("a" * 43) != "a" * 43
