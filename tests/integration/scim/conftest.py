"""A personnel system that provisions accounts by SCIM, for tests."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from hubung.api.models import Application, Scope
from hubung.api.tokens import issue_token, register_application
from hubung.directory.models import Person
from tests.support import answers
from tests.support.ministry import Ministry, build

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
WORK = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
MAIL_GROUP = "urn:ietf:params:scim:schemas:extension:hubung:2.0:Group"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
BULK = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"
SEARCH = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"


class Answer(answers.Answer):
    """What came back."""

    @property
    def etag(self) -> str:
        return str(self.response["ETag"])

    @property
    def names(self) -> list[str]:
        """Of a list: user names, or what groups are called."""
        assert self.status == 200, self.response.content
        return [each.get("userName") or each["displayName"] for each in self.json["Resources"]]

    @property
    def fault(self) -> tuple[int, str | None]:
        """Of an error, in the protocol's form: status and scimType."""
        assert self.response["Content-Type"] == "application/scim+json"
        assert self.json["schemas"] == [ERROR]
        assert self.json["status"] == str(self.status)
        assert self.json["detail"]
        return self.status, self.json.get("scimType")


class Personnel:
    """A program that provisions with one token."""

    def __init__(self, secret: str = "") -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.headers = {"Accept-Language": "en"}
        if secret:
            self.headers["Authorization"] = f"Bearer {secret}"

    def get(self, path: str, query: dict[str, Any] | None = None, **headers: str) -> Answer:
        found = self.client.get(f"/scim/v2{path}", query, headers=self.headers | headers)
        return Answer(found)  # type: ignore[arg-type]

    def filter(self, text: str, path: str = "/Users", **query: Any) -> Answer:
        return self.get(path, {"filter": text} | query)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        content = body if isinstance(body, str | bytes) else json.dumps(body)
        found = self.client.generic(
            method,
            f"/scim/v2{path}",
            "" if body is None else content,
            content_type="application/scim+json",
            headers=self.headers | headers,
        )
        return Answer(found)  # type: ignore[arg-type]

    def post(self, path: str, body: Any, **headers: str) -> Answer:
        return self.send("POST", path, body, **headers)

    def put(self, path: str, body: Any, **headers: str) -> Answer:
        return self.send("PUT", path, body, **headers)

    def patch(self, path: str, *operations: dict[str, Any], **headers: str) -> Answer:
        body = {"schemas": [PATCH], "Operations": list(operations)}
        return self.send("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Answer:
        return self.send("DELETE", path, **headers)

    def bulk(self, *operations: dict[str, Any], **more: Any) -> Answer:
        body = {"schemas": [BULK], "Operations": list(operations)} | more
        return self.post("/Bulk", body)

    def hire(self, name: str, unit: str = "DJPL", **more: Any) -> dict[str, Any]:
        """A new user, as the service answers it."""
        answer = self.post("/Users", newcomer(name, unit, **more))
        assert answer.status == 201, answer.response.content
        found: dict[str, Any] = answer.json
        return found


def newcomer(name: str, unit: str = "DJPL", **more: Any) -> dict[str, Any]:
    """`Intan Samudra` as a body: intan.samudra@dephub.go.id."""
    return {
        "schemas": [USER, WORK],
        "userName": f"{name.lower().replace(' ', '.')}@dephub.go.id",
        "name": {"formatted": name},
        "active": True,
        WORK: {"department": unit},
    } | more


def secret_of(holder: Application | Person, *scopes: Scope, per_hour: int = 100_000) -> str:
    given: dict[str, Any] = (
        {"application": holder} if isinstance(holder, Application) else {"person": holder}
    )
    _token, secret = issue_token(
        name="Kepegawaian",
        scopes=scopes or (Scope.ACCOUNTS_PROVISION,),
        days=30,
        requests_per_hour=per_hour,
        **given,
    )
    return secret


@pytest.fixture
def ministry(db: None) -> Ministry:
    return build()


@pytest.fixture
def whole(ministry: Ministry) -> Application:
    """The personnel system of the whole ministry."""
    return register_application(name="Kepegawaian", units=[ministry.root])


@pytest.fixture
def personnel(whole: Application) -> Personnel:
    return Personnel(secret_of(whole))


@pytest.fixture
def harbours(ministry: Ministry) -> Personnel:
    """The personnel system of the sea directorate, for it and its harbours alone."""
    return Personnel(secret_of(register_application(name="Kepelabuhanan", units=[ministry.sea])))
