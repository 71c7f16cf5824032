"""Callers of the API for tests."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from hubung.api.models import Application, Scope
from hubung.api.tokens import issue_token, register_application
from hubung.cases.models import Case
from hubung.cases.services import ReporterDetails, receive_case
from hubung.directory.models import Person
from tests.support import answers, environment
from tests.support.ministry import Ministry, build

# The fuzzer runs on PostgreSQL only, and takes seconds to be read.
collect_ignore = [] if environment.engine() == "postgresql" else ["test_fuzz.py"]
STORY = "Nama saya tidak ada di manifes kapal ke Bitung, padahal tiket sudah dibayar."


class Answer(answers.Answer):
    """What came back."""

    @property
    def kind(self) -> str:
        """Of a problem: the last part of its type."""
        assert self.response["Content-Type"] == "application/problem+json"
        assert self.json["status"] == self.status
        return str(self.json["type"]).rpartition("#")[2]


class Api:
    """A program that calls the API with one token."""

    def __init__(self, secret: str = "") -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"Accept-Language": "en"}
        if secret:
            self.headers["Authorization"] = f"Bearer {secret}"

    def get(self, path: str, query: dict[str, Any] | None = None, **headers: str) -> Answer:
        found = self.client.get(f"/api/v1{path}", query, headers=self.headers | headers)
        return Answer(found)  # type: ignore[arg-type]

    def post(self, path: str, body: Any = None, *, key: str = "", **headers: str) -> Answer:
        more = {"Idempotency-Key": key} if key else {}
        found = self.client.post(
            f"/api/v1{path}",
            data="" if body is None else json.dumps(body),
            content_type="application/json",
            headers=self.headers | more | headers,
        )
        return Answer(found)  # type: ignore[arg-type]


def as_person(person: Person, *scopes: Scope, days: int = 30) -> Api:
    """Calls in the name of a person; with every scope unless some are named."""
    _token, secret = issue_token(
        name="test", scopes=scopes or tuple(Scope), days=days, person=person
    )
    return Api(secret)


def as_application(application: Application, *scopes: Scope) -> Api:
    _token, secret = issue_token(
        name="test", scopes=scopes or tuple(Scope), days=30, application=application
    )
    return Api(secret)


@pytest.fixture
def ministry(db: None) -> Ministry:
    return build()


@pytest.fixture
def harbour(ministry: Ministry) -> Application:
    """A partner's program that works for the sea directorate."""
    return register_application(name="Aplikasi Dermaga", units=[ministry.sea])


@pytest.fixture
def case(ministry: Ministry) -> Case:
    return complaint()


def complaint() -> Case:
    """A complaint of Sari that tier 1 of the contact centre has not touched."""
    return receive_case(
        channel="web",
        text=STORY,
        sector="laut",
        reporter=ReporterDetails(name="Sari Angin-Timur", email="sari@surat.example"),
    )
