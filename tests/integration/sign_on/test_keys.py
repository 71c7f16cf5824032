"""The keys of the sign-on: made at first use, announced before they sign, believed for a while."""

from __future__ import annotations

import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.contrib.sessions.backends.base import SessionBase
from pytest_django.fixtures import Settings

from hubung.audit.choices import Act
from hubung.audit.models import Entry
from hubung.cli import main
from hubung.directory.accounts.provider import signing
from hubung.kernel import clock
from hubung.kernel.keyring import KeysError
from tests.integration.sign_on.test_protocol import let_in
from tests.support.relying_party import Answer, RelyingParty, ask

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def file(settings: Settings, tmp_path: Path) -> Path:
    """A file of this test's own."""
    file = tmp_path / "sign-on.keys"
    keys = settings.HUBUNG.keys.model_copy(update={"sign_on_file": str(file)})
    settings.HUBUNG = settings.HUBUNG.model_copy(update={"keys": keys})
    return file


@pytest.mark.once
def test_the_first_is_made_at_first_use_and_nobody_else_reads_it(file: Path) -> None:
    assert not file.exists()
    first = signing.current()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert signing.current() == first
    assert "PRIVATE KEY" in first.pem


@pytest.mark.once
def test_a_new_key_is_announced_before_it_signs_and_the_old_one_believed_after() -> None:
    first = signing.current()
    second = signing.rotate()
    assert [key.kid for key in signing.published()] == [first.kid, second.kid]
    assert signing.current().kid == first.kid
    with clock.travel(clock.now() + signing.ANNOUNCED + timedelta(seconds=1)):
        assert signing.current().kid == second.kid
        assert first.kid in [key.kid for key in signing.published()]
    with clock.travel(clock.now() + timedelta(days=2)):
        assert [key.kid for key in signing.published()] == [second.kid]


@pytest.mark.once
def test_a_key_that_others_may_have_is_gone_at_once() -> None:
    first = signing.current()
    signing.rotate()
    made = signing.rotate(at_once=True)
    assert [key.kid for key in signing.published()] == [made.kid]
    assert signing.current().kid == made.kid != first.kid


@pytest.mark.once
def test_a_file_that_holds_no_keys_is_said_so(file: Path) -> None:
    file.write_text("[{}]")
    with pytest.raises(KeysError, match="can't be read"):
        signing.current()


def test_rotated_at_the_command_line_while_an_application_goes_on(
    register: Callable[..., RelyingParty], visit: Callable[..., Answer], ratih_in: SessionBase
) -> None:
    party = register()
    before = let_in(party, visit, ratih_in)["id_token"]
    said = CliRunner().invoke(main, ["keys", "sign-on", "rotate"])
    assert said.exit_code == 0, said.output
    assert len(ask(party.discovered["jwks_uri"]).json()["keys"]) == 2
    party.believed(before)
    listed = CliRunner().invoke(main, ["keys", "sign-on", "list"]).output
    assert "signs" in listed
    assert "waits" in listed
    assert Entry.objects.get(action=Act.SIGN_ON_KEY_MADE).data["at_once"] is False
