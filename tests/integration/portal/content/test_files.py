"""Pictures and documents of editors: stripped, by content, and only seen with a public page."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.test import Client
from PIL import Image
from wagtail.models import ReferenceIndex

from hubung.directory.models import Role
from hubung.portal.content.models import (
    DocumentKind,
    DocumentPage,
    NewsPage,
    Paper,
    Picture,
    SectionPage,
    ServicePage,
)
from hubung.portal.content.storage import addresses_in_use
from tests.integration.portal.content.pages import section
from tests.support.accounts import sign_in
from tests.support.ministry import Ministry, build, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry() -> Ministry:
    cache.clear()
    return build()


@pytest.fixture
def sea(ministry: Ministry) -> SectionPage:
    return section(ministry.sea, "Laut")


def photo() -> Picture:
    """A picture that says where and with what it was taken."""
    content = BytesIO()
    image = Image.new("RGB", (1200, 600), "navy")
    exif = image.getexif()
    exif[0x010F], exif[0x0110] = "Kamera", "Milik Rahasia"
    image.save(content, "JPEG", exif=exif)
    picture = Picture(title="Kapal", file=ImageFile(content, name="kapal.jpg"))
    picture.save()
    return picture


def test_a_picture_loses_what_tells_of_its_maker(ministry: Ministry) -> None:
    picture = photo()
    with picture.file.open("rb") as file:
        assert b"Milik Rahasia" not in file.read()
    assert (picture.width, picture.height) == (1200, 600)


def test_a_picture_is_seen_with_its_page_and_not_before(
    ministry: Ministry, sea: SectionPage
) -> None:
    picture = photo()
    news = NewsPage(title="Kapal", picture=picture, picture_alt="Kapal di dermaga", live=False)
    sea.add_child(instance=news)
    ReferenceIndex.create_or_update_for_object(news)
    address = picture.get_rendition("width-400").url
    assert Client().get(address).status_code == 404
    editor = Client()
    sign_in(editor, person("Nala Rekacipta", ministry.sea, Role.EDITOR))
    seen = editor.get(address)
    assert (seen.status_code, seen["Cache-Control"]) == (200, "private, no-store")
    news.save_revision().publish()
    shown = Client().get(address)
    assert shown.status_code == 200
    assert "sandbox" in shown["Content-Security-Policy"]
    page = Client().get(news.url).content.decode()
    assert 'alt="Kapal di dermaga"' in page
    assert " 480w" in page


def test_a_document_is_handed_out_byte_for_byte_with_its_page(sea: SectionPage) -> None:
    signed = b"%PDF-1.4\n% ditandatangani\n"
    paper = Paper(title="Keputusan")
    paper.file.save("keputusan.pdf", ContentFile(signed))
    page = DocumentPage(title="Keputusan", paper=paper, kind=DocumentKind.DECREE, live=False)
    sea.add_child(instance=page)
    ReferenceIndex.create_or_update_for_object(page)
    assert Client().get(paper.file.url).status_code == 404
    page.save_revision().publish()
    given = Client().get(paper.file.url)
    assert b"".join(given) == signed  # type: ignore[arg-type]
    page.refresh_from_db()
    page.unpublish()
    assert Client().get(paper.file.url).status_code == 404


def test_the_sweep_leaves_what_pages_use(ministry: Ministry) -> None:
    picture = photo()
    address = picture.file.name[:64]
    assert list(addresses_in_use([address, "0" * 64])) == [address]


def test_a_picture_needs_words_and_a_fee_its_law(sea: SectionPage) -> None:
    with pytest.raises(ValidationError, match="picture_alt"):
        NewsPage(title="Kapal", slug="kapal", picture=photo(), path="000100010001", depth=3).clean()
    with pytest.raises(ValidationError, match="fee_ground"):
        ServicePage(title="Buku", slug="buku", fee=5, path="000100010001", depth=3).clean()
