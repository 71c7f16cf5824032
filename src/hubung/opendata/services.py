"""Data sets get versions, the catalogue its files, and problems their cases."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime
from decimal import Decimal
from multiprocessing import get_context
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from hubung.cases.choices import Channel, Kind
from hubung.cases.errors import IncompleteError
from hubung.cases.services import ReporterDetails, receive_case
from hubung.directory.queries import home_unit
from hubung.kernel import clock, files
from hubung.opendata import queries
from hubung.opendata.models import CatalogueFile, DataSet, Distribution, Problem, Version
from hubung.opendata.sources import SOURCES, Source

CSV_NAME, JSON_NAME, SCHEMA_NAME = "data.csv", "data.json", "skema.json"


def refresh() -> int:
    """Make what the program's own data sets say now; returns how many have a new version."""
    return sum(_refresh(source) for source in SOURCES)


def _refresh(source: Source) -> bool:
    rows = list(source.rows())
    if not rows:
        return False
    with transaction.atomic():
        data_set = DataSet.objects.filter(slug=source.slug).first() or _found(source)
        made = add_version(data_set, schema_of(source), rows)
        if made and source.days:
            data_set.begins_on, data_set.ends_on = source.days(rows)
            data_set.save(update_fields=["begins_on", "ends_on"])
    return made is not None


def _found(source: Source) -> DataSet:
    """Its first words come from the program; after that they are its publisher's to change."""
    words = {}
    for language, ending in (("id", ""), ("en", "_en")):
        with translation.override(language):
            words[f"title{ending}"] = str(source.title)
            words[f"description{ending}"] = str(source.description)
    publisher = home_unit(source.publisher)
    return DataSet.objects.create(
        slug=source.slug,
        source=source.slug,
        keywords=list(source.keywords),
        publisher=publisher,
        contact=publisher.email,
        frequency=source.frequency,
        **words,
    )


def schema_of(source: Source) -> dict[str, Any]:
    """Table Schema of a source's columns, in Indonesian; an empty cell is a missing value."""
    with translation.override("id"):
        fields = [
            {
                "name": field.name,
                "type": field.type,
                "title": str(field.title),
                **({"description": str(field.description)} if field.description else {}),
            }
            for field in source.fields
        ]
    return {"fields": fields, "missingValues": [""]}


def add_version(
    data_set: DataSet, schema: dict[str, Any], rows: Sequence[Sequence[Any]]
) -> Version | None:
    """Give a data set a new version as CSV and JSON; None when it says what the last one said."""
    names = [field["name"] for field in schema["fields"]]
    kept = {
        CSV_NAME: files.store([_csv(names, rows)]),
        JSON_NAME: files.store(_json(names, rows)),
        SCHEMA_NAME: files.store([json.dumps(schema, ensure_ascii=False, indent=1).encode()]),
    }
    last = data_set.versions.prefetch_related("distributions").first()
    if last and {one.name: one.sha256 for one in last.distributions.all()} == {
        name: blob.sha256 for name, blob in kept.items()
    }:
        return None
    now = clock.now()
    version = Version.objects.create(
        data_set=data_set,
        number=(last.number if last else 0) + 1,
        made_at=now,
        rows=len(rows),
        schema=schema,
    )
    Distribution.objects.bulk_create(
        Distribution(version=version, name=name, sha256=blob.sha256, size=blob.size)
        for name, blob in kept.items()
    )
    data_set.changed_at = now
    data_set.save(update_fields=["changed_at"])
    return version


def write_catalogue(address: str) -> bool:
    """Write the DCAT-AP files anew if any data set has changed since; `address`: of this site."""
    newest = DataSet.objects.aggregate(newest=Max("changed_at"))["newest"]
    written = CatalogueFile.objects.order_by("made_at").first()
    if newest is None or (written and written.made_at >= newest):
        return False
    now = clock.now()
    published = queries.youngest_versions()
    # In a process of its own: what it loads for that goes with it.
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as aside:
        made = aside.submit(_catalogue, address, newest, published).result()
    for name, content in made.items():
        blob = files.store([content])
        said = {"sha256": blob.sha256, "size": blob.size, "made_at": now}
        CatalogueFile.objects.update_or_create(name=name, defaults=said)
    return True


def _catalogue(address: str, at: datetime, published: list[Version]) -> dict[str, bytes]:
    from hubung.opendata import dcat

    return dcat.catalogue(address, at, published)


@transaction.atomic
def tell_problem(
    *,
    data_set: DataSet,
    text: str,
    email: str = "",
    language: str = "id",
    external_id: str | None = None,
) -> Problem:
    """Somebody found something wrong: a case at the publisher. The same id again is the same one.

    Raises IncompleteError without a text.
    """
    if not text.strip():
        raise IncompleteError("text", _("Write what is wrong, and where."))
    case = receive_case(
        channel=Channel.WEB,
        kind=Kind.COMPLAINT,
        title=_("Data set: %(title)s") % {"title": data_set.title},
        text=text,
        sector=data_set.publisher.sector,
        reporter=ReporterDetails(email=email) if email else None,
        language=language,
        external_id=external_id,
        unit=data_set.publisher.current(),
        tier=2,
    )
    problem, _made = Problem.objects.get_or_create(case=case, defaults={"data_set": data_set})
    return problem


def _csv(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows(rows)
    return text.getvalue().encode()


def _json(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Iterator[bytes]:
    """A list of objects, one a line."""
    yield b"["
    for number, row in enumerate(rows):
        said = dict(zip(names, row, strict=True))
        line = json.dumps(said, ensure_ascii=False, default=_plain)
        yield f"{',' if number else ''}\n{line}".encode()
    yield b"\n]\n"


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(value)


@files.claims
def addresses_in_use(among: Sequence[str]) -> Iterator[str]:
    """Every version that was ever published, and the catalogue."""
    yield from Distribution.objects.filter(sha256__in=among).values_list("sha256", flat=True)
    yield from CatalogueFile.objects.filter(sha256__in=among).values_list("sha256", flat=True)
