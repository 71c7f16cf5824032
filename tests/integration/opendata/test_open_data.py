"""Data sets come from what is published, keep every version, and take reports of what is wrong."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.test import Client
from pyshacl import validate
from rdflib import DCAT, DCTERMS, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from hubung.cases import services as cases
from hubung.cases.choices import Kind
from hubung.cases.models import Case
from hubung.directory.services import rename_unit
from hubung.insight.models import CallsOfDay
from hubung.kernel import clock, files
from hubung.opendata import services
from hubung.opendata.models import DataSet, Distribution, Frequency, Problem, Version
from hubung.opendata.sources import SOURCES
from tests.support.ministry import Ministry, build

pytestmark = pytest.mark.django_db
SITE = "https://hubung.contoh.id"
SHAPES = Path(__file__).with_name("dcat_ap.ttl")
NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)


@pytest.fixture
def ministry() -> Ministry:
    built = build()
    built.centre.email = "info151@dephub.go.id"
    built.centre.save()
    CallsOfDay.objects.create(
        day=date(2026, 11, 20),
        calls=120,
        answered=110,
        abandoned=9,
        counted=118,
        in_time=101,
        within_seconds=15,
    )
    return built


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.travel(NOW):
        yield


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"accept-language": "id"})


def test_a_data_set_gets_a_version_only_when_it_says_something_new(ministry: Ministry) -> None:
    assert services.refresh() == 2  # no month is out yet
    assert services.refresh() == 0
    rename_unit(
        by=ministry.arum,
        unit=ministry.bitung,
        name="KSOP Utama Bitung Rekaan",
        on=clock.now().date(),
    )
    assert services.refresh() == 1
    units = DataSet.objects.get(slug="unit-dan-kantor")
    assert [version.number for version in units.versions.all()] == [2, 1]
    assert units.publisher == ministry.root


def test_both_files_say_the_same_and_the_schema_names_their_columns(
    ministry: Ministry, visitor: Client
) -> None:
    services.refresh()
    for slug in ("unit-dan-kantor", "panggilan-151"):
        text = visitor.get(f"/data/{slug}/data.csv").content.decode()
        rows = list(csv.DictReader(text.splitlines()))
        found = json.loads(visitor.get(f"/data/{slug}/data.json").content)
        schema = json.loads(visitor.get(f"/data/{slug}/skema.json").content)
        names = [field["name"] for field in schema["fields"]]
        assert rows
        assert len(rows) == len(found)
        assert list(rows[0]) == list(found[0]) == names
        for row, other in zip(rows, found, strict=True):
            assert list(row.values()) == ["" if one is None else str(one) for one in other.values()]


def test_every_source_gives_a_value_for_each_of_its_columns(ministry: Ministry) -> None:
    for source in SOURCES:
        for row in source.rows():
            assert len(row) == len(source.fields)


def test_an_earlier_version_stays_as_it_was(ministry: Ministry, visitor: Client) -> None:
    services.refresh()
    before = visitor.get("/data/panggilan-151/data.csv").content
    CallsOfDay.objects.update(calls=121)
    services.refresh()
    old = visitor.get("/data/panggilan-151/v1/data.csv")
    assert old.content == before
    assert "immutable" in old["Cache-Control"]
    assert old["ETag"] == f'"{sha256(before).hexdigest()}"'
    again = visitor.get("/data/panggilan-151/v1/data.csv", headers={"if-none-match": old["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert b"121" in visitor.get("/data/panggilan-151/data.csv").content
    assert visitor.get("/data/panggilan-151/v3/data.csv").status_code == 404
    assert visitor.get("/data/panggilan-151/rahasia.csv").status_code == 404
    page = visitor.get("/data/panggilan-151/").content.decode()
    assert sha256(before).hexdigest()[:12] in page
    assert "info151@dephub.go.id" in page


def test_no_version_is_swept_away(ministry: Ministry) -> None:
    services.refresh()
    CallsOfDay.objects.update(calls=121)
    services.refresh()
    services.write_catalogue(SITE)
    files.sweep(datetime.now(UTC) + timedelta(days=1))
    kept = Distribution.objects.values_list("sha256", flat=True)
    assert all(files.is_stored(address) for address in kept)


def written(visitor: Client) -> Graph:
    return Graph().parse(data=visitor.get("/data/katalog.ttl").content, format="turtle")


def test_the_catalogue_is_valid_dcat_ap(ministry: Ministry, visitor: Client) -> None:
    services.refresh()
    assert services.write_catalogue(SITE)
    graph = written(visitor)
    valid, _report, said = validate(graph, shacl_graph=Graph().parse(SHAPES), inference="none")
    assert valid, said
    assert len(list(graph.triples((None, DCAT.dataset, None)))) == 2
    # The shapes do look: without a publisher it is not valid.
    node = URIRef(f"{SITE}/data/panggilan-151/#data")
    graph.remove((node, DCTERMS.publisher, None))
    graph.set((node, DCTERMS.modified, Literal("kemarin")))
    valid, _report, said = validate(graph, shacl_graph=Graph().parse(SHAPES), inference="none")
    assert not valid
    assert said.count("Constraint Violation") == 2


def test_the_three_notations_say_the_same(ministry: Ministry, visitor: Client) -> None:
    services.refresh()
    services.write_catalogue(SITE)
    graph = written(visitor)
    for name, notation, media_type in (
        ("katalog.jsonld", "json-ld", "application/ld+json"),
        ("katalog.rdf", "xml", "application/rdf+xml"),
    ):
        answer = visitor.get(f"/data/{name}")
        assert answer["Content-Type"] == media_type
        assert isomorphic(graph, Graph().parse(data=answer.content, format=notation))


def test_the_catalogue_is_written_when_something_changes(ministry: Ministry) -> None:
    services.refresh()
    assert services.write_catalogue(SITE)
    assert not services.write_catalogue(SITE)
    with clock.travel(NOW + timedelta(hours=6)):
        CallsOfDay.objects.update(calls=121)
        services.refresh()
        assert services.write_catalogue(SITE)


@pytest.mark.once
def test_no_process_loads_rdflib_before_a_catalogue_is_written() -> None:
    said = (
        "import django, sys; django.setup(); from hubung.project import parts; parts.load(); "
        "print([name for name in sys.modules if name.startswith('rdflib')])"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "hubung.project.settings"}
    found = subprocess.run(
        [sys.executable, "-c", said], capture_output=True, text=True, check=True, env=environment
    )
    assert found.stdout.strip().splitlines()[-1] == "[]"


def test_something_wrong_goes_to_the_publisher_and_everybody_sees_its_state(
    ministry: Ministry, visitor: Client
) -> None:
    services.refresh()
    said = {"text": "Baris 20 November salah jumlahnya.", "email": "rinai@contoh.id"}
    answer = visitor.post("/data/panggilan-151/masalah/", said)
    assert answer.status_code == 303
    receipt = visitor.get(answer["Location"]).content.decode()
    case = Case.objects.get()
    assert case.number in receipt
    assert (case.unit, case.tier, case.kind) == (ministry.centre, 2, Kind.COMPLAINT)
    assert case.title == "Kumpulan data: Panggilan ke pusat kontak per hari"
    page = visitor.get("/data/panggilan-151/").content.decode()
    assert "sedang ditangani" in page
    for hidden in ("salah jumlahnya", "rinai", case.number):
        assert hidden not in page
    cases.answer_case(actor=ministry.kirana, case=case, text="Sudah.", outcome="resolved")
    assert "sudah dijawab" in visitor.get("/data/panggilan-151/").content.decode()
    # Of what became a protected report, nothing more is told.
    Case.objects.filter(pk=case.pk).update(confidential=True)
    assert "sedang ditangani" in visitor.get("/data/panggilan-151/").content.decode()


def test_a_problem_sent_twice_is_one(ministry: Ministry, visitor: Client) -> None:
    services.refresh()
    page = visitor.get("/data/unit-dan-kantor/").content.decode()
    match = re.search(r'name="submission" value="([^"]+)"', page)
    assert match
    said = {"text": "Kolom kosong.", "submission": match[1]}
    for _time in range(2):
        assert visitor.post("/data/unit-dan-kantor/masalah/", said).status_code == 303
    assert Problem.objects.count() == Case.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "headers"),
    [
        ({"text": " "}, {}),
        ({"text": "Salah.", "email": "bukan-alamat"}, {}),
        ({"text": "Salah.", "website": "x"}, {}),
        ({"text": "Salah."}, {"sec-fetch-site": "cross-site"}),
    ],
)
def test_an_incomplete_or_foreign_form_makes_no_case(
    ministry: Ministry, visitor: Client, said: dict[str, str], headers: dict[str, str]
) -> None:
    services.refresh()
    answer = visitor.post("/data/unit-dan-kantor/masalah/", said, headers=headers)
    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_five_hundred_data_sets_are_listed_and_found_as_quickly_as_three(
    ministry: Ministry, visitor: Client, django_assert_max_num_queries: object
) -> None:
    services.refresh()
    made = DataSet.objects.bulk_create(
        DataSet(
            slug=f"uji-{number}",
            title=f"Jadwal kapal perintis {number}",
            title_en=f"Pioneer ships {number}",
            description="Rekaan.",
            description_en="Invented.",
            publisher=ministry.sea,
            frequency=Frequency.DAILY,
        )
        for number in range(500)
    )
    Version.objects.bulk_create(
        Version(data_set=one, number=1, rows=1, schema={"fields": []}) for one in made
    )
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        page = visitor.get("/data/").content.decode()
    assert "502 kumpulan data" in page
    assert page.count('<h2><a href="/data/') == 30
    found = visitor.get("/data/?cari=perintis 499").content.decode()
    assert "1 kumpulan data" in found
    assert "uji-499" in found
    assert "Tidak ada kumpulan data" in visitor.get("/data/?cari=pesawat angkasa").content.decode()
