"""What is hidden, a draft, taken back or closed is not found: by no result, count, suggestion."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from hubung.disclosure.agenda import services as agenda
from hubung.disclosure.requests.models import Offered
from hubung.disclosure.requests.services import reply, withdraw_offer
from hubung.kernel import clock
from hubung.portal.content.models import DocumentPage, NewsPage, Paper, SectionPage
from hubung.search import services, vocabulary
from hubung.search.finding import find, suggest
from hubung.search.models import Item, PublicKind, Word
from tests.integration.disclosure.asking import ask, given, ministry_that_discloses
from tests.integration.disclosure.conftest import NOW, SECRET, Office, closing, office  # noqa: F401
from tests.integration.disclosure.registering import exempted, item_with_file
from tests.integration.portal.content.pages import publish, text
from tests.integration.search.conftest import titles, work
from tests.support.documents import page_of_words

pytestmark = pytest.mark.django_db


def nothing_tells_of(words: str, *, of: str) -> None:
    """No result, no count, no snippet, no suggestion, no word of the vocabulary."""
    found = find(words)
    assert of not in [item.title for item in found.items]
    assert not suggest(words)
    browser = Client()
    assert of not in browser.get("/cari/", {"q": words}).content.decode()
    assert browser.get("/cari/saran/", {"q": words}).json() == {"suggestions": []}
    assert browser.get("/cari/hasil.json", {"q": words}).json()["total"] == 0
    assert not vocabulary.known(words.split())
    assert not vocabulary.near(words.split()[0][:-1], 5)


def test_a_draft_is_not_found_and_what_is_taken_back_is_not_any_more(sea: SectionPage) -> None:
    draft = NewsPage(title="Zamrud", live=False)
    sea.add_child(instance=draft)
    draft.save_revision()
    work()
    nothing_tells_of("zamrud", of="Zamrud")
    draft.get_latest_revision().publish()
    work()
    assert titles("zamrud") == ["Zamrud"]
    draft.refresh_from_db()
    draft.unpublish()
    nothing_tells_of("zamrud", of="Zamrud")  # before the worker has done anything
    work()
    nothing_tells_of("zamrud", of="Zamrud")


def test_a_deleted_page_goes_and_one_that_moves_is_where_it_is(sea: SectionPage) -> None:
    page = publish(NewsPage(title="Zamrud", body=text("Isi.")), sea)
    other = publish(NewsPage(title="Mirah", body=text("Isi.")), sea)
    work()
    page.delete()
    nothing_tells_of("zamrud", of="Zamrud")
    other.slug = "mirah-delima"
    other.save_revision().publish()
    work()
    assert Item.objects.get(title="Mirah").address == "/laut/mirah-delima/"


def test_the_words_of_a_document_are_found_as_long_as_its_page_is_public(sea: SectionPage) -> None:
    paper = Paper(
        title="Berkas", file=ContentFile(page_of_words("Trayek zamrud antarpulau"), "a.pdf")
    )
    paper.save()
    page = publish(DocumentPage(title="Keputusan", kind="decree", paper=paper), sea)
    work()
    found = find("zamrud")
    assert [item.title for item in found.items] == ["Keputusan"]
    assert "<mark>zamrud</mark>" in Client().get("/cari/?q=zamrud").content.decode()
    page.unpublish()
    nothing_tells_of("zamrud", of="Keputusan")


def test_what_cannot_be_read_is_found_by_its_page(sea: SectionPage) -> None:
    paper = Paper(title="Berkas", file=ContentFile(page_of_words("x")[:200] + b"broken", "a.pdf"))
    paper.save()
    publish(DocumentPage(title="Keputusan Zamrud", kind="decree", paper=paper), sea)
    work()
    assert titles("zamrud") == ["Keputusan Zamrud"]


def test_a_closed_entry_is_gone_at_once_and_comes_back_by_itself(office: Office) -> None:  # noqa: F811
    entry = office.enter(SECRET, guests="Zamrud Khatulistiwa")
    work()
    assert titles("zamrud") == [SECRET]
    closure = agenda.propose(by=office.jaya, entry=entry, closing=closing())
    nothing_tells_of("zamrud", of=SECRET)
    work()
    agenda.approve(by=office.widya, closure=closure)
    work()
    nothing_tells_of("zamrud", of=SECRET)
    for _thing in services.rebuild():
        pass
    nothing_tells_of("zamrud", of=SECRET)
    with clock.travel(NOW + timedelta(days=14)):
        agenda.tell_of_ends()
        work()
        assert titles("zamrud") == [SECRET]
        assert find("zamrud").items[0].kind == PublicKind.AGENDA


def test_an_entry_that_begins_closed_never_comes_in(office: Office) -> None:  # noqa: F811
    office.enter(SECRET, guests="Zamrud", closing=closing(until=date(2026, 11, 30)))
    work()
    nothing_tells_of("zamrud", of=SECRET)


def test_an_item_of_the_register_is_found_until_it_is_exempted(office: Office) -> None:  # noqa: F811
    item = item_with_file(office.jaya, office.house.sea)
    work()
    (found,) = find("bayangan").items
    assert (found.title, found.kind) == (item.title, PublicKind.INFORMATION)
    exempted(office.jaya, office.galih, item)
    nothing_tells_of("bayangan", of=item.title)  # before the worker has done anything
    work()
    nothing_tells_of("bayangan", of=item.title)


def test_a_reply_is_found_while_it_is_offered(db: None) -> None:
    disclosing = ministry_that_discloses()
    request = ask()
    reply(actor=disclosing.officer, request=request, given=given())
    work()
    assert "Jadwal kapal perintis lintas Bitung 2026" in titles("perintis lintas")
    assert not titles("skripsi")  # of the request itself nothing is public
    withdraw_offer(actor=disclosing.officer, offered=Offered.objects.get())
    assert "Jadwal kapal perintis lintas Bitung 2026" not in titles("perintis lintas")
    assert not Word.objects.filter(word="lintas").exists()


def test_what_a_source_hides_this_moment_is_not_shown_whatever_the_index_says(
    sea: SectionPage,
) -> None:
    page = publish(NewsPage(title="Zamrud", body=text("Isi.")), sea)
    work()
    NewsPage.objects.filter(pk=page.pk).update(live=False)  # nobody was told
    found = find("zamrud")
    assert (found.total, list(found.items), suggest("zamrud")) == (0, [], [])
    assert list(services.reconcile()) == [f"page:{page.pk}"]
    nothing_tells_of("zamrud", of="Zamrud")


def test_the_index_may_be_written_anew_at_any_time(sea: SectionPage) -> None:
    before = set(Item.objects.values_list("source", "key", "version", "position"))
    words = set(Word.objects.values_list("word", "stem", "items"))
    assert list(services.reconcile()) == []
    assert len(list(services.rebuild())) == len(before)
    assert set(Item.objects.values_list("source", "key", "version", "position")) == before
    assert set(Word.objects.values_list("word", "stem", "items")) == words
