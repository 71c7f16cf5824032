"""What a telephone is given to keep: of whom, which version, and how it is taken away again."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from PIL import Image
from pytest_django.fixtures import Settings

from hubung.kernel.rights import Who
from hubung.portal.content import caching
from hubung.portal.content.models import GuidePage, NewsPage, SectionPage
from hubung.portal.offline import icons, kept
from hubung.project.rights import routes
from tests.integration.portal.content.pages import publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    caching.forget()
    icons.draw.cache_clear()


def set_up(settings: Settings, part: str, **changes: Any) -> None:
    whole = settings.HUBUNG
    changed = getattr(whole, part).model_copy(update=changes)
    settings.HUBUNG = whole.model_copy(update={part: changed})


def worker(language: str = "id") -> dict[str, Any]:
    """What the script says that it keeps."""
    answer = Client().get(f"/luring.js?bahasa={language}")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    first = answer.content.decode().partition(";\n")[0]
    found: dict[str, Any] = json.loads(first.removeprefix("const KEPT = "))
    return found


def test_everything_that_is_kept_may_be_and_is_the_same_for_all(sea: SectionPage) -> None:
    publish(GuidePage(title="Terlambat", slug="terlambat", steps=[]), sea)
    told = worker()
    assert told["guides"] == ["/laut/terlambat/"]
    assert told["offline"] in told["pages"]
    for address in [*told["files"], *told["pages"], *told["guides"], *told["outbox"]]:
        answer = Client(headers={"accept-language": "id"}).get(address)
        assert answer.status_code == 200, address
        assert "no-store" not in answer.headers["Cache-Control"], address
        assert not answer.cookies, address
        if address in [*told["pages"], *told["guides"]]:
            assert '<html lang="id"' in answer.content.decode(), address


def test_another_version_for_each_language_guide_and_setting_and_no_other(
    sea: SectionPage, settings: Settings
) -> None:
    before = worker()["version"]
    assert worker("en")["version"] != before
    publish(NewsPage(title="Kabar", slug="kabar-kapal", summary="Kapal."), sea)
    caching.forget()
    assert worker()["version"] == before
    guide = publish(GuidePage(title="Terlambat", slug="terlambat", steps=[]), sea)
    caching.forget()
    with_guide = worker()["version"]
    assert with_guide != before
    guide.title = "Kapal terlambat"
    guide.save_revision().publish()
    caching.forget()
    assert worker()["version"] != with_guide
    set_up(settings, "ministry", short_code="152")
    caching.forget()
    assert worker()["version"] not in (before, with_guide)


def test_what_belongs_to_somebody_is_let_alone() -> None:
    """The rights of every address say what that is."""
    private = {
        route.address for route in routes() if route.access.who not in (Who.EVERYBODY, Who.BEARER)
    }
    private |= {route.address for route in routes() if route.name.startswith("members:")}
    assert private
    assert not [address for address in private if not address.startswith(kept.ALONE)]


def test_the_worker_can_be_switched_off(settings: Settings) -> None:
    assert " data-offline" in Client().get("/lapor/").content.decode()
    set_up(settings, "web", offline=False)
    caching.forget()
    script = Client().get("/luring.js").content.decode()
    assert "unregister" in script
    assert "fetch" not in script
    assert " data-offline" not in Client().get("/lapor/").content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [("id", ["Lapor", "Lacak", "Hubungi 151"]), ("en", ["Report", "Track", "Contact 151"])],
)
def test_the_manifest_speaks_the_language_that_its_address_names(
    language: str, words: list[str]
) -> None:
    answer = Client().get(f"/aplikasi.webmanifest?bahasa={language}")
    assert answer.headers["Content-Type"] == "application/manifest+json"
    told = json.loads(answer.content)
    assert (told["lang"], told["start_url"], told["display"]) == (language, "/", "standalone")
    assert [one["name"] for one in told["shortcuts"]] == words
    for one in told["shortcuts"]:
        assert Client().get(one["url"]).status_code == 200
    for drawn in told["icons"]:
        picture = Image.open(BytesIO(Client().get(drawn["src"]).content))
        assert "{}x{}".format(*picture.size) == drawn["sizes"]
        corner = picture.convert("RGBA").getpixel((0, 0))
        # What fills the square may be cut; what does not shows the ground beside it.
        assert corner[3] == (255 if drawn["purpose"] == "maskable" else 0)


def test_icons_are_the_ministrys(settings: Settings, tmp_path: Path) -> None:
    set_up(settings, "ministry", colour="#5b1a1a")
    told = json.loads(Client().get("/aplikasi.webmanifest").content)
    assert told["theme_color"] == "#5b1a1a"
    picture = Image.open(BytesIO(Client().get("/ikon/penuh-192.png").content)).convert("RGB")
    assert picture.getpixel((2, 2)) == (0x5B, 0x1A, 0x1A)
    emblem = tmp_path / "lambang.png"
    Image.new("RGB", (512, 512), "#00ff00").save(emblem)
    icons.draw.cache_clear()
    set_up(settings, "ministry", icon=str(emblem))
    picture = Image.open(BytesIO(Client().get("/ikon/penuh-192.png").content)).convert("RGB")
    assert (picture.getpixel((2, 2)), picture.getpixel((96, 96))) == (
        (0x5B, 0x1A, 0x1A),
        (0, 255, 0),
    )
    # Of an emblem that is there as SVG only nothing else is drawn in its place.
    mark = Path(django_settings.HUBUNG.home) / "lambang.svg"
    set_up(settings, "ministry", icon="", emblem=str(mark))
    told = json.loads(Client().get("/aplikasi.webmanifest").content)
    assert [one["type"] for one in told["icons"]] == ["image/svg+xml"]
    assert Client().get("/ikon/penuh-192.png").status_code == 404


@pytest.mark.parametrize("path", ["/ikon/penuh-64.png", "/ikon/tanda-9999999.png"])
def test_no_other_sizes_are_drawn(path: str) -> None:
    assert Client().get(path).status_code == 404
