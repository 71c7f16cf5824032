"""Every sentence in English has its Indonesian, in every app."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).parents[3] / "src/hubung"
CATALOGUES = sorted(SOURCE.glob("**/locale/id/LC_MESSAGES/django.po"))
KEYWORDS = ["gettext_lazy", "ngettext_lazy:1,2", "pgettext:1c,2", "pgettext_lazy:1c,2"]
KEYWORDS += ["npgettext:1c,2,3", "npgettext_lazy:1c,2,3", "gettext_noop", "_"]


def _app(catalogue: Path) -> Path:
    return catalogue.parents[3]


def _name(catalogue: Path) -> str:
    return _app(catalogue).relative_to(SOURCE).as_posix()


def _in_app(app: Path, pattern: str) -> list[Path]:
    """Files of an app, without those of an app inside it that has its own catalogue."""
    inner = [_app(other) for other in CATALOGUES if app in _app(other).parents]
    return [
        path
        for path in app.rglob(pattern)
        if not any(other in path.parents for other in inner) and "migrations" not in path.parts
    ]


def _key(message: Message) -> tuple[str | None, str]:
    identity = message.id if isinstance(message.id, str) else message.id[0]
    return message.context, identity


def _used(app: Path, folder: Path) -> set[tuple[str | None, str]]:
    """(context, English) of every sentence in an app's code and templates."""
    sources = []
    for number, path in enumerate(_in_app(app, "*.py")):
        sources.append(folder / f"{number}-{path.name}")
        sources[-1].write_text(path.read_text())
    for number, path in enumerate(_in_app(app, "*.html") + _in_app(app, "*.txt")):
        sources.append(folder / f"{number}-{path.name}.py")
        sources[-1].write_text(templatize(path.read_text()))
    xgettext = shutil.which("xgettext")
    assert xgettext, "xgettext is missing: sudo apt-get install gettext"
    found = subprocess.run(
        [xgettext, "--language=Python", "--from-code=UTF-8", "--output=-"]
        + [f"--keyword={keyword}" for keyword in KEYWORDS]
        + [str(source) for source in sources],
        capture_output=True,
        check=True,
    )
    template = found.stdout
    for blank, filled in (("CHARSET", "UTF-8"), ("INTEGER", "2"), ("EXPRESSION", "n != 1")):
        template = template.replace(blank.encode(), filled.encode())
    return {_key(message) for message in read_po(io.BytesIO(template)) if message.id}


def _placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)[sd]|\{\w*\}", text))


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=_name)
def test_catalogue_says_everything_the_app_says(catalogue: Path, tmp_path: Path) -> None:
    with catalogue.open("rb") as file:
        translated = {_key(m) for m in read_po(file, locale="id") if m.id and m.string}
    missing = _used(_app(catalogue), tmp_path) - translated
    assert not missing


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=_name)
def test_translations_are_sure_and_keep_their_placeholders(catalogue: Path) -> None:
    with catalogue.open("rb") as file:
        messages = [message for message in read_po(file, locale="id") if message.id]
    assert messages
    for message in messages:
        assert not message.fuzzy, message.id
        english = message.id if isinstance(message.id, str) else message.id[-1]
        string = message.string or ""
        for text in [string] if isinstance(string, str) else string:
            assert text, f"{english!r} has no translation"
            assert _placeholders(str(text)) == _placeholders(english)


def test_a_sentence_has_one_translation() -> None:
    """Catalogues are merged: of two translations, one would show up in the other's place."""
    translations = defaultdict(set)
    for catalogue in CATALOGUES:
        with catalogue.open("rb") as file:
            for message in read_po(file, locale="id"):
                if message.id:
                    translations[_key(message)].add(str(message.string))
    assert not {key: said for key, said in translations.items() if len(said) > 1}


def test_every_app_that_speaks_has_a_catalogue() -> None:
    speaking = {
        path
        for path in SOURCE.rglob("*.html")
        if re.search(r"{% (?:blocktranslate|translate) ", path.read_text())
    }
    covered = [_app(catalogue) for catalogue in CATALOGUES]
    assert not [path for path in speaking if not any(app in path.parents for app in covered)]
