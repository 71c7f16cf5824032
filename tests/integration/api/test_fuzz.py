"""Calls that its own description suggests, right and wrong: no mistake, no undocumented answer.

The fuzzer reads `/api/openapi.json`, makes calls that fit it and calls that do not, with tokens of
every sort, and holds each answer against the description: status, content type, headers, body.

On PostgreSQL only: it minds the lengths of texts and characters without a meaning, SQLite does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks
from schemathesis.specs.openapi.schemas import OpenApiSchema

from hubung.api.interface import describe
from hubung.api.models import Application, Scope
from hubung.api.tokens import issue_token, register_application
from hubung.cases import services
from hubung.cases.files import keep_file
from hubung.cases.models import Attachment
from hubung.directory.models import Person
from tests.integration.api.conftest import complaint
from tests.support.ministry import build

pytestmark = [pytest.mark.django_db, pytest.mark.only("postgresql")]

EXAMPLES = 15
SEED = 151
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
OPERATIONS = [(method, path) for path, methods in describe()["paths"].items() for method in methods]


@dataclass(frozen=True)
class World:
    """What a call may hit: every sort of token, and things that are there."""

    schema: OpenApiSchema
    tokens: list[str]
    numbers: list[str]
    units: list[str]
    files: list[int]


@pytest.fixture(scope="module")
def one_connection() -> Iterator[None]:
    """Requests end on the connection that the tests' transaction is on, as at a test client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def world(one_connection: None, kept_db: None) -> World:
    """The same for every operation: the description is read once."""
    ministry = build()
    harbour = register_application(name="Aplikasi Dermaga", units=[ministry.sea])
    case = complaint()
    with BytesIO(b"Bukti bayar") as source:
        kept = keep_file(source, "bukti.txt")
    services.add_information(case=case, text="Ini buktinya", attachments=[kept])
    hidden = services.receive_case(channel="web", text="Setoran", kind="misconduct")
    at_sea = services.receive_case(channel="web", text="Pelampung kurang")
    services.move_case(actor=ministry.ratih, case=at_sea, tier=2, unit=ministry.sea, reason="Laut")

    def token(*scopes: Scope, **holder: Person | Application) -> str:
        _token, secret = issue_token(
            name="fuzz",
            scopes=scopes or tuple(Scope),
            days=1,
            requests_per_hour=1_000_000,
            **holder,  # type: ignore[arg-type]
        )
        return f"Bearer {secret}"

    return World(
        schema=schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application()),
        tokens=[
            token(person=ministry.ratih),
            token(person=ministry.damar),
            token(person=ministry.sekar),
            token(application=harbour),
            token(Scope.DIRECTORY_READ, person=ministry.ratih),
            "Bearer hub_unknown",
            "Basic eDp5",
            "",
        ],
        numbers=[case.number, hidden.number, at_sea.number],
        units=[ministry.sea.code, ministry.bitung.code],
        files=list(Attachment.objects.values_list("pk", flat=True)),
    )


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_answer_is_documented(world: World, method: str, path: str) -> None:
    for mode in GenerationMode:
        _fuzz(world, method, path, mode)


def _fuzz(world: World, method: str, path: str, mode: GenerationMode) -> None:
    operation = world.schema[path][method]
    known = {"number": world.numbers, "code": world.units, "attachment_id": world.files}

    @seed(SEED)
    @settings(
        max_examples=EXAMPLES,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(call=operation.as_strategy(generation_mode=mode), data=st.data())
    def fuzz(call: schemathesis.Case, data: st.DataObject) -> None:
        for name, values in known.items():
            # Three of four calls are about something that is there.
            if name in (call.path_parameters or {}) and data.draw(st.integers(0, 3)):
                call.path_parameters[name] = data.draw(st.sampled_from(values))
        # Those that open something come twice as often as the rest.
        token = data.draw(st.sampled_from(world.tokens[:4] * 2 + world.tokens[4:]))
        call.headers = {**(call.headers or {}), "Authorization": token}
        call.validate_response(call.call(), checks=CHECKS)

    fuzz()
