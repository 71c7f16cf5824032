"""A seal for each day: made once, public, and wrong when anything under it was changed."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import DatabaseError, transaction
from django.test import Client

from hubung.audit import commands, health, keys, seals
from hubung.audit.chain import Broken
from hubung.audit.choices import Act
from hubung.audit.models import Entry, Seal
from hubung.audit.recording import record
from hubung.cases import services
from hubung.cases.models import Case
from hubung.kernel import clock
from hubung.kernel.chains import canonical
from tests.integration.audit.conftest import behind_its_back, run
from tests.support.ministry import Ministry


@contextmanager
def on(day: int) -> Iterator[None]:
    """At noon in Jakarta, in November 2026."""
    with clock.travel(datetime(2026, 11, day, 5, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def case(ministry: Ministry) -> Case:
    """Three days: something on record and a step of a case on each, and a seal after each."""
    with on(2):
        case = services.receive_case(channel="web", text="Perlintasan tanpa palang.")
        record(Act.CASE_READ, ministry.sekar, case.subject)
    with on(3):
        seals.seal_if_due()
        services.take_case(actor=ministry.ratih, case=case)
        record(Act.CASE_READ, ministry.gatra, case.subject)
    with on(4):
        seals.seal_if_due()
    return case


def test_a_day_is_sealed_once(case: Case) -> None:
    assert [(one.number, str(one.day)) for one in Seal.objects.all()] == [
        (1, "2026-11-02"),
        (2, "2026-11-03"),
    ]
    with on(4):
        assert seals.seal_if_due() is None
    with on(7):
        made = seals.seal_if_due()
    assert made is not None
    assert str(made.day) == "2026-11-06", "days without a worker are covered by the next seal"
    assert seals.verify() is None


def test_the_day_is_that_of_the_head_office(ministry: Ministry) -> None:
    with clock.travel(datetime(2026, 11, 2, 16, 59, tzinfo=UTC)):
        assert str(seals.day_to_seal(None)) == "2026-11-01"
    with clock.travel(datetime(2026, 11, 2, 17, 1, tzinfo=UTC)):
        assert str(seals.day_to_seal(None)) == "2026-11-02"


def test_a_seal_counts_what_it_covers(case: Case) -> None:
    first, second = (json.loads(one.payload) for one in Seal.objects.all())
    assert (first["audit"]["entries"], second["audit"]["entries"]) == (1, 2)
    timelines = first["books"]["timelines"], second["books"]["timelines"]
    assert timelines[0]["rows"] == 1
    assert timelines[1]["first"] == timelines[0]["last"] + 1
    assert timelines[1]["rows"] == 1
    assert second["previous"] == seals.fingerprint(Seal.objects.get(number=1))


def test_the_key_is_for_its_owner_only_and_made_once(ministry: Ministry) -> None:
    run_command = CliRunner().invoke
    command = click.Command(
        "key", callback=commands.key, params=[click.Option(["--new", "anew"], is_flag=True)]
    )
    first = run_command(command).output.strip()
    assert stat.S_IMODE(keys.private_path().stat().st_mode) == 0o600
    assert run_command(command).output.strip() == first
    second = run_command(command, ["--new"]).output.strip()
    assert keys.trusted() == [first, second]
    made = Entry.objects.filter(action=Act.SEAL_KEY_MADE).order_by("id")
    assert [entry.data["key"] for entry in made] == [first, second]


def test_a_lost_key_is_not_replaced_in_silence(case: Case) -> None:
    keys.private_path().unlink()
    with on(5), pytest.raises(seals.KeyLostError):
        seals.seal_if_due()


def test_a_new_key_leaves_old_seals_verifiable(case: Case) -> None:
    keys.make(anew=True)
    with on(5):
        assert seals.seal_if_due() is not None
    assert seals.verify() is None
    said = [json.loads(one.payload)["key"] for one in Seal.objects.all()]
    assert said[0] == said[1] != said[2]


def test_anybody_reads_and_checks_the_seals(case: Case, client: Client) -> None:
    answer = client.get("/audit/segel.json")
    assert answer.headers["Content-Type"].startswith("application/x-ndjson")
    lines = [json.loads(line) for line in answer.content.decode().splitlines()]
    assert len(lines) == 2
    for line in lines:
        key = json.loads(line["payload"])["key"]
        assert keys.is_signed(line["payload"], line["signature"], key)
        assert not keys.is_signed(line["payload"] + " ", line["signature"], key)
    later = client.get("/audit/segel.json?dari=2").content.decode().splitlines()
    assert [json.loads(line) for line in later] == lines[1:]
    assert client.get("/audit/segel.json?dari=x").content == answer.content


def test_no_name_stands_in_a_seal(case: Case, ministry: Ministry, client: Client) -> None:
    said = client.get("/audit/segel.json").content.decode()
    for word in (ministry.sekar.name, ministry.sekar.email, case.number, case.subject):
        assert word not in said


def test_the_database_refuses(case: Case) -> None:
    for sql in ("UPDATE audit_seal SET signature = ''", "DELETE FROM audit_seal"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            run(sql)


@pytest.mark.parametrize(
    ("sql", "what", "why"),
    [
        ("DELETE FROM audit_seal WHERE number = 1", "seal 1", "is missing"),
        (
            "UPDATE audit_seal SET signature = (SELECT signature FROM audit_seal WHERE number = 1)"
            " WHERE number = 2",
            "seal 2 (2026-11-03)",
            "has a wrong signature",
        ),
        (
            "UPDATE audit_seal SET payload = replace(payload, '\"rows\":1', '\"rows\":2')"
            " WHERE number = 2",
            "seal 2 (2026-11-03)",
            "has a wrong signature",
        ),
        (
            "UPDATE audit_seal SET payload = 'bukan JSON' WHERE number = 2",
            "seal 2 (2026-11-03)",
            "was changed",
        ),
        (
            "UPDATE audit_seal SET day = '2026-11-05' WHERE number = 2",
            "seal 2 (2026-11-05)",
            "does not follow the seal before it",
        ),
        (
            "UPDATE cases_entry SET hash = 'x' WHERE seq = 2",
            "seal 2 (2026-11-03)",
            "does not fit the timelines: an entry was changed or swapped",
        ),
        (
            "DELETE FROM cases_entry WHERE seq = 2",
            "seal 2 (2026-11-03)",
            "covers 1 entries of the timelines; 0 are there",
        ),
        ("DELETE FROM audit_entry WHERE seq = 2", "entry 2", "is missing at the end"),
    ],
)
def test_a_change_behind_the_programs_back_is_found(
    case: Case, sql: str, what: str, why: str
) -> None:
    assert seals.verify() is None
    with behind_its_back():
        run(sql)
    assert seals.verify() == Broken(what, why)
    told = CliRunner().invoke(click.Command("verify", callback=commands.verify))
    assert (told.exit_code, told.output) == (1, f"✗ {what} {why}\n")


def test_a_log_written_anew_does_not_fit_its_seals(case: Case, ministry: Ministry) -> None:
    """An operator who has the secret key takes a reading out and chains the rest again."""
    with behind_its_back():
        run("DELETE FROM audit_entry")
        run("UPDATE audit_head SET entries = 0, hash = ''")
    record(Act.SIGNED_IN, ministry.sekar, "person:1")
    record(Act.SIGNED_IN, ministry.sekar, "person:1")
    commands.chain.lengthen()
    assert seals.verify() == Broken(
        "seal 1 (2026-11-02)", "does not fit the log: what it covers was written anew"
    )


def test_seals_of_a_strange_key_are_found(case: Case) -> None:
    strange = Ed25519PrivateKey.generate()
    known = keys._public(strange)
    one = Seal.objects.get(number=2)
    payload = canonical({**json.loads(one.payload), "key": known})
    from base64 import b64encode

    signature = b64encode(strange.sign(payload.encode())).decode()
    with behind_its_back():
        Seal.objects.filter(number=2).update(payload=payload, signature=signature)
    assert seals.verify() == Broken(
        "seal 2 (2026-11-03)", "is signed with a key that is not this installation's"
    )


def test_seals_that_were_kept_betray_an_operator_who_has_the_key(
    case: Case, client: Client, tmp_path: Path
) -> None:
    kept = tmp_path / "segel.json"
    kept.write_bytes(client.get("/audit/segel.json").content)
    verify = click.Command(
        "verify",
        callback=commands.verify,
        params=[click.Option(["--against"], type=click.Path(path_type=Path))],
    )
    assert CliRunner().invoke(verify, ["--against", str(kept)]).exit_code == 0
    one = Seal.objects.get(number=2)
    payload = one.payload.replace('"made_at":"2026-11-04T05', '"made_at":"2026-11-04T06')
    with behind_its_back():
        Seal.objects.filter(number=2).update(payload=payload, signature=keys.sign(payload))
    assert seals.verify() is None, "signed with the right key, it looks right from inside"
    told = CliRunner().invoke(verify, ["--against", str(kept)])
    assert (told.exit_code, told.output) == (1, "✗ seal 2 is not the one that was published\n")
    with behind_its_back():
        Seal.objects.filter(number=2).delete()
    told = CliRunner().invoke(verify, ["--against", str(kept)])
    assert (told.exit_code, told.output) == (1, "✗ seal 2 is missing: it was published once\n")
    kept.write_text("bukan segel\n")
    assert "a line that is no seal" in CliRunner().invoke(verify, ["--against", str(kept)]).output


def test_days_without_a_seal_are_said(case: Case, ministry: Ministry) -> None:
    with on(5):
        assert health.sealing() is None
    with on(9):
        assert "not sealed for two days" in str(health.sealing())


def test_the_check_that_the_documentation_gives_to_anybody(
    case: Case, client: Client, tmp_path: Path
) -> None:
    page = (Path(__file__).parents[3] / "docs/how-to/audit.md").read_text()
    script = tmp_path / "check.py"
    script.write_text(page.split("```python\n")[1].split("```")[0])
    saved = tmp_path / "segel.json"
    saved.write_bytes(client.get("/audit/segel.json").content)

    def check() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(script), keys.public(), str(saved)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    assert check().stdout == "1 2026-11-02 1 entries\n2 2026-11-03 2 entries\n"
    saved.write_text(saved.read_text().replace("2026-11-03", "2026-11-04"))
    assert "InvalidSignature" in check().stderr
