"""The reader's choices, and who may see the style guide."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings


@pytest.fixture
def client() -> Client:
    return Client(HTTP_ACCEPT_LANGUAGE="id", HTTP_HOST="localhost")


@pytest.mark.parametrize("code", ["id", "en"])
def test_a_link_changes_the_language_and_leads_back(client: Client, code: str) -> None:
    response = client.get(f"/ui/language/{code}/", {"next": "/lacak/?no=1"})
    assert response.status_code == 302
    assert response["Location"] == "/lacak/?no=1"
    assert response.cookies["language"].value == code


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_link_changes_the_theme(client: Client, theme: str) -> None:
    response = client.get(f"/ui/theme/{theme}/", {"next": "/lapor/"})
    assert response["Location"] == "/lapor/"
    assert response.cookies["theme"].value == theme
    assert response.cookies["theme"]["samesite"] == "Lax"


@pytest.mark.parametrize("path", ["/ui/language/de/", "/ui/theme/purple/"])
def test_an_unknown_choice_is_not_remembered(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert not response.cookies


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "javascript:alert(1)",
        "/\\elsewhere",
        "",
    ],
)
def test_a_choice_never_leads_out_of_the_site(client: Client, address: str) -> None:
    assert client.get("/ui/theme/dark/", {"next": address})["Location"] == "/"


@pytest.mark.parametrize("path", ["/ui/language/en/", "/ui/theme/dark/"])
def test_choices_are_made_by_reading_only(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.django_db
def test_the_style_guide_is_not_for_passers_by(client: Client) -> None:
    assert client.get("/ui/").status_code == 404


def test_the_style_guide_speaks_both_languages(client: Client, settings: Settings) -> None:
    settings.DEBUG = True
    indonesian = client.get("/ui/").content.decode()
    assert '<html lang="id" data-offline>' in indonesian
    assert "Panduan gaya" in indonesian
    client.cookies["language"] = "en"
    client.cookies["theme"] = "dark"
    english = client.get("/ui/").content.decode()
    assert '<html lang="en" data-theme="dark" data-offline>' in english
    assert "Style guide" in english
    assert "Ministry of Transportation" in english


def test_a_forged_theme_is_not_written_on_the_page(client: Client, settings: Settings) -> None:
    settings.DEBUG = True
    client.cookies["theme"] = 'dark" onload="alert(1)'
    assert '<html lang="id" data-offline>' in client.get("/ui/").content.decode()


def test_pages_carry_nothing_inline_that_the_policy_would_stop(
    client: Client, settings: Settings
) -> None:
    settings.DEBUG = True
    response = client.get("/ui/")
    html = response.content.decode()
    assert " style=" not in html
    assert "<style" not in html
    assert " onclick=" not in html
    assert "<script>" not in html
    assert "unsafe" not in response["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_ministry_has_its_colour_and_its_emblem_on_every_page(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    assert client.get("/ui/warna.css").content == b""
    assert b"<svg" in client.get("/ui/lambang.svg").content
    assert "/ui/warna.css" not in client.get("/tidak-ada/").content.decode()
    drawn = tmp_path / "lambang.svg"
    drawn.write_text("<svg><script>alert(1)</script></svg>")
    own = {"colour": "#7a1f2b", "emblem": str(drawn)}
    ministry = settings.HUBUNG.ministry.model_copy(update=own)
    settings.HUBUNG = settings.HUBUNG.model_copy(update={"ministry": ministry})
    page = client.get("/tidak-ada/").content.decode()
    assert '<link rel="stylesheet" href="/ui/warna.css?7a1f2b">' in page
    assert '<img src="/ui/lambang.svg" width="36" height="36" alt="">' in page
    sheet = client.get("/ui/warna.css?7a1f2b")
    assert sheet["Content-Type"].startswith("text/css")
    assert "--brand: #7a1f2b;" in sheet.content.decode()
    assert "sandbox" in client.get("/ui/lambang.svg")["Content-Security-Policy"]
