"""Room by post, names that are kept, addresses of units and posts, and the staff file, on pages."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hubung.directory.importing.models import ImportJob
from hubung.directory.models import Person, Post
from hubung.mail import services
from hubung.mail.models import Account, Address, Domain, QuotaRule, ReservedName, Round, RoundState
from hubung.mail.models.account import MEBIBYTE
from hubung.mail.services.rounds import work_round
from tests.integration.mail.post_office import targets
from tests.support.accounts import sign_in
from tests.support.ministry import Ministry


@pytest.fixture
def arum(house: Ministry) -> Client:
    services.provision()
    client = Client(headers={"Accept": "text/html", "Accept-Language": "en"})
    sign_in(client, house.arum)
    return client


def at(name: str, *args: object) -> str:
    return reverse(f"desk:setup:mail_{name}", args=args)


def test_a_rule_gives_posts_room_and_everybodys_stays(house: Ministry, arum: Client) -> None:
    page = at("quotas")
    assert arum.post(page, {"do": "set", "unit_kind": "", "mebibytes": 50}).status_code == 422
    assert arum.post(page, {"do": "set", "unit_kind": "", "mebibytes": 3000}).status_code == 302
    services.provision()
    assert Account.objects.get(person=house.damar).quota_bytes == 3000 * MEBIBYTE
    everybody = QuotaRule.objects.get(unit_kind="", heads=False)
    said = arum.post(page, {"do": f"end:{everybody.pk}"}, follow=True).content.decode()
    assert "This one is everybody" in said.replace("&#x27;", "'")
    heads = QuotaRule.objects.get(unit_kind="", heads=True)
    assert arum.post(page, {"do": f"end:{heads.pk}"}).status_code == 302
    assert not QuotaRule.objects.filter(pk=heads.pk).exists()


def test_a_kept_name_goes_to_no_person_until_it_is_free(house: Ministry, arum: Client) -> None:
    page, asked = at("names"), {"do": "reserve", "reason": "Juru bicara."}
    for name in ("postmaster", "damar", "ada spasi"):
        assert arum.post(page, asked | {"name": name}).status_code == 422, name
    assert arum.post(page, asked | {"name": "Humas"}).status_code == 302
    Person.objects.create(email="humas@dephub.go.id", name="Humas Baru", unit=house.sea)
    assert dict(services.provision().problems)["humas@dephub.go.id"]
    kept = ReservedName.objects.get(name="humas")
    assert arum.post(page, {"do": f"free:{kept.pk}"}).status_code == 302
    assert not services.provision().problems


def test_an_address_of_a_post_leads_to_its_holder(house: Ministry, arum: Client) -> None:
    post = Post.objects.filter(holdings__person__mail_account__isnull=False).first()
    assert post is not None
    page = at("office", post.unit_id)
    form = {"do": "give", "of": post.pk, "address": "dirjen.laut@dephub.go.id"}
    assert arum.post(page, form).status_code == 302
    (holder,) = post.holdings.all()
    assert targets("dirjen.laut@dephub.go.id") == [holder.person.email]
    assert arum.post(page, form).status_code == 422  # it is somebody's
    shown = arum.get(page).content.decode()
    assert "dirjen.laut@dephub.go.id" in shown
    assert holder.person.name in shown
    found = arum.get(at("offices"), {"cari": "dirjen.laut"}).content.decode()
    assert post.unit.label in found
    given = Address.objects.get(address="dirjen.laut@dephub.go.id")
    assert arum.post(page, {"do": f"take:{given.pk}"}).status_code == 302
    assert arum.post(page, {"do": f"take:{given.pk}"}).status_code == 404


def test_a_staff_file_is_checked_and_the_mail_follows_when_asked(
    house: Ministry, arum: Client
) -> None:
    page = at("import")
    file = SimpleUploadedFile("pegawai.csv", b"nama;unit\nSatu Dua;DJPL\n")
    answer = arum.post(page, {"do": "file", "file": file})
    assert answer["Location"] == reverse("directory_import_job", args=[ImportJob.objects.get().pk])
    Person.objects.create(email="baru@dephub.go.id", name="Baru", unit=house.sea)
    assert arum.post(page, {"do": "try"}).status_code == 302
    assert "See how far it is" in arum.get(page).content.decode()
    arum.post(page, {"do": "do"})
    asked = Round.objects.get()  # one at a time
    work_round.call(asked.pk)
    shown = arum.get(page).content.decode()
    assert "This would change" in shown
    assert not Account.objects.filter(login="baru@dephub.go.id").exists()
    arum.post(page, {"do": "do"})
    work_round.call(Round.objects.get(dry_run=False).pk)
    assert Account.objects.filter(login="baru@dephub.go.id").exists()
    assert Round.objects.filter(state=RoundState.DONE).count() == 2


def test_what_is_the_whole_ministrys_is_closed_to_a_units_keepers(house: Ministry) -> None:
    client = Client(headers={"Accept": "text/html"})
    sign_in(client, house.jaya)
    assert Domain.objects.count() == 0
    for name in ("quotas", "names", "offices", "import"):
        assert client.get(at(name)).status_code == 403, name
