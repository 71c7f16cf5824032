"""How a command reaches the program: loaded late, and what a person can mend said plainly."""

from __future__ import annotations

import atexit
import gc
import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from hubung.project.conf import Settings

T = TypeVar("T")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def in_force() -> Settings:
    from hubung.project import conf

    return or_sentence(conf.get)


def django(*, reach: bool = False) -> None:
    """Load the program. Wrong settings, or a database out of `reach`, end it with a sentence."""
    settings = in_force()
    from hubung.project import database, parts

    if reach:
        or_sentence(database.reach, settings)
    or_sentence(parts.set_up)
    from django.db import connections

    # It stays; to look through it for garbage again and again would take a third of a command.
    gc.freeze()
    # What is frozen is not closed by going away, and SQLite's file lacks what is in the log beside
    # it until its last connection closes.
    atexit.register(connections.close_all)


def call(target: str, *arguments: Any, **options: Any) -> Any:
    """Load the program and call `module:function`, which prints and raises ClickException."""
    django(reach=True)
    module, function = target.split(":")
    return or_sentence(getattr(importlib.import_module(module), function), *arguments, **options)


def alone(name: str) -> None:
    """Run one part of the program."""
    from hubung.project import serving

    or_sentence(serving.serve_part, in_force(), name)


def or_sentence(function: Callable[..., T], *arguments: Any, **options: Any) -> T:
    """Call, turning what a person can mend into a plain sentence and exit code 1."""
    from hubung.project.conf import PlainError

    try:
        return function(*arguments, **options)
    except PlainError as error:
        raise click.ClickException(str(error)) from error
    except Exception as error:
        database = sys.modules.get("django.db")
        if database and isinstance(error, database.OperationalError):
            raise click.ClickException(f"The database doesn't answer: {error}") from error
        raise
