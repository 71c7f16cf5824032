"""Who is written to about which page: each once, for as long as it is public."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from hubung.channels.email import bounces, queries
from hubung.channels.email.models import OutboundMessage, OutboundState, SendingRank
from hubung.kernel import clock
from hubung.portal.content.models import (
    AnnouncementPage,
    DocumentPage,
    EventPage,
    NewsPage,
    Paper,
    SectionPage,
    Urgency,
)
from hubung.portal.subscriptions import mailing
from hubung.portal.subscriptions.models import Mailing, MailingState, Subscription, Topic
from tests.integration.portal.content.pages import publish, section
from tests.integration.portal.subscriptions.readers import (
    as_received,
    letters,
    paths_in,
    reader,
    settle,
    told,
    unsubscribe_in,
)
from tests.support.documents import pdf
from tests.support.ministry import Ministry


def announcement(urgency: str = Urgency.IMMEDIATE, **more: Any) -> AnnouncementPage:
    fields = {
        "title": "Pelabuhan Bitung ditutup",
        "title_en": "Bitung port closed",
        "summary": "Gelombang 4 meter.",
        "summary_en": "Waves of 4 metres.",
        "area": "Pelabuhan Bitung",
        "area_en": "Bitung port",
        "begins_at": clock.now() - timedelta(hours=1),
        "what_to_do": "<p>Tiket tetap berlaku.</p>",
    }
    return AnnouncementPage(urgency=urgency, **(fields | more))


def paper() -> Paper:
    made = Paper(title="PM 1", file=ContentFile(pdf("Peraturan"), "pm1.pdf"))
    made.save()
    return made


def again(page: Any, **changed: Any) -> None:
    """An editor changes and publishes it once more."""
    for name, value in changed.items():
        setattr(page, name, value)
    page.save_revision().publish()
    settle()


def test_each_topic_has_its_readers(sea: SectionPage) -> None:
    for topic in Topic:
        reader(topic.field, topic)
    reader("everything", *Topic)
    reader("unconfirmed", *Topic, confirmed_at=None)
    now = clock.now()
    for page, readers in (
        (announcement(), ["announcements", "everything", "immediate"]),
        (announcement(Urgency.ORDINARY, title="Jadwal"), ["announcements", "everything"]),
        (NewsPage(title="Kapal baru"), ["everything", "news"]),
        (
            EventPage(
                title="Hari laut",
                place="Merak",
                begins_at=now + timedelta(days=1),
                ends_at=now + timedelta(days=2),
            ),
            ["events", "everything"],
        ),
        (DocumentPage(title="PM 1", kind="regulation", paper=paper()), ["documents", "everything"]),
    ):
        publish(page, sea)
        settle()
        assert told() == readers, page.title
        OutboundMessage.objects.all().delete()


def test_sector_and_unit_narrow_it(sea: SectionPage, ministry: Ministry) -> None:
    news = Topic.NEWS
    reader("sea", news, sector="laut")
    reader("air", news, sector="udara")
    reader("bitung", news, unit=ministry.bitung)
    reader("directorate", news, unit=ministry.sea, sector="laut")
    reader("rail", news, unit=ministry.rail)
    publish(NewsPage(title="Dermaga baru"), section(ministry.bitung, "Bitung", sea))
    settle()
    assert told() == ["bitung", "directorate", "sea"]
    OutboundMessage.objects.all().delete()
    publish(NewsPage(title="Kapal baru"), sea)
    settle()
    assert told() == ["directorate", "sea"]


def test_who_asked_for_a_port_hears_of_it_whoever_announces_it(
    sea: SectionPage, ministry: Ministry
) -> None:
    """What the directorate general says of Bitung is in no section of Bitung's own."""
    reader("bitung", Topic.ANNOUNCEMENTS, unit=ministry.bitung)
    reader("danger", Topic.IMMEDIATE, unit=ministry.bitung)
    reader("rail", Topic.ANNOUNCEMENTS, unit=ministry.rail)
    publish(announcement(Urgency.ORDINARY, title="Jadwal"), sea)
    settle()
    assert told() == []
    publish(announcement(office=ministry.bitung), sea)
    settle()
    assert told() == ["bitung", "danger"]


