"""Many operations in one request, each on its own: what one refuses, the others do not feel."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError
from scim2_models import (
    ConflictException,
    Context,
    InvalidPathException,
    InvalidSyntaxException,
    InvalidValueException,
    PayloadTooLargeException,
    SCIMException,
)

from hubung.scim import faults, kinds, operations
from hubung.scim.callers import Caller
from hubung.scim.operations import Result, Terms

_REQUEST = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"
_RESPONSE = "urn:ietf:params:scim:api:messages:2.0:BulkResponse"
OPERATIONS = 100
BYTES = 1_048_576
_REFERENCE = re.compile(r"bulkId:([^\s/\"]{1,100})")


@dataclass(frozen=True)
class Operation:
    """One of them, as it was sent."""

    method: str
    path: str
    bulk_id: str
    version: str
    data: Any

    @classmethod
    def of(cls, sent: Any) -> Operation:
        found = {name.lower(): value for name, value in sent.items()} if _is(sent) else {}

        def text(name: str) -> str:
            value = found.get(name)
            return value if isinstance(value, str) else ""

        return cls(
            text("method").upper(),
            text("path"),
            text("bulkid"),
            text("version"),
            found.get("data"),
        )


def perform(caller: Caller, body: Mapping[str, Any]) -> dict[str, Any]:
    """Work through a bulk request. Raises SCIMException for one that is none as a whole."""
    found = {name.lower(): value for name, value in body.items()}
    sent, most = found.get("operations"), found.get("failonerrors")
    if _REQUEST not in (found.get("schemas") or []) or not isinstance(sent, list):
        raise InvalidSyntaxException(detail=_("A bulk request has its schema and Operations."))
    if most is not None and (not isinstance(most, int) or isinstance(most, bool) or most < 1):
        raise InvalidValueException(detail=_("failOnErrors is a number from 1."))
    if len(sent) > OPERATIONS:
        raise PayloadTooLargeException(
            detail=_("Send at most %(count)d operations in a request.") % {"count": OPERATIONS}
        )
    return _Job(caller, [Operation.of(each) for each in sent], most).run()


class _Job:
    """Operations that name a resource of another operation wait until that one is there."""

    def __init__(self, caller: Caller, sent: list[Operation], most: int | None) -> None:
        self._caller, self._sent, self._most = caller, sent, most
        self._ids: dict[str, str] = {}
        self._failed: set[str] = set()
        self._errors = 0
        self._answers: dict[int, dict[str, Any]] = {}

    def run(self) -> dict[str, Any]:
        waiting = list(enumerate(self._sent))
        while waiting and not self._is_over():
            ready = [each for each in waiting if self._is_ready(each[1])]
            # What is left refers to itself in a circle: it is told so, one by one.
            for place, operation in ready or waiting[:1]:
                if self._is_over():
                    break
                self._do(place, operation)
            waiting = [each for each in waiting if each[0] not in self._answers]
        return {
            "schemas": [_RESPONSE],
            "Operations": [self._answers[place] for place in sorted(self._answers)],
        }

    def _is_over(self) -> bool:
        return self._most is not None and self._errors >= self._most

    def _is_ready(self, operation: Operation) -> bool:
        made = {each.bulk_id for each in self._sent if each.method == "POST"}
        open_ones = made - self._ids.keys() - self._failed
        return not open_ones.intersection(_references(operation.path, operation.data))

    def _do(self, place: int, operation: Operation) -> None:
        try:
            result = self._perform(operation)
            if operation.method == "POST":
                self._ids[operation.bulk_id] = result.location.rpartition("/")[2]
            self._answers[place] = self._told(operation, result)
        except (SCIMException, ValidationError) as problem:
            self._errors += 1
            self._failed.add(operation.bulk_id)
            error = faults.error_of(problem)
            body = error.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE)
            result = Result(error.status or 400, body, self._location(operation))
            self._answers[place] = self._told(operation, result)

    def _perform(self, operation: Operation) -> Result:
        endpoint, _slash, named = operation.path.strip("/").partition("/")
        kind = kinds.at(endpoint)
        if kind is None or "/" in named or bool(named) == (operation.method == "POST"):
            raise InvalidPathException(
                detail=_("“%(path)s” is no address for this method in a bulk request.")
                % {"path": operation.path[:80]}
            )
        terms = Terms(if_match=operation.version)
        pk = str(self._resolved(named))
        if operation.method == "DELETE":
            return operations.delete(self._caller, kind, pk, terms)
        data = self._resolved(operation.data)
        if not _is(data):
            raise InvalidValueException(detail=_("The operation needs its data."))
        match operation.method:
            case "POST":
                if not operation.bulk_id or operation.bulk_id in self._ids:
                    raise InvalidValueException(
                        detail=_("Each POST has a bulkId that no other one has.")
                    )
                return operations.create(self._caller, kind, data, terms)
            case "PUT":
                return operations.replace(self._caller, kind, pk, data, terms)
            case "PATCH":
                return operations.patch(self._caller, kind, pk, data, terms)
        raise InvalidSyntaxException(detail=_("A method is POST, PUT, PATCH or DELETE."))

    def _resolved(self, value: Any) -> Any:
        """With ids in the place of bulkIds. Raises ConflictException for what stands for none."""
        if isinstance(value, str):
            return _REFERENCE.sub(lambda match: self._id_of(match[1]), value)
        if isinstance(value, list):
            return [self._resolved(each) for each in value]
        if _is(value):
            return {name: self._resolved(each) for name, each in value.items()}
        return value

    def _id_of(self, bulk_id: str) -> str:
        if bulk_id not in self._ids:
            raise ConflictException(
                detail=_("Nothing was made with the bulkId “%(id)s”.") % {"id": bulk_id}
            )
        return self._ids[bulk_id]

    def _location(self, operation: Operation) -> str:
        if operation.method == "POST" or "bulkId:" in operation.path:
            return ""
        return f"{self._caller.base}/{operation.path.strip('/')}"

    def _told(self, operation: Operation, result: Result) -> dict[str, Any]:
        told: dict[str, Any] = {"method": operation.method, "status": str(result.status)}
        if operation.bulk_id:
            told["bulkId"] = operation.bulk_id
        if location := result.location or self._location(operation):
            told["location"] = location
        if result.version:
            told["version"] = result.version
        if result.status >= 400:
            told["response"] = result.shown
        return told


def _references(*values: Any) -> Iterator[str]:
    """The bulkIds that something names."""
    waiting = list(values)
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield from _REFERENCE.findall(value)
        elif isinstance(value, list):
            waiting += value
        elif _is(value):
            waiting += value.values()


def _is(value: Any) -> bool:
    """Whether it is a JSON object."""
    return isinstance(value, dict)
