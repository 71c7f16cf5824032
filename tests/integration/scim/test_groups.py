"""Groups: mail groups with chosen members; those that follow a rule are only read."""

from __future__ import annotations

from typing import Any

import pytest

from hubung.audit.choices import Act
from hubung.audit.models import Entry
from hubung.directory.models import Person
from hubung.mail.models import Address, Group, GroupMember, GroupRule, Writers
from hubung.mail.services import make_group
from hubung.mail.services.domains import keep_domains
from tests.integration.scim.conftest import GROUP, MAIL_GROUP, Personnel
from tests.support.ministry import Ministry

pytestmark = pytest.mark.django_db


@pytest.fixture
def crew(personnel: Personnel) -> list[str]:
    """The ids of three newcomers."""
    return [personnel.hire(f"Awak {each}")["id"] for each in ("Satu", "Dua", "Tiga")]


def team(personnel: Personnel, *ids: str, **more: Any) -> dict[str, Any]:
    body = {"schemas": [GROUP], "displayName": "Tim Siaga", "members": [{"value": i} for i in ids]}
    answer = personnel.post("/Groups", body | more)
    assert answer.status == 201, answer.response.content
    found: dict[str, Any] = answer.json
    return found


def members(shown: dict[str, Any]) -> list[str]:
    return [each["value"] for each in shown.get("members", [])]


def test_a_group_is_a_mail_group_with_an_address(personnel: Personnel, crew: list[str]) -> None:
    shown = team(personnel, *crew[:2], externalId="G-1")
    group = Group.objects.get(name="Tim Siaga")
    assert (group.rule, group.writers) == (GroupRule.CHOSEN, Writers.MINISTRY)
    assert Address.objects.get(group=group).address == "tim-siaga@dephub.go.id"
    assert GroupMember.objects.filter(group=group).count() == 2
    assert members(shown) == crew[:2]
    assert shown["externalId"] == "G-1"
    asked = {"attributes": f"{MAIL_GROUP}:address,{MAIL_GROUP}:rule"}
    told = personnel.get(f"/Groups/{shown['id']}", asked).json[MAIL_GROUP]
    assert told == {"address": "tim-siaga@dephub.go.id", "rule": "chosen"}
    user = personnel.get(f"/Users/{crew[0]}").json
    assert [each["display"] for each in user["groups"]] == ["Tim Siaga"]


def test_a_name_that_is_an_address_is_one(personnel: Personnel) -> None:
    team(personnel, displayName="Siaga151@dephub.go.id")
    assert Address.objects.filter(address="siaga151@dephub.go.id", group__isnull=False).exists()
    assert personnel.post("/Groups", {"displayName": "siaga151@dephub.go.id"}).fault == (
        409,
        "uniqueness",
    )


def test_members_come_and_go(personnel: Personnel, crew: list[str]) -> None:
    one, two, three = crew
    at = f"/Groups/{team(personnel, one)['id']}"
    add = {"op": "add", "path": "members", "value": [{"value": two}, {"value": three}]}
    assert members(personnel.patch(at, add).json) == crew
    assert members(personnel.patch(at, add).json) == crew
    gone = {"op": "remove", "path": f'members[value eq "{two}"]'}
    assert members(personnel.patch(at, gone).json) == [one, three]
    entra = {"op": "Remove", "path": "members", "value": [{"value": three}]}
    assert members(personnel.patch(at, entra).json) == [one]
    replaced = personnel.put(at, {"displayName": "Tim Jaga", "members": [{"value": two}]}).json
    assert (replaced["displayName"], members(replaced)) == ("Tim Jaga", [two])
    assert members(personnel.patch(at, {"op": "remove", "path": "members"}).json) == []
    assert Address.objects.filter(address="tim-siaga@dephub.go.id").exists()


