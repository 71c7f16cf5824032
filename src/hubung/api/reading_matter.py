"""The OpenAPI document as a page shows it: operations, types and problems, in the page's language.

Made on the server, so the page runs no script of anybody's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext as _

from hubung.api.interface import describe, operations

_REF = "#/components/schemas/"


@dataclass(frozen=True)
class Kind:
    """What a value is: words, and the type that it names, if it names one."""

    words: str
    ref: str = ""


@dataclass(frozen=True)
class Field:
    """A parameter, or a field of a type."""

    name: str
    kind: Kind
    required: bool
    meaning: str
    place: str = ""


@dataclass(frozen=True)
class Answer:
    """What an operation may answer."""

    status: str
    phrase: str
    kind: Kind


@dataclass(frozen=True)
class Operation:
    """One thing that a program can ask for."""

    name: str
    method: str
    path: str
    summary: str
    description: str
    scope: str
    parameters: list[Field]
    body: Kind | None
    answers: list[Answer]
    problems: list[Answer]


@dataclass(frozen=True)
class Type:
    """A type of the document: its words, or its fields."""

    name: str
    words: list[str]
    fields: list[Field]


def all_operations() -> list[Operation]:
    """In the order of the document."""
    document = describe()
    addressed = [
        (path, method) for path, methods in document["paths"].items() for method in methods
    ]
    return [
        _operation(path, method, each)
        for (path, method), each in zip(addressed, operations(document), strict=True)
    ]


def all_types() -> list[Type]:
    """By name."""
    schemas: dict[str, Any] = describe()["components"]["schemas"]
    return [
        Type(name, [str(word) for word in schema.get("enum", [])], list(_fields(schema)))
        for name, schema in sorted(schemas.items())
    ]


def _operation(path: str, method: str, operation: dict[str, Any]) -> Operation:
    answers = [
        Answer(status, HTTPStatus(int(status)).phrase, _content(each))
        for status, each in sorted((str(key), each) for key, each in operation["responses"].items())
    ]
    body = operation.get("requestBody")
    return Operation(
        name=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=_(operation["summary"]),
        description=_said(operation),
        scope=next(iter(operation["security"][0]["Bearer"]), ""),
        parameters=[
            Field(
                name=each["name"],
                kind=_kind(each["schema"]),
                required=each["required"],
                meaning=_said(each),
                place=each["in"],
            )
            for each in operation["parameters"]
        ],
        body=_content(body) if body else None,
        answers=[each for each in answers if each.status < "400"],
        problems=[each for each in answers if each.status >= "400"],
    )


def _fields(schema: dict[str, Any]) -> Iterator[Field]:
    required = schema.get("required", [])
    for name, each in schema.get("properties", {}).items():
        yield Field(name, _kind(each), name in required, _said(each))


def _said(described: dict[str, Any]) -> str:
    # An empty message would be translated as the head of the catalogue.
    said = described.get("description", "")
    return _(said) if said else ""


def _content(described: dict[str, Any]) -> Kind:
    content = described.get("content", {})
    if "*/*" in content:
        return Kind(_("the file itself"))
    return _kind(next(iter(content.values()))["schema"]) if content else Kind("")


def _kind(schema: dict[str, Any]) -> Kind:
    if "$ref" in schema:
        name = str(schema["$ref"]).removeprefix(_REF)
        return Kind(name, name)
    several = schema.get("anyOf", []) + schema.get("allOf", [])
    if several:
        kinds = [_kind(each) for each in several]
        ref = next((kind.ref for kind in kinds if kind.ref), "")
        return Kind(" | ".join(kind.words for kind in kinds), ref)
    if schema.get("type") == "array":
        inner = _kind(schema.get("items", {}))
        return Kind(f"[{inner.words}]", inner.ref)
    words = [str(schema.get("format") or schema.get("type") or "")]
    if "enum" in schema:
        words = [" | ".join(f"“{word}”" for word in schema["enum"])]
    for limit, sign in (("minimum", "≥"), ("maximum", "≤"), ("maxLength", "≤")):
        if limit in schema:
            words.append(f"{sign} {schema[limit]}")
    return Kind(", ".join(words))
