"""Whatever ends a session ends what applications got from it; what ended is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import jwt
import pytest
from allauth.idp.oidc.models import Token
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from hubung.audit.choices import Act
from hubung.audit.models import Entry
from hubung.directory.accounts import services
from hubung.directory.accounts.provider import farewells, passages
from hubung.directory.accounts.provider.clients import ClientError
from hubung.directory.accounts.provider.models import Farewell, Passage
from hubung.directory.models import Person
from hubung.kernel import clock
from tests.integration.sign_on.conftest import Register, Visit, let_in
from tests.support.accounts import PASSWORD, session_for, sign_in
from tests.support.ministry import Ministry
from tests.support.relying_party import ask


class TestEnding:
    """Whatever ends a session ends what was given out from it, at once."""

    @pytest.fixture
    def given(self, register: Register, visit: Visit, ratih_in: SessionBase) -> Any:
        self.party = register()
        self.given = let_in(self.party, visit, ratih_in)
        return self.given

    def is_dead(self) -> bool:
        dead = self.party.userinfo(self.given["access_token"]).status == 401
        assert (self.party.refresh(self.given["refresh_token"]).status == 400) is dead
        return dead

    def test_a_closed_account(self, given: Any, house: Ministry) -> None:
        services.switch_account(house.ratih, house.arum, on=False, reason="Cuti besar")
        assert self.is_dead()
        assert not Token.objects.exists()

    def test_a_person_who_is_inactive_for_whatever_reason(
        self, given: Any, house: Ministry
    ) -> None:
        Person.objects.filter(pk=house.ratih.pk).update(is_active=False)
        assert self.is_dead()

    def test_a_factor_that_was_reset(self, given: Any, house: Ministry) -> None:
        services.reset_second_factor(house.ratih, None, "Telepon hilang")
        assert self.is_dead()

    def test_a_new_password(self, given: Any, house: Ministry) -> None:
        services.set_password(house.ratih, PASSWORD)
        assert self.is_dead()

    def test_signing_out_of_hubung(
        self, given: Any, register: Register, visit: Visit, house: Ministry, ratih_in: SessionBase
    ) -> None:
        elsewhere = session_for(house.ratih)
        other = register("Lain")
        kept = let_in(other, visit, elsewhere)
        browser = Client()
        browser.cookies["sessionid"] = ratih_in.session_key or ""
        assert browser.post(reverse("account_logout")).status_code == 302
        assert self.is_dead()
        assert other.userinfo(kept["access_token"]).status == 200

    def test_a_session_that_is_over(self, given: Any, ratih_in: SessionBase) -> None:
        Session.objects.filter(pk=ratih_in.session_key).update(expire_date=clock.now())
        error = self.party.refresh(self.given["refresh_token"]).json()
        assert error["error"] == "invalid_grant"

    def test_a_session_that_ends_before_the_code_is_used(
        self, given: Any, visit: Visit, ratih_in: SessionBase, house: Ministry
    ) -> None:
        code = visit(self.party.question(), ratih_in).told["code"]
        services.end_sessions(house.ratih)
        assert self.party.exchange(code).status == 400
        assert not Token.objects.exists()

    def test_the_person_takes_it_back(self, given: Any, house: Ministry) -> None:
        browser = Client(headers={"accept": "text/html"})
        sign_in(browser, house.ratih)
        assert "Kepegawaian" in browser.get(reverse("accounts_applications")).content.decode()
        address = reverse("accounts_shut_out", args=[self.party.client_id])
        assert browser.post(address).status_code == 302
        assert self.is_dead()
        assert browser.post(address).status_code == 302
        assert Entry.objects.get(action=Act.CLIENT_SHUT_OUT).actor == house.ratih

    def test_nobody_takes_back_what_is_anothers(self, given: Any, house: Ministry) -> None:
        browser = Client()
        sign_in(browser, house.damar)
        address = reverse("accounts_shut_out", args=[self.party.client_id])
        browser.post(address)
        assert not self.is_dead()

    def test_signing_out_at_the_application(
        self, given: Any, visit: Visit, ratih_in: SessionBase
    ) -> None:
        """It asks whether to sign out of everything, and leads back to its own addresses only."""
        leave = self.party.discovered["end_session_endpoint"].removeprefix(self.party.provider)
        asked = {"id_token_hint": given["id_token"], "state": "s"}
        browser = Client(headers={"accept": "text/html"})
        browser.cookies["sessionid"] = ratih_in.session_key or ""
        wrong = {**asked, "post_logout_redirect_uri": "https://pencuri.contoh.id/"}
        assert browser.get(leave, wrong).status_code == 400
        back = {**asked, "post_logout_redirect_uri": self.party.callback}
        page = browser.get(leave, back)
        assert page.status_code == 200
        assert self.party.userinfo(given["access_token"]).status == 200
        token = page.context["csrf_token"]
        out = browser.post(leave, {**back, "action": "logout", "csrfmiddlewaretoken": token})
        assert out["Location"].startswith(self.party.callback)
        assert browser.get(reverse("accounts_home")).status_code == 302
        assert not Token.objects.exists()


def test_what_ended_is_forgotten_and_nothing_else(
    register: Register, visit: Visit, ratih_in: SessionBase
) -> None:
    party = register()
    first = let_in(party, visit, ratih_in)
    visit(party.question(), ratih_in)
    Token.objects.filter(type=Token.Type.ACCESS_TOKEN).update(expires_at=clock.now())
    passages.forget_ended()
    assert [token.type for token in Token.objects.all()] == [Token.Type.REFRESH_TOKEN]
    assert Passage.objects.count() == 2
    assert party.refresh(first["refresh_token"]).status == 200
    with clock.travel(clock.now() + timedelta(hours=2)):
        passages.forget_ended()
    (kept,) = Passage.objects.all()
    assert kept.tokens.count() == 2


class TestFarewell:
    """An application that listens hears that a session has ended, and whose."""

    @pytest.fixture
    def heard(self) -> Iterator[list[str]]:
        """Logout tokens that came; the first is refused, as by a server that is being restarted."""
        heard: list[str] = []

        class Listener(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
                heard.append(parse_qs(sent)["logout_token"][0])
                self.send_response(503 if len(heard) == 1 else 200)
                self.end_headers()

            def log_message(self, *_args: object) -> None:
                pass

        with HTTPServer(("127.0.0.1", 0), Listener) as server:
            self.address = f"http://127.0.0.1:{server.server_port}/keluar"
            thread = Thread(target=server.serve_forever)
            thread.start()
            yield heard
            server.shutdown()
            thread.join()

    def test_it_is_told_until_it_has_taken_it(
        self,
        heard: list[str],
        register: Register,
        visit: Visit,
        ratih_in: SessionBase,
        house: Ministry,
    ) -> None:
        party, deaf = register(logout_address=self.address), register("Lain")
        given = party.believed(let_in(party, visit, ratih_in)["id_token"])
        let_in(deaf, visit, ratih_in)
        services.end_sessions(house.ratih)
        assert farewells.tell() == 1
        assert farewells.tell() == 0
        with clock.travel(clock.now() + timedelta(minutes=2)):
            assert farewells.tell() == 1
            assert farewells.tell() == 0
        assert not Farewell.objects.exists()
        keys = ask(party.discovered["jwks_uri"]).json()["keys"]
        first, second = (
            jwt.decode(
                said,
                jwt.PyJWK(keys[0]),
                ["RS256"],
                audience=party.client_id,
                issuer=party.provider,
                options={"verify_exp": False, "verify_iat": False},
            )
            for said in heard
        )
        assert jwt.get_unverified_header(heard[0])["typ"] == "logout+jwt"
        assert (first["sub"], first["sid"]) == (given["sub"], given["sid"])
        assert first["events"] == {"http://schemas.openid.net/event/backchannel-logout": {}}
        assert "nonce" not in first
        assert first["jti"] != second["jti"]

    def test_who_does_not_take_one_is_asked_nothing_more_for_now(
        self,
        heard: list[str],
        register: Register,
        visit: Visit,
        ratih_in: SessionBase,
        house: Ministry,
    ) -> None:
        """Else thousands who are signed out at once would keep the worker from all else."""
        party = register(logout_address=self.address)
        for session in (ratih_in, session_for(house.ratih)):
            let_in(party, visit, session)
        services.end_sessions(house.ratih)
        assert farewells.tell() == 1
        assert farewells.tell() == 0
        assert len(heard) == 1
        with clock.travel(clock.now() + timedelta(minutes=2)):
            assert farewells.tell() == 2
        assert len(heard) == 3
        assert not Farewell.objects.exists()

    def test_who_never_came_for_tokens_is_told_nothing(
        self, register: Register, visit: Visit, ratih_in: SessionBase, house: Ministry
    ) -> None:
        party = register(logout_address="https://kepegawaian.contoh.id/keluar")
        visit(party.question(), ratih_in)
        services.end_sessions(house.ratih)
        assert not Farewell.objects.exists()

    @pytest.mark.parametrize("address", ["http://kepegawaian.contoh.id/", "ftp://a.id/", "x"])
    def test_it_listens_at_a_safe_address_only(self, register: Register, address: str) -> None:
        with pytest.raises(ClientError):
            register(logout_address=address)
