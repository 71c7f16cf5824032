"""Users: made, read, replaced, patched, suspended, taken away and brought back."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from hubung.api.models import Application, Scope
from hubung.audit.choices import Act
from hubung.audit.models import Entry
from hubung.directory.models import Grant, Person, Role
from hubung.directory.services import give_number
from hubung.kernel.tasks import run_until_idle
from hubung.mail.models import Account, AccountState, Address
from tests.integration.scim.conftest import PATCH, USER, WORK, Personnel, newcomer, secret_of
from tests.support.ministry import START, Ministry

pytestmark = pytest.mark.django_db
NIP = "198703122010122003"


def person_of(shown: dict[str, Any]) -> Person:
    return Person.objects.get(email=shown["emails"][0]["value"])


def test_a_newcomer_is_in_the_directory_and_has_a_mailbox(personnel: Personnel) -> None:
    answer = personnel.post("/Users", newcomer("Intan Samudra", title="Nakhoda", externalId="P-7"))
    shown = answer.json
    person = person_of(shown)
    assert (person.name, person.title) == ("Intan Samudra", "Nakhoda")
    assert person.unit is not None
    assert person.unit.code == "DJPL"
    assert not person.has_usable_password()
    account = Account.objects.get(person=person)
    assert (account.login, account.state) == ("intan.samudra@dephub.go.id", AccountState.WAITING)
    assert answer.status == 201
    assert shown["schemas"] == [USER, WORK]
    assert shown["externalId"] == "P-7"
    assert shown["displayName"] == "Intan Samudra"
    assert answer.response["Location"] == shown["meta"]["location"]
    assert answer.etag == shown["meta"]["version"]
    assert personnel.get(f"/Users/{shown['id']}").json == shown


def test_each_change_is_on_record_with_its_token(personnel: Personnel, whole: Application) -> None:
    shown = personnel.hire("Intan Samudra")
    personnel.patch(f"/Users/{shown['id']}", {"op": "replace", "path": "title", "value": "Mualim"})
    personnel.delete(f"/Users/{shown['id']}")
    subject = f"person:{person_of(shown).pk}"
    told = Entry.objects.filter(subject=subject).order_by("pk")
    by_token = [each.data for each in told if each.action == Act.PROVISIONED]
    token = whole.tokens.get()
    assert [each["did"] for each in by_token] == ["created", "changed", "removed"]
    assert {each["token"] for each in by_token} == {token.pk}
    assert by_token[1]["fields"] == ["title"]
    changed = [each.data["did"] for each in told if each.action == Act.PERSON_CHANGED]
    assert changed == ["registered", "amended"]
    assert Act.ACCOUNT_CLOSED in {each.action for each in told}


def test_a_name_may_come_in_parts_and_without_a_domain(personnel: Personnel) -> None:
    body = newcomer("Intan Samudra", userName="Intan.Samudra")
    body["name"] = {"givenName": "Intan", "familyName": "Samudra"}
    del body["active"]
    shown = personnel.post("/Users", body).json
    assert shown["userName"] == "intan.samudra"
    assert shown["emails"][0]["value"] == "intan.samudra@dephub.go.id"
    assert shown["name"]["formatted"] == "Intan Samudra"
    assert shown["active"] is True
    assert personnel.filter('userName eq "intan.samudra"').names == ["intan.samudra"]


def test_an_address_in_use_is_a_conflict(personnel: Personnel, ministry: Ministry) -> None:
    personnel.hire("Intan Samudra")
    assert personnel.post("/Users", newcomer("Intan Samudra")).fault == (409, "uniqueness")
    assert personnel.post("/Users", newcomer("Damar")).fault == (409, "uniqueness")
    made = personnel.post("/Groups", {"displayName": "Tim Siaga"})
    assert made.status == 201
    taken = newcomer("X", userName="tim-siaga@dephub.go.id")
    assert personnel.post("/Users", taken).fault == (409, "uniqueness")


@pytest.mark.parametrize(
    "change",
    [
        {"userName": "intan@surat.example"},
        {"userName": "intan samudra@dephub.go.id"},
        {"userName": "postmaster@dephub.go.id"},
        {"userName": ""},
        {"userName": None},
        {"name": {"formatted": "  "}},
        {"name": {"formatted": "I" * 151}},
        {"name": "Intan"},
        {"title": "T" * 151},
        {"externalId": "X" * 256},
        {"active": "perhaps"},
        {WORK: {"department": "NIHIL"}},
        {WORK: {}},
        {WORK: None},
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    personnel: Personnel, change: dict[str, Any]
) -> None:
    before = Person.objects.count()
    assert personnel.post("/Users", newcomer("Intan Samudra") | change).fault == (
        400,
        "invalidValue",
    )
    assert Person.objects.count() == before


def test_replacing_keeps_what_is_not_said_of_unit_and_access(personnel: Personnel) -> None:
    shown = personnel.hire("Intan Samudra", title="Nakhoda", externalId="P-7", active=False)
    at = f"/Users/{shown['id']}"
    body = {"schemas": [USER], "userName": shown["userName"], "name": {"formatted": "Intan S."}}
    replaced = personnel.put(at, body).json
    assert replaced["name"]["formatted"] == "Intan S."
    assert replaced["active"] is False
    assert replaced[WORK] == {"department": "DJPL"}
    assert "title" not in replaced
    assert "externalId" not in replaced


def test_patches_as_common_programs_write_them(personnel: Personnel) -> None:
    at = f"/Users/{personnel.hire('Intan Samudra', title='Nakhoda')['id']}"
    moved = personnel.patch(
        at,
        {"op": "Replace", "path": f"{WORK}:department", "value": "KSOP-BIT"},
        {"op": "Add", "value": {"name.formatted": "Intan Samudra, M.Mar.", "externalId": "P-8"}},
        {"op": "Remove", "path": "title"},
        {"op": "Replace", "path": "active", "value": "False"},
    ).json
    assert moved[WORK]["department"] == "KSOP-BIT"
    assert moved["name"]["formatted"] == "Intan Samudra, M.Mar."
    assert moved["externalId"] == "P-8"
    assert "title" not in moved
    assert moved["active"] is False


@pytest.mark.parametrize(
    ("operation", "scim_type"),
    [
        ({"op": "replace", "path": "id", "value": "u9"}, "mutability"),
        ({"op": "replace", "path": "emails", "value": [{"value": "a@b.id"}]}, "mutability"),
        ({"op": "remove", "path": "userName"}, None),
        ({"op": "remove"}, None),
        ({"op": "replace", "path": "nick[", "value": "x"}, "invalidPath"),
        ({"op": "explode", "path": "title", "value": "x"}, None),
        ({"op": "replace", "path": "title", "value": {"a": 1}}, "invalidValue"),
    ],
)
def test_patches_that_cannot_be_done_change_nothing(
    personnel: Personnel, operation: dict[str, Any], scim_type: str | None
) -> None:
    shown = personnel.hire("Intan Samudra", title="Nakhoda")
    at = f"/Users/{shown['id']}"
    answer = personnel.patch(at, {"op": "replace", "path": "title", "value": "Mualim"}, operation)
    assert answer.fault[0] == 400
    assert scim_type in (None, answer.fault[1])
    assert personnel.get(at).json == shown


def test_inactive_ends_every_session_at_once(personnel: Personnel, ministry: Ministry) -> None:
    client = Client()
    client.force_login(ministry.damar)
    session = client.session
    UserSession.objects.create(
        user=ministry.damar, session_key=session.session_key, ip="127.0.0.1", user_agent="t"
    )
    at = f"/Users/u{ministry.damar.pk}"
    shown = personnel.patch(at, {"op": "replace", "path": "active", "value": False}).json
    assert shown["active"] is False
    assert not UserSession.objects.filter(user=ministry.damar).exists()
    assert not session.exists(session.session_key)
    assert personnel.patch(at, {"op": "replace", "value": {"active": True}}).json["active"] is True


def test_deleting_hides_and_destroys_nothing(personnel: Personnel) -> None:
    shown = personnel.hire("Intan Samudra", title="Nakhoda")
    at = f"/Users/{shown['id']}"
    assert personnel.delete(at).status == 204
    for answer in (personnel.get(at), personnel.delete(at), personnel.put(at, newcomer("X"))):
        assert answer.fault == (404, None)
    assert personnel.filter('userName sw "intan"').names == []
    person = person_of(shown)
    assert not person.is_active
    assert Address.objects.filter(address=person.email).exists()

    back = personnel.hire("Intan Samudra", "KSOP-BIT")
    assert back["id"] == shown["id"]
    assert back["active"] is True
    assert back[WORK]["department"] == "KSOP-BIT"
    assert "title" not in back


def test_whoever_is_let_in_again_elsewhere_is_seen_again(personnel: Personnel) -> None:
    shown = personnel.hire("Intan Samudra")
    personnel.delete(f"/Users/{shown['id']}")
    Person.objects.filter(email=shown["userName"]).update(is_active=True)
    assert personnel.get(f"/Users/{shown['id']}").status == 200


def test_the_last_administrator_stays(personnel: Personnel, ministry: Ministry) -> None:
    at = f"/Users/u{ministry.arum.pk}"
    assert personnel.delete(at).fault[0] == 400
    assert personnel.get(at).json["active"] is True


def test_a_program_of_some_units_knows_and_moves_people_of_these_alone(
    harbours: Personnel, ministry: Ministry
) -> None:
    assert harbours.get(f"/Users/u{ministry.bima.pk}").status == 200
    assert harbours.get(f"/Users/u{ministry.tirta.pk}").fault == (404, None)
    assert all("tirta" not in name for name in harbours.get("/Users").names)
    assert harbours.post("/Users", newcomer("Intan Samudra", "DJKA")).fault[0] == 400
    shown = harbours.hire("Intan Samudra", "KSOP-BIT")
    away = {"op": "replace", "path": f"{WORK}:department", "value": "PK151"}
    assert harbours.patch(f"/Users/{shown['id']}", away).fault == (400, "invalidValue")
    body = newcomer("Tirta", userName=ministry.tirta.email)
    assert harbours.post("/Users", body).fault == (409, "uniqueness")


def test_the_address_of_somebody_with_a_role_is_the_whole_ministrys_to_change(
    ministry: Ministry, personnel: Personnel
) -> None:
    """Its mail opens the account: whoever administers a part must not take over others there."""
    chief = Person.objects.create(email="nara@dephub.go.id", name="Nara", unit=ministry.sea)
    Grant.objects.create(person=chief, role=Role.ADMINISTRATOR, unit=ministry.sea, valid_from=START)
    local = Personnel(secret_of(chief))
    renamed = {"op": "replace", "path": "userName", "value": "bima.baru@dephub.go.id"}
    at = f"/Users/u{ministry.bima.pk}"
    assert local.patch(at, renamed).fault == (403, None)
    assert personnel.patch(at, renamed).json["userName"] == "bima.baru@dephub.go.id"


def test_an_application_of_a_part_takes_over_nobody_with_a_role(
    harbours: Personnel, ministry: Ministry
) -> None:
    renamed = {"op": "replace", "path": "userName", "value": "bima.baru@dephub.go.id"}
    assert harbours.patch(f"/Users/u{ministry.bima.pk}", renamed).fault == (403, None)


def test_a_nip_is_told_where_it_may_be_and_is_asked_for(
    whole: Application, ministry: Ministry, personnel: Personnel
) -> None:
    give_number(ministry.damar, NIP)
    at, asked = f"/Users/u{ministry.damar.pk}", {"attributes": f"userName,{WORK}:employeeNumber"}
    reader = Personnel(secret_of(whole, Scope.ACCOUNTS_PROVISION, Scope.NUMBERS_READ))
    assert NIP not in personnel.get(at, asked).response.content.decode()
    assert personnel.filter(f'{WORK}:employeeNumber eq "{NIP}"').fault == (400, "invalidFilter")
    assert NIP not in reader.get(at).response.content.decode()
    assert not Entry.objects.filter(action=Act.NUMBER_SHOWN).exists()

    assert reader.get(at, asked).json[WORK] == {"employeeNumber": NIP}
    assert Entry.objects.get(action=Act.NUMBER_SHOWN).subject == f"person:{ministry.damar.pk}"
    found = reader.filter(f'{WORK}:employeeNumber eq "{NIP}"')
    assert found.names == [ministry.damar.email]
    assert NIP not in found.response.content.decode()


def test_versions_keep_two_programs_from_overwriting_each_other(personnel: Personnel) -> None:
    at = f"/Users/{personnel.hire('Intan Samudra')['id']}"
    first = personnel.get(at)
    assert personnel.get(at, **{"If-None-Match": first.etag}).status == 304
    title = {"op": "replace", "path": "title", "value": "Mualim"}
    changed = personnel.patch(at, title, **{"If-Match": first.etag})
    assert changed.status == 200
    assert changed.etag != first.etag
    late = {"If-Match": first.etag}
    assert personnel.patch(at, title, **late).fault == (412, None)
    assert personnel.put(at, newcomer("Intan Samudra"), **late).fault == (412, None)
    assert personnel.delete(at, **late).fault == (412, None)
    assert personnel.get(at, **{"If-None-Match": first.etag}).json["title"] == "Mualim"
    assert personnel.delete(at, **{"If-Match": f'"x", {changed.etag}'}).status == 204


def test_answers_hold_the_attributes_that_are_asked_for(personnel: Personnel) -> None:
    at = f"/Users/{personnel.hire('Intan Samudra', title='Nakhoda')['id']}"
    few = personnel.get(at, {"attributes": "TITLE,name.formatted"}).json
    assert few.keys() == {"schemas", "id", "title", "name"}
    less = personnel.get(at, {"excludedAttributes": "title,emails"}).json
    assert less.keys() & {"title", "emails", "name"} == {"name"}
    both = personnel.get(at, {"attributes": "title", "excludedAttributes": "name"})
    assert both.fault[0] == 400
    body = {"schemas": [PATCH], "Operations": [{"op": "remove", "path": "title"}]}
    assert (
        personnel.send("PATCH", f"{at}?attributes=title&excludedAttributes=name", body).status
        == 400
    )
    assert personnel.get(at).json["title"] == "Nakhoda"


def test_the_mailbox_follows_a_new_address(personnel: Personnel) -> None:
    """By the worker; mail to the old one still arrives."""
    shown = personnel.hire("Intan Samudra")
    at, mailbox = f"/Users/{shown['id']}", Account.objects.get(login=shown["userName"])
    renamed = {"op": "replace", "path": "userName", "value": "intan.bahari@dephub.go.id"}
    assert personnel.patch(at, renamed).status == 200
    run_until_idle()
    mailbox.refresh_from_db()
    assert mailbox.login == "intan.bahari@dephub.go.id"
    addresses = [each["value"] for each in personnel.get(at).json["emails"]]
    assert addresses == ["intan.bahari@dephub.go.id", "intan.samudra@dephub.go.id"]