def test_a_letter_says_what_is_public_in_the_readers_language(sea: SectionPage) -> None:
    reader("rani", Topic.IMMEDIATE)
    reader("anna", Topic.IMMEDIATE, language="en")
    page = announcement()
    publish(page, sea)
    settle()
    indonesian, english = letters()
    assert indonesian.subject == "Serta-merta: Pelabuhan Bitung ditutup"
    assert english.subject == "Immediate: Bitung port closed"
    received = as_received(english)
    body = received.get_body(("plain",))
    assert body is not None
    said = body.get_content()
    for words in ("Area: Bitung port", "Waves of 4 metres.", page.url, "until further notice"):
        assert words in said
    assert unsubscribe_in(english).endswith("/berhenti/")
    assert received["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert len({*paths_in(indonesian), *paths_in(english)}) == 2
    assert indonesian.rank == english.rank == SendingRank.DANGER
    page.title_en = page.summary_en = ""
    again(page)
    assert len(letters()) == 2


def test_a_page_is_told_once_and_once_more_when_it_becomes_danger(sea: SectionPage) -> None:
    reader("rani", Topic.ANNOUNCEMENTS)
    reader("sari", Topic.IMMEDIATE)
    page = announcement(Urgency.ORDINARY)
    publish(page, sea)
    settle()
    assert told() == ["rani"]
    OutboundMessage.objects.update(state=OutboundState.SENT, sent_at=clock.now())
    again(page, title="Pelabuhan Bitung ditutup sementara")
    page.unpublish()
    again(page)
    assert told() == ["rani"]
    again(page, urgency=Urgency.IMMEDIATE)
    assert told() == ["rani", "rani", "sari"]
    again(page, urgency=Urgency.ORDINARY)
    again(page, urgency=Urgency.IMMEDIATE)
    assert told() == ["rani", "rani", "sari"]


def test_of_an_announcement_that_becomes_danger_at_once_only_that_is_told(
    sea: SectionPage,
) -> None:
    reader("rani", Topic.ANNOUNCEMENTS)
    page = announcement(Urgency.ORDINARY)
    publish(page, sea)
    settle()
    again(page, urgency=Urgency.IMMEDIATE)
    (letter,) = letters()
    assert letter.subject.startswith("Serta-merta")


def test_what_was_public_before_there_were_letters_mails_nobody(sea: SectionPage) -> None:
    page = announcement(Urgency.ORDINARY)
    publish(page, sea)
    settle()
    Mailing.objects.all().delete()
    reader("rani", Topic.ANNOUNCEMENTS)
    again(page)
    assert told() == []
    again(page, urgency=Urgency.IMMEDIATE)
    assert told() == ["rani"]


def test_a_page_taken_back_is_not_sent_any_more_and_goes_on_when_it_is_back(
    sea: SectionPage,
) -> None:
    reader("rani", Topic.NEWS)
    reader("sari", Topic.NEWS)
    page = NewsPage(title="Kapal baru")
    publish(page, sea)
    settle()
    OutboundMessage.objects.filter(to="sari@contoh.id").update(state=OutboundState.SENT)
    page.unpublish()
    settle()
    assert told() == ["sari"]
    again(page)
    assert told() == ["rani", "sari"]
    again(page)
    assert told() == ["rani", "sari"]


def test_what_is_gone_before_the_worker_comes_is_told_to_nobody(sea: SectionPage) -> None:
    reader("rani", *Topic)
    hidden = NewsPage(title="Hanya untuk kami")
    publish(hidden, sea)
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    over = announcement(ends_at=clock.now() - timedelta(minutes=1))
    publish(over, sea)
    deleted = NewsPage(title="Salah tulis")
    publish(deleted, sea)
    deleted.delete()
    publish(NewsPage(title="Masih naskah"), sea).unpublish()
    settle()
    assert told() == []
    assert not Mailing.objects.filter(state=MailingState.WRITING).exists()


def test_thousands_are_written_to_in_few_statements_each_once(
    sea: SectionPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailing, "PORTION", 100)
    readers = [
        Subscription(email=f"r{each}@contoh.id", news=True, confirmed_at=clock.now())
        for each in range(250)
    ]
    Subscription.objects.bulk_create(readers)
    publish(NewsPage(title="Kapal baru"), sea)
    mailing.begin(NewsPage.objects.get().pk, immediate=False, first=True)
    portions = []
    while True:
        with CaptureQueriesContext(
            connection,
        ) as statements:
            written = mailing.write_letters()
        portions.append(written)
        if not written:
            break
        assert len(statements) < 20
    assert portions == [100, 100, 50, 0]
    # The event itself comes after; and a portion that is written once more adds nothing.
    settle()
    Mailing.objects.update(state=MailingState.WRITING, told_up_to=0)
    settle()
    assert len(told()) == len(set(told())) == 250


def test_letters_to_many_go_after_those_to_one_and_stay_out_of_the_desks_lists(
    sea: SectionPage,
) -> None:
    reader("rani", Topic.NEWS)
    publish(NewsPage(title="Kapal baru"), sea)
    settle()
    (letter,) = letters()
    assert letter.rank == SendingRank.MANY
    assert not queries.outbox().exists()
    OutboundMessage.objects.update(state=OutboundState.FAILED)
    assert not queries.undelivered().exists()


def test_an_address_that_is_no_more_ends_it_and_a_full_mailbox_does_not(sea: SectionPage) -> None:
    for name in ("rani", "sari", "tuti"):
        reader(name, Topic.NEWS)
    publish(NewsPage(title="Kapal baru"), sea)
    settle()
    for letter, for_good in zip(letters(), (True, False), strict=False):
        bounces.mark_failed(letter, OutboundState.BOUNCED, "no", for_good=for_good)
    settle()
    assert [each.email for each in Subscription.objects.order_by("pk")] == [
        "sari@contoh.id",
        "tuti@contoh.id",
    ]
    assert told() == ["sari", "tuti"]
