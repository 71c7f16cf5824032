"""What a table points to lies below it, or beside it in the same layer's app: as imports do."""

from __future__ import annotations

import tomllib
from pathlib import Path

from django.apps import apps
from django.db import models

ROOT = Path(__file__).parents[3]


def _layers() -> dict[str, int]:
    """The package of each layer with its height, from the contract that imports are held to."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = contract["contracts"][0]["layers"]
    return {
        name.strip(): height
        for height, layer in enumerate(reversed(layers))
        for name in layer.split("|")
    }


def _package(model: type[models.Model]) -> str | None:
    """The layer's package that a model lives in; None for a library's."""
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "hubung" else None


def _references() -> list[tuple[str, str, str]]:
    """(package, package it points to, which field), for every relation of a table of ours."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields(include_hidden=True):
            target = field.related_model
            if not field.concrete or not isinstance(target, type):
                continue
            here, there = _package(model), _package(target)
            if here and there:
                found.append((here, there, f"{model._meta.label}.{field.name}"))
    return found


def test_no_table_points_to_a_layer_above_or_beside_it() -> None:
    height, references = _layers(), _references()
    assert ("mail", "directory") in {(here, there) for here, there, _field in references}
    assert [
        field
        for here, there, field in references
        if here != there and height[there] >= height[here]
    ] == []