def test_members_of_other_sorts_stay(personnel: Personnel, crew: list[str]) -> None:
    shown = team(personnel, crew[0])
    group = Group.objects.get(name="Tim Siaga")
    GroupMember.objects.create(group=group, outside="mitra@pelabuhan.example")
    assert personnel.put(f"/Groups/{shown['id']}", {"displayName": "Tim Siaga"}).status == 200
    assert [each.outside for each in group.members.all()] == ["mitra@pelabuhan.example"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": "u999999"},
        {"value": "g1"},
        {"value": "nobody"},
        {"value": None},
        {"value": "u1", "type": "Group"},
    ],
)
def test_what_is_no_user_is_no_member(personnel: Personnel, wrong: dict[str, Any]) -> None:
    answer = personnel.post("/Groups", {"displayName": "Tim Siaga", "members": [wrong]})
    assert answer.fault == (400, "invalidValue")
    assert not Group.objects.filter(name="Tim Siaga").exists()


def test_somebody_without_a_mailbox_gets_one(personnel: Personnel, ministry: Ministry) -> None:
    assert members(team(personnel, f"u{ministry.damar.pk}")) == [f"u{ministry.damar.pk}"]
    outsider = Person.objects.create(email="luar@mitra.example", name="Luar", unit=ministry.sea)
    answer = personnel.post(
        "/Groups", {"displayName": "Lain", "members": [{"value": f"u{outsider.pk}"}]}
    )
    assert answer.fault == (400, "invalidValue")


def test_groups_that_follow_a_rule_are_only_read(personnel: Personnel, ministry: Ministry) -> None:
    keep_domains()
    group = make_group(
        by=None,
        address="laut@dephub.go.id",
        name="Perhubungan Laut",
        rule=GroupRule.SUBTREE,
        unit=ministry.sea,
    )
    at = f"/Groups/g{group.pk}"
    shown = personnel.get(at).json
    assert "members" not in shown
    asked = {"attributes": f"{MAIL_GROUP}:rule,{MAIL_GROUP}:unit"}
    assert personnel.get(at, asked).json[MAIL_GROUP] == {"rule": "subtree", "unit": "DJPL"}
    rename = {"op": "replace", "path": "displayName", "value": "Laut"}
    assert personnel.patch(at, rename).fault == (400, "mutability")
    assert personnel.put(at, {"displayName": "Laut"}).fault == (400, "mutability")
    assert personnel.delete(at).fault == (400, "mutability")
    assert personnel.filter(f'{MAIL_GROUP}:rule eq "subtree"', "/Groups").names == [group.name]


def test_who_may_write_to_a_group(personnel: Personnel) -> None:
    at = f"/Groups/{team(personnel, **{MAIL_GROUP: {'writers': 'anybody'}})['id']}"
    assert Group.objects.get(name="Tim Siaga").writers == Writers.ANYBODY
    narrow = {"op": "replace", "path": f"{MAIL_GROUP}:writers", "value": "members"}
    assert personnel.patch(at, narrow).json[MAIL_GROUP] == {"writers": "members"}
    wrong = narrow | {"value": "friends"}
    assert personnel.patch(at, wrong).fault == (400, "invalidValue")


def test_a_group_ends_and_its_members_stay(personnel: Personnel, crew: list[str]) -> None:
    shown = team(personnel, *crew)
    at, version = f"/Groups/{shown['id']}", shown["meta"]["version"]
    assert personnel.delete(at, **{"If-Match": 'W/"old"'}).fault == (412, None)
    assert personnel.delete(at, **{"If-Match": version}).status == 204
    assert personnel.get(at).fault == (404, None)
    assert personnel.get(f"/Users/{crew[0]}").status == 200
    did = [each.data["did"] for each in Entry.objects.filter(action=Act.PROVISIONED)]
    assert did[0] == "removed"


def test_a_program_of_some_units_has_groups_of_its_own(
    harbours: Personnel, personnel: Personnel, ministry: Ministry
) -> None:
    theirs = team(harbours, f"u{ministry.bima.pk}")
    assert Group.objects.get(name="Tim Siaga").unit == ministry.sea
    whole = team(personnel, displayName="Seluruhnya")
    assert harbours.get("/Groups").names == ["Tim Siaga"]
    assert harbours.get(f"/Groups/{whole['id']}").fault == (404, None)
    stranger = {"op": "add", "path": "members", "value": [{"value": f"u{ministry.tirta.pk}"}]}
    assert harbours.patch(f"/Groups/{theirs['id']}", stranger).fault == (400, "invalidValue")
