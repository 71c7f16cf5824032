"""A conformance tester that others wrote, against the running program over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from scim2_client import BaseSyncSCIMClient
from scim2_tester import Status, check_server

from hubung.api.tokens import register_application
from tests.integration.scim.conftest import secret_of
from tests.support.ministry import build
from tests.support.server import Server

NOTHING_FOUND = {Status.SUCCESS, Status.COMPLIANT, Status.ACCEPTABLE}


class OverHttp(BaseSyncSCIMClient):
    """The tester's client on a real connection."""

    def __init__(self, base: str, secret: str) -> None:
        super().__init__()
        self.base, self.session = base, requests.Session()
        self.session.headers["Authorization"] = f"Bearer {secret}"

    def _stays_under_base_url(self, endpoint: str) -> bool:
        return not endpoint.startswith("http") or endpoint.startswith(f"{self.base}/")

    def _parse_json(self, response: Any) -> Any:
        return response.json()

    def request(self, method: str, url: str, **more: Any) -> Any:
        if "content" in more:
            more["data"] = more.pop("content")
        at = url if url.startswith("http") else f"{self.base}/{url.lstrip('/')}"
        return self.session.request(method, at, timeout=60, **more)


@pytest.mark.django_db(transaction=True)
def test_somebody_elses_conformance_tester_finds_nothing(server: Server) -> None:
    secret = secret_of(register_application(name="Penguji", units=[build().root]))
    results = check_server(OverHttp(f"{server.url}/scim/v2", secret))
    found = [each for each in results if each.status not in NOTHING_FOUND]
    if found:
        pytest.fail(
            "\n".join(f"{each.resource_type} {each.title}: {each.reason}" for each in found)
        )
    assert len(results) > 50
