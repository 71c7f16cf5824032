"""Settings: which source wins, and that they are told completely."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import BaseModel

from hubung.project import conf, conf_reference
from hubung.project.conf import InvalidSettingsError, Settings

PAGE = conf.ROOT / "docs" / "reference" / "settings.md"


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Settings]]:
    """`read(toml="…", HUBUNG_X="…")` gives the settings of an installation in that environment."""
    for name in [name for name in os.environ if name.startswith(conf.PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HUBUNG_HOME", str(tmp_path))

    def settings(toml: str = "", **variables: str) -> Settings:
        (tmp_path / conf.FILE).write_text(toml)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return conf.get.__wrapped__()

    yield settings
    # What `_FILE` variables put into the environment is not monkeypatch's to take away.
    for name in [name for name in os.environ if name.startswith(conf.PREFIX)]:
        del os.environ[name]


def test_environment_wins_over_the_file(read: Callable[..., Settings]) -> None:
    toml = "[web]\nport = 1001\n[mail]\nsmtp_port = 1002\nlmtp_port = 1003\n"
    settings = read(toml, HUBUNG_MAIL__SMTP_PORT="2002")
    assert settings.web.port == 1001
    assert (settings.mail.smtp_port, settings.mail.lmtp_port) == (2002, 1003)


def test_short_port_variable_wins_over_the_long_one(read: Callable[..., Settings]) -> None:
    settings = read("[web]\nport = 1\nhost = '::1'", HUBUNG_PORT="9", HUBUNG_WEB__PORT="5")
    assert (settings.web.port, settings.web.host) == (9, "::1")


def test_secret_from_a_file(read: Callable[..., Settings], tmp_path: Path) -> None:
    (tmp_path / "password").write_text("correct horse\n")
    settings = read(HUBUNG_MAIL__RELAY_PASSWORD_FILE=str(tmp_path / "password"))
    assert settings.mail.relay_password == "correct horse"


def test_secret_file_that_is_missing_is_told(read: Callable[..., Settings], tmp_path: Path) -> None:
    with pytest.raises(InvalidSettingsError, match="can't be read"):
        read(HUBUNG_MAIL__RELAY_PASSWORD_FILE=str(tmp_path / "nothing"))


def test_list_in_a_variable_needs_brackets(read: Callable[..., Settings]) -> None:
    with pytest.raises(InvalidSettingsError, match=r'written as \["a", "b"\]'):
        read(HUBUNG_MAIL__DOMAINS="dephub.go.id")


def test_only_the_state_folder_of_the_environment_counts(
    read: Callable[..., Settings], tmp_path: Path
) -> None:
    assert read('home = "/elsewhere"').home == tmp_path


def test_hosts_are_the_public_one_and_this_machine(read: Callable[..., Settings]) -> None:
    settings = read(
        HUBUNG_WEB__PUBLIC_URL="https://151.dephub.example/",
        HUBUNG_WEB__HOST="0.0.0.0",  # noqa: S104 - nothing listens
    )
    assert settings.public_url == "https://151.dephub.example"
    assert settings.is_https
    assert settings.allowed_hosts == ["127.0.0.1", "151.dephub.example", "[::1]", "localhost"]


def test_every_setting_says_what_it_means() -> None:
    for name, field in Settings.model_fields.items():
        section = field.annotation
        if isinstance(section, type) and issubclass(section, BaseModel):
            for key, inner in section.model_fields.items():
                assert inner.description, f"{name}.{key}"
        else:
            assert field.description, name


def test_reference_page_is_the_one_of_these_settings() -> None:
    """Write it anew with `hubung settings --markdown > docs/reference/settings.md`."""
    assert PAGE.read_text() == conf_reference.page()


def test_sample_gives_the_same_settings_again(read: Callable[..., Settings]) -> None:
    first = read("[ministry]\nname = 'Kementerian \"Contoh\"'\n[mail]\nrelay_password = 'geheim'")
    sample = conf_reference.sample(first)
    assert "geheim" not in sample
    again = read(sample)
    assert again.ministry == first.ministry
    assert again.mail == first.mail.model_copy(update={"relay_password": ""})
    assert tomllib.loads(sample)["web"]["port"] == 8151


def test_processes_that_start_at_once_share_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(conf.secret_key, [tmp_path / "home"] * 40))
    assert len(keys) == 1
    assert len(keys.pop()) >= 60
    assert (tmp_path / "home" / "secret.key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["secret.key"]
