"""What may be reported, told to whoever asks, in two formats and two languages."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.integration.open311.conftest import Civic, as_texts

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def both(name: str) -> object:
    """The JSON of a public resource; its XML says the same."""
    told, same = Civic().get(name), Civic(form="xml").get(name)
    assert (told.status, same.status) == (200, 200)
    assert told.headers["Cache-Control"] == "public, max-age=300"
    assert same.content == as_texts(told.content)
    return told.content


def test_discovery() -> None:
    told = both("discovery")
    assert isinstance(told, dict)
    assert told.keys() == {"changeset", "contact", "key_service", "endpoints"}
    [endpoint] = told["endpoints"]
    assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert endpoint["url"].endswith("/open311/v2")
    assert endpoint["formats"] == ["text/xml", "application/json"]
    assert endpoint["type"] == "production"


def test_services_and_their_definitions() -> None:
    told = both("services")
    assert isinstance(told, list)
    codes = [service["service_code"] for service in told]
    assert len(set(codes)) == len(codes) == 20
    assert {"complaint-laut", "information_request-kereta", "praise"} <= set(codes)
    assert not any("misconduct" in code for code in codes)
    for service in told:
        assert service["metadata"] is True
        assert service["type"] == "realtime"
        assert "/lapor/" in service["description"]
        definition = both(f"services/{service['service_code']}")
        assert isinstance(definition, dict)
        assert definition["service_code"] == service["service_code"]
        orders = [attribute["order"] for attribute in definition["attributes"]]
        assert orders == [1, 2]
        assert [value["key"] for value in definition["attributes"][1]["values"]] == ["no", "yes"]


@pytest.mark.parametrize(
    ("language", "name"), [("id", "Pengaduan · Laut"), ("en", "Complaint · Sea")]
)
def test_in_the_language_of_the_request(client: Client, language: str, name: str) -> None:
    found = client.get("/open311/v2/services.json", headers={"Accept-Language": language})
    names = {each["service_code"]: each["service_name"] for each in found.json()}
    assert names["complaint-laut"] == name
    assert "Accept-Language" in found["Vary"]


@pytest.mark.parametrize("form", ["json", "xml"])
def test_what_there_is_not(form: str) -> None:
    api = Civic(form=form)
    assert "“misconduct”" in api.get("services/misconduct").faults[0]
    assert api.get("tokens/12345").status == 404
    wrong = api.client.get(f"/open311/v2/nothing.{form}")
    assert (wrong.status_code, wrong["Content-Type"]) == (404, "text/xml; charset=utf-8")
    refused = api.client.post(f"/open311/v2/services.{form}")
    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD")
    assert api.client.head(f"/open311/v2/services.{form}").status_code == 200
