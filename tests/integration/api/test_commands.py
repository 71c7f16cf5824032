"""Tokens at the command line."""

from __future__ import annotations

import click
import pytest

from hubung.api import commands
from hubung.api.models import Application, Token
from hubung.audit.models import Entry
from tests.integration.api.conftest import Api
from tests.support.ministry import Ministry

pytestmark = pytest.mark.django_db


def create(name: str = "x", **options: object) -> None:
    given = {"person": None, "application": None, "scopes": ("directory:read",)}
    commands.create_token(name, **(given | {"days": 30, "per_hour": 100} | options))  # type: ignore[arg-type]


def test_a_token_from_its_making_to_its_end(
    ministry: Ministry, capsys: pytest.CaptureFixture[str]
) -> None:
    create("Rekap", person="RATIH@dephub.go.id")
    printed = capsys.readouterr()
    secret = printed.out.strip()
    assert "never shown again" in printed.err
    assert Api(secret).get("/units").status == 200
    commands.list_tokens()
    listed = capsys.readouterr().out
    assert "Ratih Kembangsore" in listed
    assert secret not in listed
    token = Token.objects.get()
    commands.revoke(token.pk)
    assert Api(secret).get("/units").status == 401
    capsys.readouterr()
    commands.list_tokens()
    assert capsys.readouterr().out == ""
    told = [(entry.subject, entry.action) for entry in Entry.objects.order_by("pk")]
    acts = ("token_issued", "token_elsewhere", "token_revoked")
    assert told == [(f"token:{token.pk}", act) for act in acts]


def test_an_application(ministry: Ministry, capsys: pytest.CaptureFixture[str]) -> None:
    commands.register("Aplikasi Dermaga", ("DJPL", "DJKA"))
    capsys.readouterr()
    create(application="Aplikasi Dermaga")
    secret = capsys.readouterr().out.strip()
    assert Api(secret).get("/token").json["holder"] == "Aplikasi Dermaga"
    units = Application.objects.get().units.values_list("code", flat=True)
    assert sorted(units) == ["DJKA", "DJPL"]


def test_what_is_wrong_is_said(ministry: Ministry) -> None:
    for wrong in (
        {},
        {"person": "x@dephub.go.id"},
        {"application": "none"},
        {"person": "ratih@dephub.go.id", "application": "none"},
        {"person": "ratih@dephub.go.id", "days": 1000},
    ):
        with pytest.raises(click.ClickException):
            create(**wrong)
    with pytest.raises(click.ClickException, match="NO-UNIT"):
        commands.register("A", ("DJPL", "NO-UNIT"))
    with pytest.raises(click.ClickException):
        commands.revoke(1)
    assert not Token.objects.exists()
