"""A civic application for tests, which speaks both formats."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from hubung.api.models import Application, Scope
from hubung.api.tokens import issue_token, register_application
from tests.support.ministry import Ministry, build

ITEMS = {"service_requests": "request", "services": "service", "errors": "error"}


@dataclass(frozen=True)
class Answer:
    """What came back, as lists, mappings and texts whatever the format."""

    status: int
    content: Any
    headers: dict[str, str]

    @property
    def ids(self) -> list[str]:
        return [each["service_request_id"] for each in self.content]

    @property
    def faults(self) -> list[str]:
        assert {str(each["code"]) for each in self.content} == {str(self.status)}
        return [each["description"] for each in self.content]


class Civic:
    """An application with a key that asks in one format."""

    def __init__(self, key: str = "", form: str = "json") -> None:
        self.client = Client(headers={"Accept-Language": "en"}, enforce_csrf_checks=True)
        self.key, self.form = key, form

    def get(self, name: str, **query: str) -> Answer:
        given = ({"api_key": self.key} if self.key else {}) | query
        return self._read(self.client.get(f"/open311/v2/{name}.{self.form}", given))

    def post(self, **sent: str) -> Answer:
        """`attribute__code` stands for `attribute[code]`."""
        return self.send(
            {
                name.replace("__", "[") + ("]" if "__" in name else ""): value
                for name, value in sent.items()
            }
        )

    def send(self, fields: dict[str, str]) -> Answer:
        given = ({"api_key": self.key} if self.key else {}) | fields
        return self._read(self.client.post(f"/open311/v2/requests.{self.form}", given))

    def _read(self, response: Any) -> Answer:
        kind = "application/json" if self.form == "json" else "text/xml"
        assert response["Content-Type"] == f"{kind}; charset=utf-8"
        if self.form == "json":
            content = json.loads(response.content)
        else:
            assert response.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
            content = plain(ElementTree.fromstring(response.content))  # noqa: S314 - our own
        return Answer(response.status_code, content, dict(response.headers))


def plain(element: ElementTree.Element) -> Any:
    """An element as the standard maps it to JSON, with every value a text."""
    inner = list(element)
    if element.tag in (*ITEMS, "attributes", "values", "endpoints", "formats"):
        singular = ITEMS.get(element.tag, element.tag.removesuffix("s"))
        assert {each.tag for each in inner} <= {singular}
        return [plain(each) for each in inner]
    if inner:
        assert len({each.tag for each in inner}) == len(inner)
        return {each.tag: plain(each) for each in inner}
    return element.text


def as_texts(content: Any) -> Any:
    """JSON as the XML says it."""
    if isinstance(content, dict):
        return {name: as_texts(value) for name, value in content.items()}
    if isinstance(content, list):
        return [as_texts(value) for value in content]
    if isinstance(content, bool):
        return "true" if content else "false"
    return None if content in (None, "") else str(content)


@pytest.fixture
def ministry(db: None) -> Ministry:
    return build()


def key_of(application: Application, *scopes: Scope, per_hour: int = 1000) -> str:
    _token, secret = issue_token(
        name="test",
        scopes=scopes or (Scope.CASES_READ, Scope.CASES_WRITE),
        days=30,
        application=application,
        requests_per_hour=per_hour,
    )
    return secret


@pytest.fixture
def harbour(ministry: Ministry) -> Application:
    return register_application(name="Aplikasi Dermaga", units=[ministry.rail])


@pytest.fixture
def civic(harbour: Application) -> Civic:
    return Civic(key_of(harbour))
