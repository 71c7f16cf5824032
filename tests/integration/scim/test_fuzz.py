"""Whatever a program sends, well formed or not, is answered in the protocol's form.

On PostgreSQL only: it minds the lengths of texts and characters without a meaning, SQLite does not.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.integration.scim.conftest import (
    GROUP,
    MAIL_GROUP,
    PATCH,
    SEARCH,
    USER,
    WORK,
    Answer,
    Personnel,
)

pytestmark = [pytest.mark.django_db, pytest.mark.only("postgresql")]

EXAMPLES = 60
ATTRIBUTES = [
    *("schemas", "id", "externalId", "meta", "userName", "name", "formatted", "givenName"),
    *("displayName", "title", "preferredLanguage", "active", "emails", "value", "primary", "type"),
    *("members", "$ref", WORK, MAIL_GROUP, "department", "employeeNumber", "Operations", "nowhere"),
]
PATHS = [
    *(*ATTRIBUTES, "name.formatted", f"{WORK}:department", 'emails[type eq "work"].value'),
    *('members[value eq "u1"]', "members[", 'emails[type eq "work"', "name..formatted", "", " "),
]
WORDS = st.sampled_from(
    [
        *("ani@dephub.go.id", "DJPL", "regu-151@dephub.go.id", "Regu", "u1", "g1", "work", "True"),
        *("\0", "\ud800", "é" * 300, "9" * 40, "2026-12-01T00:00:00Z", "%", "_", "\\", "", " "),
        *(USER, GROUP, WORK, PATCH),
    ]
)
PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS | st.text()
VALUES = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(ATTRIBUTES), inner, max_size=4)
    ),
    max_leaves=8,
)
BODIES = st.dictionaries(st.sampled_from(ATTRIBUTES), VALUES, max_size=6)
CHANGES = st.fixed_dictionaries(
    {
        "op": st.sampled_from(["add", "replace", "remove", "Replace", "move", None, 1]),
        "value": VALUES,
    },
    optional={"path": st.sampled_from(PATHS) | VALUES},
)
METHODS = st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE"])
FILTERS = st.lists(
    st.sampled_from(
        [
            *PATHS,
            *("eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le", "pr", "and", "or", "not"),
            *("(", ")", "[", "]", '"', "true", "null", "1", "1e400", '"a"', '"\\u0000"', "'"),
        ]
    )
    | st.text(max_size=5),
    max_size=9,
).map(" ".join)


@pytest.fixture
def somebody(personnel: Personnel) -> dict[str, str]:
    """What is there: by the letter of its id."""
    user = personnel.hire("Intan Samudra")["id"]
    body = {"schemas": [GROUP], "displayName": "Tim Siaga", "members": [{"value": user}]}
    return {"u": user, "g": personnel.post("/Groups", body).json["id"]}


@pytest.fixture
def programs(personnel: Personnel, harbours: Personnel) -> list[Personnel]:
    return [personnel, personnel, harbours, Personnel("hub_unknown")]


def sound(answer: Answer) -> None:
    """A success in the protocol's form, or a fault in the protocol's form."""
    assert answer.status < 500 or answer.status == 501, answer.response.content
    if answer.status >= 400:
        assert answer.fault
    elif answer.status != 204:
        assert answer.response["Content-Type"] == "application/scim+json"
        assert answer.json["schemas"]


def fuzz(**strategies: Any) -> Any:
    """The same examples each time."""

    def decorate(test: Any) -> Any:
        chosen = settings(
            max_examples=EXAMPLES,
            phases=[Phase.generate],
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        return seed(151)(chosen(given(**strategies)(test)))

    return decorate


def test_requests_of_every_kind(programs: list[Personnel], somebody: dict[str, str]) -> None:
    paths = [
        *("/Users", "/Groups", f"/Users/{somebody['u']}", f"/Groups/{somebody['g']}"),
        *("/Users/u999999", "/Groups/u1", "/Bulk", "/.search", "/Users/.search", "/", "/Schemas"),
    ]

    @fuzz(
        program=st.sampled_from(programs),
        method=METHODS,
        path=st.sampled_from(paths),
        body=BODIES | VALUES,
        match=st.sampled_from(["", '"x"', "*", "W/", "\\"]),
    )
    def requests(program: Personnel, method: str, path: str, body: Any, match: str) -> None:
        headers = {"If-Match": match} if match else {}
        sound(program.send(method, path, None if method == "GET" else body, **headers))

    requests()


def test_newcomers_of_every_kind(programs: list[Personnel]) -> None:
    likely = {
        "schemas": [USER, WORK],
        "userName": "baru@dephub.go.id",
        WORK: {"department": "DJPL"},
    }

    @fuzz(
        program=st.sampled_from(programs), path=st.sampled_from(["/Users", "/Groups"]), body=BODIES
    )
    def newcomers(program: Personnel, path: str, body: dict[str, Any]) -> None:
        sound(program.post(path, likely | body))

    newcomers()


def test_changes_of_every_kind(programs: list[Personnel], somebody: dict[str, str]) -> None:
    paths = [f"/Users/{somebody['u']}", f"/Groups/{somebody['g']}"]

    @fuzz(
        program=st.sampled_from(programs),
        path=st.sampled_from(paths),
        changes=st.lists(CHANGES, max_size=3),
    )
    def changes(program: Personnel, path: str, changes: list[dict[str, Any]]) -> None:
        sound(program.patch(path, *changes))

    changes()


def test_questions_of_every_kind(programs: list[Personnel], somebody: dict[str, str]) -> None:
    numbers = st.integers(-(10**20), 10**20).map(str) | st.sampled_from(["", "x", "1.5", "١"])

    @fuzz(
        program=st.sampled_from(programs),
        path=st.sampled_from(["/Users", "/Groups", f"/Users/{somebody['u']}"]),
        asked=st.fixed_dictionaries(
            {},
            optional={
                "filter": FILTERS,
                "sortBy": st.sampled_from(PATHS),
                "sortOrder": st.sampled_from(["ascending", "descending", "x"]),
                "startIndex": numbers,
                "count": numbers,
                "attributes": st.sampled_from(PATHS),
                "excludedAttributes": st.sampled_from(PATHS),
            },
        ),
        by_body=st.booleans(),
    )
    def questions(program: Personnel, path: str, asked: dict[str, str], by_body: bool) -> None:
        if by_body and path != f"/Users/{somebody['u']}":
            sound(program.post(f"{path}/.search", {"schemas": [SEARCH]} | asked))
        else:
            sound(program.get(path, asked))

    questions()


def test_bulks_of_every_kind(programs: list[Personnel], somebody: dict[str, str]) -> None:
    operation = st.fixed_dictionaries(
        {"method": METHODS | VALUES, "path": st.sampled_from(["/Users", "/Groups", "/Users/u1"])},
        optional={
            "data": BODIES | VALUES,
            "bulkId": st.sampled_from(["a", "b", ""]) | VALUES,
            "version": VALUES,
        },
    )

    @fuzz(
        program=st.sampled_from(programs),
        operations=st.lists(operation, max_size=3),
        most=st.none() | st.integers(-2, 3),
    )
    def bulks(program: Personnel, operations: list[dict[str, Any]], most: int | None) -> None:
        sound(program.bulk(*operations, **({} if most is None else {"failOnErrors": most})))

    bulks()
