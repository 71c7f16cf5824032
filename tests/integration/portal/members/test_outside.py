"""What a provider from outside proves, and what is not taken from it."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pydantic import ValidationError
from pytest_django.fixtures import Settings

from hubung.portal.members import services
from hubung.portal.members.models import Member, SignIn
from hubung.portal.members.views.outside import Proof, UntrustedError, proof_in
from hubung.project.sections import PublicSignOn
from tests.integration.portal.members.people import ENTER, HOME, RANI, report, sign_in

NONCE, ISSUER = "pertanyaan-kami", "https://masuk.contoh.id"
TOKEN = {"iss": ISSUER, "sub": "77", "nonce": NONCE}
PERSON = {"sub": "77", "email": "Rani@Contoh.id", "email_verified": True}


def outside(settings: Settings, **more: Any) -> None:
    known = {"issuer": ISSUER, "name": "Masuk Contoh", "client_id": "hubung"}
    said = PublicSignOn(**{**known, **more})
    settings.HUBUNG = django_settings.HUBUNG.model_copy(update={"public_sign_on": said})


def proof(person: dict[str, Any], **token: Any) -> Proof:
    return proof_in({"id_token": {**TOKEN, **token}, "userinfo": person}, nonce=NONCE)


def test_an_address_counts_that_was_proved_there(settings: Settings) -> None:
    outside(settings)
    assert proof(PERSON) == Proof(RANI, "")
    for unproved in (False, None, "true", 1, "yes"):
        assert proof({**PERSON, "email_verified": unproved}) == Proof("", "")
    assert proof({"sub": "77"}) == Proof("", "")
    assert proof({**PERSON, "email": ["rani@contoh.id"]}) == Proof("", "")


def test_the_settings_say_which_claims_count(settings: Settings) -> None:
    outside(
        settings,
        email_claim="surel",
        email_proved_claim="",
        phone_claim="ponsel",
        phone_proved_claim="ponsel_terbukti",
    )
    person = {"sub": "77", "surel": RANI, "ponsel": "0812 3456 7890"}
    assert proof(person) == Proof(RANI, "")
    assert proof({**person, "ponsel_terbukti": True}) == Proof(RANI, "+6281234567890")
    assert proof({**person, "ponsel": "bukan nomor", "ponsel_terbukti": True}).phone == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "pertanyaan-lain"},
        {"nonce": None},
        {"iss": "https://jahat.contoh.id"},
        {"sub": "78"},
        {"sub": ""},
    ],
    ids=str,
)
def test_an_answer_that_is_not_to_our_question_proves_nothing(
    settings: Settings, wrong: dict[str, Any]
) -> None:
    outside(settings)
    with pytest.raises(UntrustedError):
        proof(PERSON, **wrong)
    with pytest.raises(UntrustedError):
        proof_in({"userinfo": PERSON}, nonce=NONCE)
    with pytest.raises(UntrustedError):
        proof_in({"id_token": {**TOKEN, "nonce": ""}, "userinfo": PERSON}, nonce="")


def test_it_is_off_until_the_settings_name_one(visitor: Client) -> None:
    assert "Masuk dengan" not in visitor.get(ENTER).content.decode()
    assert visitor.get("/saya/masuk/luar/")["Location"] == ENTER
    assert visitor.get("/saya/masuk/luar/kembali/?code=x&state=y").status_code == 404
    assert "sessionid" not in visitor.cookies


def test_an_answer_that_nobody_asked_for_signs_nobody_in(
    visitor: Client, settings: Settings
) -> None:
    outside(settings)
    assert "Masuk dengan Masuk Contoh" in visitor.get(ENTER).content.decode()
    for query in ("code=x&state=y", "code=x", "error=access_denied", ""):
        answer = visitor.get(f"/saya/masuk/luar/kembali/?{query}")
        assert (answer.status_code, answer["Location"]) == (303, ENTER), query
    assert "tidak mengizinkan Anda masuk" in visitor.get(ENTER).content.decode()
    assert visitor.get("/saya/masuk/luar/google/?code=x").status_code == 404
    assert not Member.objects.exists()


def test_a_provider_that_is_away_leaves_the_other_way_in(
    visitor: Client, settings: Settings
) -> None:
    outside(settings, issuer="http://127.0.0.1:1")
    assert visitor.get("/saya/masuk/luar/")["Location"] == ENTER
    assert "minta kode" in visitor.get(ENTER).content.decode()
    sign_in(visitor)


def test_a_number_that_was_vouched_for_shows_its_reports_in_that_sign_in_only(
    visitor: Client,
) -> None:
    case = report("Lewat telepon", "lain@contoh.id")
    assert case.reporter is not None
    case.reporter.phone = "+6281234567890"
    case.reporter.save()
    key = services.sign_in(email=RANI, phone="+6281234567890", language="id", device="")
    visitor.cookies["saya"] = key
    assert "Lewat telepon" in visitor.get(HOME).content.decode()
    by_code = Client(headers={"accept-language": "id"})
    sign_in(by_code)
    assert "Lewat telepon" not in by_code.get(HOME).content.decode()
    assert SignIn.objects.count() == 2


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "http://masuk.contoh.id", "name": "x", "client_id": "y"},
        {"issuer": ISSUER},
        {"issuer": ISSUER, "name": "x"},
    ],
    ids=str,
)
def test_settings_that_would_not_do_are_refused(said: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        PublicSignOn(**said)
