"""The settings, told from the settings themselves: a sample file and the reference page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from hubung.project.conf import PREFIX, Settings

_PAGE = """# Settings

Every setting has a default that suits the demonstration. To change one, write it in `hubung.toml`
in the state folder (`var/` of the checkout, or `HUBUNG_HOME`), or set its variable in the
environment, which is stronger. A secret may be kept in a file of its own: add `_FILE` to the
variable's name and give the path. Lists in a variable are written as `["a", "b"]`.

`hubung settings` prints the values in force as a commented `hubung.toml`; `hubung check` finds
names that do not exist and values that cannot work.
"""


def sample(settings: Settings) -> str:
    """The values in force as a commented TOML file; secrets are left out."""
    lines = []
    for name, field, value in _own(settings):
        if name != "home":
            lines += _entry(name, field, value)
    for name, section in _sections(settings):
        lines += ["", f"# {_title(section)}", f"[{name}]"]
        for key, field, value in _own(section):
            lines += _entry(key, field, "" if re.search("password|secret", key) else value)
    return "\n".join(lines) + "\n"


def page() -> str:
    """docs/reference/settings.md, from the defaults."""
    defaults = Settings.model_construct()
    lines = [_PAGE, "## General", "", *_table("", _own(defaults))]
    for name, section in _sections(defaults):
        lines += ["", f"## [{name}] {_title(section)}", "", *_table(f"{name}__", _own(section))]
    return "\n".join(lines) + "\n"


def _own(model: BaseModel) -> Iterator[tuple[str, FieldInfo, Any]]:
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if not isinstance(value, BaseModel):
            yield name, field, value


def _sections(settings: Settings) -> Iterator[tuple[str, BaseModel]]:
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        if isinstance(value, BaseModel):
            yield name, value


def _title(section: BaseModel) -> str:
    return (type(section).__doc__ or "").strip().rstrip(".")


def _entry(name: str, field: FieldInfo, value: Any) -> list[str]:
    return [f"# {field.description}", f"{name} = {_toml(value)}"]


def _toml(value: Any) -> str:
    """As TOML writes it: like JSON, but for tables."""
    if isinstance(value, BaseModel):
        pairs = [f"{name} = {_toml(field)}" for name, field in value]
        return "{ " + ", ".join(pairs) + " }"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False)


def _table(prefix: str, rows: Iterator[tuple[str, FieldInfo, Any]]) -> Iterator[str]:
    yield "| setting | variable | default | meaning |"
    yield "|---|---|---|---|"
    for name, field, value in rows:
        shown = "`var/`" if name == "home" else f"`{_toml(value)}`"
        variable = f"{PREFIX}{prefix}{name}".upper()
        yield f"| `{name}` | `{variable}` | {shown} | {field.description} |"
