"""The command line: its help, and how it tells what is wrong."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from hubung import cli
from tests.support.program import Program


def commands(
    command: click.Command = cli.main, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from commands(found, (*path, name))


ALL = list(commands())


@pytest.mark.parametrize(("path", "command"), ALL, ids=[" ".join(path) for path, _ in ALL])
def test_every_command_has_help(path: tuple[str, ...], command: click.Command) -> None:
    result = CliRunner().invoke(cli.main, [*path, "--help"])
    assert result.exit_code == 0
    assert len(command.get_short_help_str()) > 10
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{parameter.name} has no help"


def test_the_commands_of_the_design_exist() -> None:
    names = {" ".join(path) for path, _ in ALL}
    assert names >= {
        *("serve", "web", "worker", "mail receive", "mail dkim", "demo load", "check", "migrate"),
        *("directory import", "cases verify", "cases import", "bench intake"),
    }


MODULES = [module.read_text() for module in Path(cli.__file__).parent.glob("*.py")]


@pytest.mark.parametrize(
    "target", sorted({name for text in MODULES for name in re.findall(r'\bcall\("([^"]+)"', text)})
)
def test_what_a_command_calls_exists(target: str) -> None:
    module, function = target.split(":")
    assert callable(getattr(importlib.import_module(module), function))


def test_help_loads_nothing_of_the_program() -> None:
    code = (
        "import sys; from hubung.cli import main; main(['--help'], standalone_mode=False);"
        "sys.exit(any(name in sys.modules for name in ('django', 'pydantic')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_help_works_with_settings_that_are_broken(tmp_path: Path) -> None:
    (tmp_path / "hubung.toml").write_text("this is not TOML")
    assert Program(tmp_path).run("--help").returncode == 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[mail]\nsmtp_prot = 25", "Error: mail.smtp_prot is not a setting.\n"),
        ("colour = 1", "Error: colour is not a setting.\n"),
        ("[limits]\nfiles = 'many'", "Error: limits.files: Input should be a valid integer"),
        ("oops", "hubung.toml: Expected '=' after a key"),
        ("[mail]\ncase_addresses = []", "Error: mail.case_addresses: List should have at least 1"),
    ],
)
def test_wrong_settings_are_told_in_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "hubung.toml").write_text(text)
    result = Program(tmp_path).run("serve")
    assert result.returncode == 1
    assert sentence in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_check_finds_nothing_in_a_prepared_installation(program: Program) -> None:
    result = program.run("check")
    assert result.returncode == 0, result.stdout
    assert "This installation can work." in result.stdout
    assert "No relay: messages wait in the outbox." in result.stdout


def test_check_tells_each_thing_that_is_wrong(program: Program) -> None:
    (program.home / "data.keys").touch()
    for name in ("secret.key", "data.keys"):
        (program.home / name).chmod(0o644)
    program.home.chmod(0o755)
    (program.home / "static" / "staticfiles.json").unlink()
    program.settings = {
        "HUBUNG_MIAL__RELAY": "127.0.0.1:25",
        "HUBUNG_WEB__PUBLIC_URL": "http://151.example",
        "HUBUNG_MAIL__CASE_ADDRESSES": '["info@elsewhere.example"]',
        "HUBUNG_DEBUG": "true",
        "HUBUNG_MAIL__LISTEN": "192.0.2.1",
    }
    result = program.run("check")
    assert result.returncode == 1
    for sentence in (
        "settings: The variable HUBUNG_MIAL__RELAY is not a setting: is it spelled right?",
        f"secret key: Others can read {program.home / 'secret.key'}",
        f"keys: Others can read {program.home / 'data.keys'}",
        f"state folder: Others can read {program.home}",
        "static files: The static files are not collected: run `hubung prepare`.",
        "settings: debug is on",
        "web: public_url is not https",
        "mail in: info@elsewhere.example is in none of the domains",
        "ports: Port ",
    ):
        assert sentence in result.stdout


def test_check_tells_that_the_database_is_away(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    away = Program(tmp_path, f"postgresql:///hubung?host={tmp_path}&user=nobody")
    result = away.run("check")
    assert result.returncode == 1
    assert "database: The database doesn't answer:" in result.stdout


def test_check_of_a_running_installation_asks_for_its_processes(program: Program) -> None:
    program.start()
    assert program.run("check").returncode == 0


def test_prepare_may_be_repeated(program: Program) -> None:
    before = program.rows("SELECT count(*) FROM django_migrations")
    result = program.run("prepare")
    assert result.returncode == 0, result.stderr
    assert not list(program.home.glob("*-wal")), "the file of SQLite is not whole without its log"
    assert program.rows("SELECT count(*) FROM django_migrations") == before
