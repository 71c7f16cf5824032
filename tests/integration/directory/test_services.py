"""Units founded, renamed, moved and closed; posts and roles over time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from hubung.directory import services, tasks
from hubung.directory.models import Grant, Holding, Person, Role, Unit, UnitKind, today
from hubung.directory.queries import has_role
from hubung.directory.services import DirectoryError
from hubung.kernel import clock
from hubung.kernel.models import Event
from tests.support.ministry import Ministry

OLD = date(2010, 1, 1)


def open_unit(house: Ministry, code: str, parent: Unit | None = None, on: date = OLD) -> Unit:
    return services.open_unit(
        by=house.arum,
        code=code,
        name=f"Kantor {code}",
        kind=UnitKind.OFFICE,
        parent=parent or house.sea,
        on=on,
    )


def events() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("name", flat=True))


def test_a_unit_is_founded_with_its_name_and_its_event(house: Ministry) -> None:
    unit = open_unit(house, "KSOP-X")
    assert unit.path == f"{house.sea.path}{unit.pk}/"
    assert unit.name_on(date(2000, 1, 1)) == "Kantor KSOP-X"
    assert events() == ["directory.UnitOpened"]


def test_a_code_is_never_used_twice(house: Ministry) -> None:
    with pytest.raises(DirectoryError, match="DJPL"):
        open_unit(house, "DJPL")


def test_only_an_administrator_of_the_unit_changes_it(house: Ministry) -> None:
    with pytest.raises(PermissionDenied):
        services.rename_unit(by=house.ratih, unit=house.sea, name="Lain", on=today())
    services.grant_role(by=house.arum, person=house.ratih, role=Role.ADMINISTRATOR, unit=house.sea)
    services.rename_unit(by=house.ratih, unit=house.sea, name="Lain", on=today())
    with pytest.raises(PermissionDenied):
        services.rename_unit(by=house.ratih, unit=house.rail, name="Lain", on=today())
    with pytest.raises(PermissionDenied):
        services.grant_role(
            by=house.ratih, person=house.ratih, role=Role.ADMINISTRATOR, unit=house.root
        )


def test_names_have_their_days(house: Ministry) -> None:
    unit = open_unit(house, "BPTD-X")
    soon = today() + timedelta(days=10)
    services.rename_unit(by=None, unit=unit, name="Lama", on=OLD)
    services.rename_unit(by=None, unit=unit, name="Baru", on=date(2023, 7, 1))
    services.rename_unit(by=None, unit=unit, name="Nanti", on=soon)
    unit.refresh_from_db()
    assert unit.name == "Baru"
    assert [unit.name_on(day) for day in (date(2015, 1, 1), date(2024, 1, 1), soon)] == [
        "Lama",
        "Baru",
        "Nanti",
    ]
    with clock.travel(clock.now() + timedelta(days=11)):
        tasks.keep_dates()
    unit.refresh_from_db()
    assert unit.name == "Nanti"


def test_a_move_takes_everything_below_along(house: Ministry) -> None:
    office = open_unit(house, "A")
    desk = open_unit(house, "A-1", office)
    services.move_unit(by=house.arum, unit=office, parent=house.rail)
    desk.refresh_from_db()
    assert desk.path == f"{house.rail.path}{office.pk}/{desk.pk}/"
    assert Unit.objects.filter(path__startswith=house.rail.path).count() == 3
    untouched = Unit.objects.get(pk=house.bitung.pk)
    assert untouched.path == house.bitung.path


@pytest.mark.parametrize("target", ["itself", "below"])
def test_no_unit_stands_above_itself(house: Ministry, target: str) -> None:
    parent = house.sea if target == "itself" else house.bitung
    with pytest.raises(DirectoryError):
        services.move_unit(by=house.arum, unit=house.sea, parent=parent)


def test_closing_hands_people_roles_and_posts_over(house: Ministry) -> None:
    heir = open_unit(house, "KSOP-HEIR")
    post = services.open_post(by=None, unit=house.bitung, title="Kepala Kantor", heads_unit=True)
    services.appoint(by=None, post=post, person=house.bima, on=OLD)
    closed = services.close_unit(
        by=house.arum, unit=house.bitung, on=today(), successor=heir, decree="PM 1/2026"
    )
    assert closed.current() == heir
    bima = Person.objects.get(pk=house.bima.pk)
    assert bima.unit == heir
    assert has_role(bima, Role.TIER2_HANDLER, unit=heir)
    assert not has_role(bima, Role.TIER2_HANDLER, unit=closed)
    assert bima.post is None
    assert post.holder_on(today() - timedelta(days=1)) == bima


def test_a_closing_decreed_ahead_takes_effect_on_its_day(house: Ministry) -> None:
    heir = open_unit(house, "KSOP-HEIR")
    later = today() + timedelta(days=5)
    services.close_unit(by=None, unit=house.bitung, on=later, successor=heir)
    tasks.keep_dates()
    assert Person.objects.get(pk=house.bima.pk).unit == house.bitung
    with clock.travel(clock.now() + timedelta(days=6)):
        tasks.keep_dates()
        bima = Person.objects.get(pk=house.bima.pk)
        assert bima.unit == heir
        assert has_role(bima, Role.TIER2_HANDLER, unit=heir)


def test_nobody_and_nothing_is_left_behind_by_a_closing(house: Ministry) -> None:
    with pytest.raises(DirectoryError, match="KSOP Kelas I Bitung"):
        services.close_unit(by=None, unit=house.sea, on=today(), successor=house.rail)
    with pytest.raises(DirectoryError):
        services.close_unit(by=None, unit=house.bitung, on=today())
    with pytest.raises(DirectoryError):
        services.close_unit(by=None, unit=house.bitung, on=today(), successor=house.bitung)
    house.bitung.refresh_from_db()
    assert house.bitung.closed_on is None


def test_a_successor_that_closes_is_no_successor(house: Ministry) -> None:
    one, two, three = (open_unit(house, code) for code in ("ONE", "TWO", "THREE"))
    services.close_unit(by=None, unit=one, on=today(), successor=two)
    with pytest.raises(DirectoryError):
        services.close_unit(by=None, unit=three, on=today(), successor=one)
    services.close_unit(by=None, unit=two, on=today(), successor=three)
    assert Unit.objects.get(pk=one.pk).current() == three


def test_a_post_has_one_holder_after_another(house: Ministry) -> None:
    post = services.open_post(by=None, unit=house.rail, title="Direktur Jenderal")
    services.appoint(by=None, post=post, person=house.tirta, on=OLD)
    services.appoint(by=None, post=post, person=house.jaya, on=date(2024, 1, 1))
    assert post.holder_on(date(2023, 12, 31)) == house.tirta
    assert post.holder_on(date(2024, 1, 1)) == house.jaya
    again = services.appoint(by=None, post=post, person=house.jaya, on=date(2025, 1, 1))
    assert again.valid_from == date(2024, 1, 1)


def test_an_acting_holder_goes_when_the_definite_one_comes(house: Ministry) -> None:
    post = services.open_post(by=None, unit=house.rail, title="Direktur Jenderal")
    services.appoint(by=None, post=post, person=house.tirta, on=OLD, acting=True)
    services.appoint(by=None, post=post, person=house.jaya, on=date(2024, 1, 1))
    assert post.holder_on(today()) == house.jaya
    assert Holding.objects.filter(person=house.tirta, valid_to=date(2024, 1, 1)).exists()
    services.relieve(by=None, post=post, person=house.jaya, on=today())
    services.relieve(by=None, post=post, person=house.jaya, on=today())
    assert post.holder_on(today()) is None
    assert events().count("directory.PostRelieved") == 1


def test_a_role_is_granted_once_and_revoked(house: Ministry) -> None:
    person, unit = house.tirta, house.rail
    for _ in range(2):
        services.grant_role(by=house.arum, person=person, role=Role.SUPERVISOR, unit=unit, on=OLD)
    assert has_role(person, Role.SUPERVISOR, unit=unit)
    services.revoke_role(by=house.arum, person=person, role=Role.SUPERVISOR, unit=unit)
    assert not has_role(person, Role.SUPERVISOR, unit=unit)
    assert events() == ["directory.RoleGranted", "directory.RoleRevoked"]
    assert Grant.objects.get(person=person, role=Role.SUPERVISOR).valid_to == today()


def test_the_last_administrator_stays(house: Ministry) -> None:
    with pytest.raises(DirectoryError, match="Arum"):
        services.revoke_role(
            by=house.arum, person=house.arum, role=Role.ADMINISTRATOR, unit=house.root
        )
    assert has_role(house.arum, Role.ADMINISTRATOR, unit=house.root)


def test_a_nip_and_a_mail_address_belong_to_one_person(house: Ministry) -> None:
    def register(email: str, nip: str) -> Person:
        return services.register_person(
            by=house.arum, name="Senja", email=email, nip=nip, unit=house.sea
        )

    register("Senja@dephub.go.id", "199209032013012469")
    with pytest.raises(DirectoryError):
        register("senja@dephub.go.id", "199301042015012572")
    with pytest.raises(DirectoryError):
        register("senja2@dephub.go.id", "199209032013012469")


def test_an_administrator_who_cannot_sign_in_is_none(house: Ministry) -> None:
    """The ministry is left to nobody who is switched off, or who only begins later."""
    services.grant_role(by=None, person=house.gatra, role=Role.ADMINISTRATOR, unit=house.root)
    services.grant_role(
        by=None,
        person=house.jaya,
        role=Role.ADMINISTRATOR,
        unit=house.root,
        on=today() + timedelta(days=30),
    )
    Person.objects.filter(pk=house.gatra.pk).update(is_active=False)
    given: dict[str, Any] = {"person": house.arum, "role": Role.ADMINISTRATOR, "unit": house.root}
    with pytest.raises(DirectoryError, match="Arum"):
        services.revoke_role(by=None, **given)
    Person.objects.filter(pk=house.gatra.pk).update(is_active=True)
    services.revoke_role(by=None, **given)
    assert not has_role(house.arum, Role.ADMINISTRATOR)


def test_nobody_gives_a_role_to_themselves(house: Ministry) -> None:
    with pytest.raises(DirectoryError):
        services.grant_role(by=house.arum, person=house.arum, role=Role.AUDITOR, unit=house.root)
    assert not has_role(house.arum, Role.AUDITOR)
