"""Who stands in the address book, who may ask it, and that an answer is what the filter says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hubung.directory.models import Grant, Holding, Person, Post, Role, Sector
from hubung.mail import queries, services
from hubung.mail.addressbook import filters, searching
from hubung.mail.addressbook.kinds import KINDS
from hubung.mail.addressbook.searching import Code, Question, search
from hubung.mail.daemons.slapd import answering
from hubung.mail.daemons.slapd.answering import Sessions
from hubung.mail.models import (
    Account,
    AccountState,
    Address,
    AppPassword,
    Group,
    GroupRule,
    GroupWriter,
    Writers,
)
from tests.integration.mail.post_office import TODAY, TOMORROW, Office, writers
from tests.support.ministry import Ministry

DAMAR = "damar@dephub.go.id"


def found(asker: Account, text: str, *, base: str = "o=hubung", scope: int = 2) -> list[str]:
    """Addresses, in the order in which they are told."""
    answer = search(Question(base, scope, 0, text), asker)
    assert answer.code == Code.SUCCESS
    return [mail for entry in answer.entries for mail in entry.values.get("mail", ())]


@pytest.fixture
def damar(house: Ministry, office: Office) -> Account:
    return office.mailbox(house.damar)


def test_a_persons_entry_says_what_a_business_card_does_and_no_more(
    house: Ministry, office: Office, damar: Account
) -> None:
    office.mailbox(house.laksmi)
    Person.objects.filter(pk=house.laksmi.pk).update(phone="+62431000000")
    (entry,) = search(Question("o=hubung", 2, 0, "(cn=*sagara*)"), damar).entries
    assert entry.name == "mail=laksmi@dephub.go.id,ou=people,o=hubung"
    assert entry.values == {
        "objectclass": ["inetOrgPerson", "organizationalPerson", "person", "top"],
        "o": ["Kementerian Perhubungan"],
        "mail": ["laksmi@dephub.go.id"],
        "cn": ["Laksmi Wandhani-Sagara"],
        "displayname": ["Laksmi Wandhani-Sagara"],
        "givenname": ["Laksmi"],
        "sn": ["Wandhani-Sagara"],
        "title": ["Direktur Perkapalan dan Kepelautan"],
        "ou": ["Direktorat Jenderal Perhubungan Laut"],
        "employeetype": ["official"],
    }


def test_only_people_who_sign_in_today_are_there(
    house: Ministry, office: Office, damar: Account
) -> None:
    office.mailbox(house.bima, state=AccountState.SUSPENDED)
    office.mailbox(house.tirta, state=AccountState.WAITING)
    office.mailbox(house.gatra, opens_on=TOMORROW)
    office.mailbox(house.jaya, closes_on=TODAY)
    office.mailbox(house.sekar)
    Person.objects.filter(pk=house.sekar.pk).update(is_active=False)
    assert found(damar, "(mail=*)") == [DAMAR]


def test_posts_and_units_are_there_while_somebody_answers(
    house: Ministry, office: Office, damar: Account
) -> None:
    office.mailbox(house.laksmi)
    office.address("dirkapel@dephub.go.id", post=Post.objects.get())
    office.address("kosong@dephub.go.id", post=Post.objects.create(unit=house.sea, title="Staf"))
    head = Post.objects.create(unit=house.bitung, title="Kepala Kantor", heads_unit=True)
    office.address("bitung@dephub.go.id", unit=house.bitung, fallback=damar)
    office.address("bitung@lama.go.id", unit=house.bitung, fallback=damar, derived=True)
    office.address("rel@dephub.go.id", unit=house.rail)
    office.shared("tu@dephub.go.id", house.sea)
    assert found(damar, "(mail=*)", base="ou=posts,o=hubung") == ["dirkapel@dephub.go.id"]
    assert found(damar, "(cn=ksop*)") == ["bitung@dephub.go.id"]
    assert found(damar, "(cn=*bersama*)") == ["tu@dephub.go.id"]
    assert found(damar, "(title=*kepelautan*)") == ["laksmi@dephub.go.id"]
    Address.objects.filter(unit=house.bitung).update(fallback=None)
    assert found(damar, "(cn=ksop*)") == []
    Holding.objects.create(post=head, person=house.damar, valid_from=date(2024, 1, 1))
    assert found(damar, "(cn=ksop*)") == ["bitung@dephub.go.id"]
    house.bitung.closed_on = TODAY
    house.bitung.save()
    assert found(damar, "(cn=ksop*)") == []


def test_a_group_is_there_for_those_who_may_write_to_it(house: Ministry, office: Office) -> None:
    people = [house.damar, house.bima, house.tirta, house.laksmi]
    accounts = [office.mailbox(person) for person in people]
    Grant.objects.filter(person=house.bima).update(valid_to=TODAY)
    made: list[Group] = []
    for number, (rule, more) in enumerate(
        (
            (GroupRule.UNIT, {"unit": house.sea}),
            (GroupRule.SUBTREE, {"unit": house.sea}),
            (GroupRule.SECTOR, {"sector": Sector.SEA}),
            (GroupRule.ROLE, {"role": Role.TIER2_HANDLER}),
            (GroupRule.CHOSEN, {}),
        )
    ):
        for who in Writers:
            address = f"grup{number}-{who}@dephub.go.id"
            group = office.group(address, rule=rule, writers=who, **more)
            if rule == GroupRule.CHOSEN:
                group.members.create(account=accounts[2])
            GroupWriter.objects.create(group=group, account=accounts[3])
            made.append(group)
    for account in accounts:
        # What the daemons' view says: no row at all is everybody.
        expected = {
            group.name
            for group in made
            if not (them := writers(group.name)) or account.login in them
        }
        assert set(found(account, "(mail=*)", base="ou=groups,o=hubung")) == expected
        assert {group.name for group in queries.open_to(account)} == expected


def test_the_tree_is_walked_from_any_of_its_places(damar: Account) -> None:
    def names(base: str, scope: int, text: str = "(objectClass=*)") -> list[str]:
        return [one.name for one in search(Question(base, scope, 0, text), damar).entries]

    branches = [f"ou={kind.branch},o=hubung" for kind in KINDS]
    him = f"mail={DAMAR},ou=people,o=hubung"
    assert names("o=hubung", 0) == ["o=hubung"]
    assert names("o=hubung", 1) == branches
    assert names("o=hubung", 2) == ["o=hubung", *branches, him]
    assert names("ou=people,o=hubung", 0) == ["ou=people,o=hubung"]
    assert names("ou=people,o=hubung", 1) == [him]
    assert names("ou=people,o=hubung", 2) == ["ou=people,o=hubung", him]
    assert names(him, 0) == names(him, 2) == [him]
    assert names(him, 1) == []
    assert names(him, 0, "(cn=somebody)") == []
    for nowhere in ("ou=planes,o=hubung", "dc=id", "mail=x,o=hubung"):
        assert search(Question(nowhere, 2, 0, "(cn=*)"), damar).code == Code.NO_SUCH_OBJECT


def test_what_somebody_writes_as_is_told_to_themselves_alone(
    house: Ministry, office: Office, damar: Account
) -> None:
    laksmi = office.mailbox(house.laksmi)
    office.address("wilis@dephub.go.id", account=damar)
    office.address("dirkapel@dephub.go.id", post=Post.objects.get())
    office.shared("tu@dephub.go.id", house.sea)
    own = "ou=own,o=hubung"
    assert found(damar, f"(&(mail=*)(mail={DAMAR}))", base=own) == [DAMAR, "wilis@dephub.go.id"]
    assert found(damar, "(mail=wilis@dephub.go.id)", base=own) == [DAMAR, "wilis@dephub.go.id"]
    assert found(laksmi, "(cn=laksmi*)", base=own) == [
        "laksmi@dephub.go.id",
        "dirkapel@dephub.go.id",
    ]
    assert found(laksmi, f"(mail={DAMAR})", base=own) == []
    assert found(damar, "(cn=damar*)") == [DAMAR]
    Holding.objects.update(person=house.damar)
    assert "dirkapel@dephub.go.id" in found(damar, "(mail=*)", base=own)


def test_an_answer_is_no_longer_than_somebody_reads(
    house: Ministry, damar: Account, monkeypatch: pytest.MonkeyPatch, office: Office
) -> None:
    for person in (house.bima, house.tirta, house.laksmi, house.jaya):
        office.mailbox(person)
    answer = search(Question("o=hubung", 2, 3, "(mail=*)"), damar)
    assert (answer.code, len(answer.entries)) == (Code.SIZE_LIMIT_EXCEEDED, 3)
    monkeypatch.setattr(searching, "FEW", 2)
    assert len(search(Question("o=hubung", 2, 0, "(cn=*a*)"), damar).entries) == 2
    assert len(search(Question("o=hubung", 2, 0, "(cn=*am*)"), damar).entries) == 2
    assert found(damar, "(cn=*am*)") == [DAMAR, "jaya@dephub.go.id"]


def test_those_come_first_whose_name_begins_so(house: Ministry, office: Office) -> None:
    askers = [office.mailbox(person) for person in (house.wulandari, house.sekar, house.arum)]
    Person.objects.filter(pk=house.arum.pk).update(name="Zahra Pandan-Wangi")
    Person.objects.filter(pk=house.wulandari.pk).update(name="Aria Kapan")
    assert found(askers[0], "(cn=*pan*)") == ["arum@dephub.go.id", "wulandari@dephub.go.id"]


def _filters() -> st.SearchStrategy[str]:
    values = st.sampled_from(
        [
            "a",
            "damar",
            "Putra",
            "laut",
            "dephub",
            "É",
            "m.t.",
            "x",
            "kepala kantor",
            "@",
            "s %",
            "_",
        ]
    )
    names = st.sampled_from(
        ["cn", "sn", "givenName", "mail", "ou", "title", "o", "objectClass", "?x"]
    )
    shapes = st.sampled_from(["{}", "{}*", "*{}", "*{}*", "*", "{0}*{0}"])
    items = st.builds(
        lambda name, shape, value: f"({name}={shape.format(value)})", names, shapes, values
    )
    return st.recursive(
        items,
        lambda inner: (
            inner.map(lambda one: f"(!{one})")
            | st.lists(inner, min_size=1, max_size=3).map(lambda all_: f"(&{''.join(all_)})")
            | st.lists(inner, min_size=1, max_size=3).map(lambda all_: f"(|{''.join(all_)})")
        ),
        max_leaves=5,
    )


@pytest.fixture
def everything(house: Ministry, office: Office) -> Account:
    """Some of each kind."""
    for person in (house.laksmi, house.bima, house.tirta):
        office.mailbox(person)
    Person.objects.filter(pk=house.bima.pk).update(name="Bima  Élok, M.T.", title="100% s _taf")
    office.address("dirkapel@dephub.go.id", post=Post.objects.get())
    office.address("laut@dephub.go.id", unit=house.sea, fallback=Account.objects.first())
    office.shared("tu@dephub.go.id", house.sea)
    office.group("semua@dephub.go.id", rule=GroupRule.UNIT, unit=house.sea)
    return office.mailbox(house.damar)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=_filters())
def test_the_database_leaves_nobody_out(everything: Account, text: str) -> None:
    """What it says of a filter, and what the filter itself says of everybody."""
    asked = filters.parse(text)
    everybody = search(Question("o=hubung", 2, 0, "(objectClass=*)"), everything).entries
    expected = {entry.name for entry in everybody if asked.matches(entry.values)}
    answer = search(Question("o=hubung", 2, 0, text), everything)
    assert {entry.name for entry in answer.entries} == expected


@pytest.mark.parametrize(
    "text",
    [
        # As Thunderbird, Outlook and Roundcube ask while somebody writes "am".
        "(&(|(displayname=*am*)(cn=*am*)(givenname=*am*)(sn=*am*)(mail=*am*)(ou=*am*)))",
        "(&(mail=*)(|(mail=da*)(|(cn=da*)(|(sn=da*)(|(givenName=da*)(displayName=da*))))))",
        "(&(mail=*)(|(cn=*am*)(givenName=*am*)(sn=*am*)(mail=*am*)))",
    ],
)
def test_programs_ask_it_in_their_own_way(damar: Account, text: str) -> None:
    assert DAMAR in found(damar, text)


def ask(kind: str, sessions: Sessions, number: int = 1, **said: object) -> Code:
    words = {name: str(value) for name, value in said.items()}
    return answering.answer(kind, {"connid": str(number), **words}, sessions).code


def sign_in(sessions: Sessions, login: str, secret: str, number: int = 1) -> Code:
    name = f"mail={login},ou=people,o=hubung"
    return ask("BIND", sessions, number, dn=name, method=128, cred=secret)


def look(sessions: Sessions, login: str, number: int = 1) -> Code:
    return ask(
        "SEARCH",
        sessions,
        number,
        binddn=f"mail={login},ou=people,o=hubung",
        base="o=hubung",
        scope=2,
        sizelimit=0,
        filter="(cn=*)",
    )


def test_who_may_ask_is_looked_up_at_each_question(damar: Account) -> None:
    device, secret = services.make_app_password(account=damar, name="Thunderbird")
    sessions = Sessions()
    assert look(sessions, DAMAR) == Code.INSUFFICIENT_RIGHTS
    assert sign_in(sessions, DAMAR, "wrong") == Code.INVALID_CREDENTIALS
    assert sign_in(sessions, DAMAR, "") == Code.INVALID_CREDENTIALS
    assert sign_in(sessions, DAMAR, secret) == Code.SUCCESS
    assert look(sessions, DAMAR) == Code.SUCCESS
    # Not from another connection, nor as another.
    assert look(sessions, DAMAR, number=2) == Code.INSUFFICIENT_RIGHTS
    assert look(sessions, "bima@dephub.go.id") == Code.INSUFFICIENT_RIGHTS
    Account.objects.update(state=AccountState.SUSPENDED)
    assert look(sessions, DAMAR) == Code.INSUFFICIENT_RIGHTS
    assert sign_in(sessions, DAMAR, secret) == Code.INVALID_CREDENTIALS
    Account.objects.update(state=AccountState.ACTIVE)
    assert sign_in(sessions, DAMAR, secret) == Code.SUCCESS
    services.revoke_app_password(by=None, device=device)
    assert look(sessions, DAMAR) == Code.INSUFFICIENT_RIGHTS


def test_a_failed_sign_in_ends_the_one_before(damar: Account) -> None:
    AppPassword.objects.create(
        account=damar, name="Ponsel", secret_sha256=hashlib.sha256(b"secret").hexdigest()
    )
    sessions = Sessions()
    assert sign_in(sessions, DAMAR, "secret") == Code.SUCCESS
    assert sign_in(sessions, DAMAR, "other") == Code.INVALID_CREDENTIALS
    assert look(sessions, DAMAR) == Code.INSUFFICIENT_RIGHTS
    assert sign_in(sessions, DAMAR, "secret") == Code.SUCCESS
    sessions.close("1")
    assert look(sessions, DAMAR) == Code.INSUFFICIENT_RIGHTS


def test_what_is_no_question_is_refused(damar: Account) -> None:
    sessions = Sessions()
    assert ask("MODIFY", sessions) == Code.UNWILLING
    names: Iterable[str] = ("", "o=hubung", "cn=admin,o=hubung", f"mail={DAMAR},ou=groups,o=hubung")
    for name in names:
        said = {"dn": name, "method": "128", "cred": ""}
        assert answering.answer("BIND", said, sessions).code == Code.INVALID_CREDENTIALS
    assert sign_in(sessions, f"{DAMAR}\\00", "") == Code.INVALID_CREDENTIALS
