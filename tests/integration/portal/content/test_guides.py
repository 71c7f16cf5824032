"""Guides: questions that an editor builds and everybody can answer, without a script."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from lxml import html

from hubung.demo.portal import guides
from hubung.portal.content import flows
from hubung.portal.content.models import GuidePage, SectionPage
from tests.integration.portal.content.pages import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(sea: SectionPage) -> GuidePage:
    page = GuidePage(title="Terlambat", slug="terlambat", flow=guides.FLOW)
    publish(page, sea)
    return page


def read(address: str, language: str = "id") -> html.HtmlElement:
    answer = Client(headers={"accept-language": language}).get(address)
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode()).get_element_by_id("tanya")


def test_the_forms_own_addresses_lead_from_question_to_result(guide: GuidePage) -> None:
    """Pressing the button as a browser without scripts does: the fields become the address."""
    address, chosen = "/laut/terlambat/", iter(("0", "2"))
    while (part := read(address)).findall(".//form"):
        form = part.find(".//form")
        form.set("action", "/laut/terlambat/")
        (radios,) = {box.name for box in form.iterfind(".//input[@type='radio']")}
        hidden = [(box.name, box.value) for box in form.iterfind(".//input[@type='hidden']")]
        sent = [*hidden, (radios, next(chosen))]
        address = "/laut/terlambat/?" + "&".join(f"{name}={value}" for name, value in sent)
    assert part.findtext(".//h3") == "Ganti rugi Rp 300.000"
    changes = [link.get("href") for link in part.iterfind(".//dd/a")]
    assert changes == ["?#tanya", "?jawab=0&#tanya"]


def test_an_answer_may_skip_what_lies_between_and_english_is_spoken(guide: GuidePage) -> None:
    part = read("/laut/terlambat/?jawab=1", "en")
    assert part.findtext(".//h3") == "Another flight, or all your money back"


def test_a_button_without_a_choice_says_what_is_missing(guide: GuidePage) -> None:
    assert "Pilih satu jawaban." in read("/laut/terlambat/?jawab=0&sampai=1").text_content()
    assert "Pilih satu jawaban." not in read("/laut/terlambat/?jawab=0").text_content()


@pytest.mark.parametrize("nonsense", ["9", "-1", "x", "²", "", "00000000000000000000"])
def test_an_answer_that_there_is_not_is_asked_again(guide: GuidePage, nonsense: str) -> None:
    assert read(f"/laut/terlambat/?jawab={nonsense}").find(".//legend").text == "Apa yang terjadi?"


def test_what_leads_nowhere_is_told_to_the_editor_at_its_block(sea: SectionPage) -> None:
    broken = [guides.FLOW[1], guides.FLOW[2], guides.FLOW[2], guides.FLOW[0]]
    page = GuidePage(title="Rusak", slug="rusak", flow=broken)
    assert flows.faults(page.flow) == {0: "nowhere", 2: "twice", 3: "nowhere"}
    with pytest.raises(ValidationError) as refused:
        page.clean()
    assert set(refused.value.error_dict) == {"flow"}
    assert flows.faults(GuidePage(flow=guides.FLOW).flow) == {}
