"""One resource read or written: what a request and an operation of a bulk have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from scim2_models import (
    Context,
    NotFoundException,
    PatchOp,
    PreconditionFailedException,
    Resource,
    ResponseParameters,
)

from hubung.scim import faults
from hubung.scim.callers import Caller
from hubung.scim.ids import id_of, key_of
from hubung.scim.kinds import Kind
from hubung.scim.reading import POLICY, check_patch
from hubung.scim.rendering import matches


@dataclass(frozen=True)
class Result:
    """What came of it; `shown` None where the answer has no body."""

    status: int
    shown: dict[str, Any] | None = None
    location: str = ""
    version: str = ""


@dataclass(frozen=True)
class Terms:
    """What a request says beside its body.

    `if_match`: the versions that it may be done to; `asked`: attributes of the answer.
    """

    if_match: str = ""
    asked: Mapping[str, Any] = field(default_factory=dict)


def read(caller: Caller, kind: Kind, pk: str, terms: Terms) -> Result:
    return _result(caller, kind, _find(caller, kind, pk), terms, 200)


def create(caller: Caller, kind: Kind, body: Mapping[str, Any], terms: Terms) -> Result:
    wanted_of_answer(kind, terms.asked)  # before anything is done
    prepared = kind.prepare(body, None)
    with POLICY:
        wanted = kind.model.model_validate(prepared, scim_ctx=Context.RESOURCE_CREATION_REQUEST)
    with faults.told(), transaction.atomic():
        pk = kind.create(caller, wanted)
    return _result(caller, kind, _find(caller, kind, id_of(kind.letter, pk)), terms, 201)


def replace(caller: Caller, kind: Kind, pk: str, body: Mapping[str, Any], terms: Terms) -> Result:
    with transaction.atomic():
        row, now = _held(caller, kind, pk, terms)
        prepared = kind.prepare(body, now)
        with POLICY:
            wanted = kind.model.model_validate(
                prepared, scim_ctx=Context.RESOURCE_REPLACEMENT_REQUEST
            )
            differs = wanted.replace(now)
        if differs:
            _change(caller, kind, row, wanted)
    return _result(caller, kind, _find(caller, kind, pk), terms, 200)


def patch(caller: Caller, kind: Kind, pk: str, body: Mapping[str, Any], terms: Terms) -> Result:
    model: Any = kind.model
    check_patch(body)
    with transaction.atomic():
        row, now = _held(caller, kind, pk, terms)
        with POLICY:
            asked = PatchOp[model].model_validate(body, scim_ctx=Context.RESOURCE_PATCH_REQUEST)
            differs = asked.patch(now)
        if differs:
            _change(caller, kind, row, now)
    return _result(caller, kind, _find(caller, kind, pk), terms, 200)


def delete(caller: Caller, kind: Kind, pk: str, terms: Terms) -> Result:
    with transaction.atomic():
        row, _now = _held(caller, kind, pk, terms)
        with faults.told():
            kind.remove(caller, row)
    return Result(204)


def wanted_of_answer(kind: Kind, asked: Mapping[str, Any]) -> ResponseParameters[Any]:
    """Which attributes the answer is to hold. Raises ValidationError."""
    model: Any = kind.model
    with POLICY:
        found: ResponseParameters[Any] = ResponseParameters[model].model_validate(dict(asked))
    return found


def dump(resource: Resource[Any], parameters: ResponseParameters[Any]) -> dict[str, Any]:
    return resource.model_dump(
        scim_ctx=Context.RESOURCE_QUERY_RESPONSE, response_parameters=parameters
    )


def _change(caller: Caller, kind: Kind, row: Any, wanted: Resource[Any]) -> None:
    with faults.told():
        kind.change(caller, row, wanted)


def _held(caller: Caller, kind: Kind, pk: str, terms: Terms) -> tuple[Any, Resource[Any]]:
    """A row that nobody else changes until the transaction ends, in a version that was named."""
    wanted_of_answer(kind, terms.asked)  # before anything is done
    known = kind.known_to(caller)
    key = key_of(kind.letter, pk)
    locked = known.model._default_manager.select_for_update().filter(pk=key).first()
    row = _find(caller, kind, pk) if locked is not None else None
    if row is None:
        raise _nothing(kind, pk)
    shown = kind.show(caller, [row], {})[0]
    version = shown.meta.version if shown.meta else ""
    if terms.if_match and not matches(terms.if_match, version or ""):
        raise PreconditionFailedException(
            detail=_("It has changed meanwhile: read it again, its version is %(version)s now.")
            % {"version": version}
        )
    return row, shown


def _find(caller: Caller, kind: Kind, pk: str) -> Any:
    row = kind.with_details(kind.known_to(caller)).filter(pk=key_of(kind.letter, pk)).first()
    if row is None:
        raise _nothing(kind, pk)
    return row


def _result(caller: Caller, kind: Kind, row: Any, terms: Terms, status: int) -> Result:
    parameters = wanted_of_answer(kind, terms.asked)
    resource = kind.show(caller, [row], terms.asked)[0]
    meta = resource.meta
    assert meta is not None  # noqa: S101 - every shown resource has one
    return Result(status, dump(resource, parameters), meta.location or "", meta.version or "")


def _nothing(kind: Kind, pk: str) -> NotFoundException:
    return NotFoundException(
        detail=_("There is no %(kind)s with the id “%(id)s”.") % {"kind": kind.name, "id": pk[:40]}
    )
