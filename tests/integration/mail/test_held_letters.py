"""Letters that the filter holds, as their readers and those who look after them see them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from hubung.audit.models import Entry
from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.mail import services
from hubung.mail.models import HeldCopy, HeldLetter, HeldState
from hubung.mail.quarantine import reasons, understand
from tests.integration.mail.post_office import Office
from tests.support.accounts import sign_in
from tests.support.ministry import Ministry

OWN, DESK = "/akun/surel/tertahan/", "/desk/pengaturan/surel/tertahan/"
SPAM = (
    b"X-Hubung-Quarantine: score=14.20; virus=; found=BAYES_SPAM,RBL_SPAMHAUS\r\n"
    b"From: =?utf-8?q?Undian_Berhadiah?= <undian@example.org>\r\n"
    b"Subject: Anda <b>menang</b>\r\n\r\n<script>alert(1)</script>\r\n"
)
MALWARE = SPAM.replace(b"score=14.20; virus=;", b"score=2.00; virus=Win.Test;")


def visitor(person: Person) -> Client:
    client = Client(headers={"Accept": "text/html", "Accept-Language": "en"})
    sign_in(client, person)
    return client


def held_for(person: Person, raw: bytes = SPAM) -> HeldCopy:
    letter = services.hold(raw=raw, sender="undian@example.org", recipients=[person.email])
    return letter.copies.get(account__person=person)


@pytest.fixture
def boxes(house: Ministry, office: Office) -> Ministry:
    for person in (house.damar, house.tirta):
        office.mailbox(person)
    return house


def test_a_letter_is_kept_once_for_each_reader_however_often_it_is_handed_over(
    boxes: Ministry,
) -> None:
    both = [boxes.damar.email, boxes.tirta.email.upper()]
    for _ in range(2):
        services.hold(raw=SPAM, sender="undian@example.org", recipients=both)
    letter = HeldLetter.objects.get()
    assert (letter.subject, letter.score) == ("Anda <b>menang</b>", 14.2)
    assert letter.author == "Undian Berhadiah <undian@example.org>"
    assert letter.copies.count() == 2


def test_the_reader_reads_why_and_lets_it_through(boxes: Ministry) -> None:
    copy = held_for(boxes.damar)
    damar = visitor(boxes.damar)
    assert "Anda &lt;b&gt;menang&lt;/b&gt;" in damar.get(OWN).content.decode()
    page = damar.get(f"{OWN}{copy.pk}/").content.decode()
    assert "on public lists of senders of spam" in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert damar.post(f"{OWN}{copy.pk}/", {"do": "release"}).status_code == 302
    copy.refresh_from_db()
    assert (copy.state, copy.decided_by) == (HeldState.RELEASED, boxes.damar)
    assert Entry.objects.get(action="held_released").subject == f"held:{copy.pk}"
    assert not Entry.objects.filter(action="mail_read").exists()


def test_the_letter_of_another_is_not_to_be_found(boxes: Ministry) -> None:
    copy = held_for(boxes.damar)
    tirta = visitor(boxes.tirta)
    assert tirta.get(f"{OWN}{copy.pk}/").status_code == 404
    assert "Nothing is held" in tirta.get(OWN).content.decode()


def test_who_looks_after_the_account_reads_on_record(boxes: Ministry) -> None:
    mine, other = held_for(boxes.damar), held_for(boxes.tirta)
    jaya = visitor(boxes.jaya)
    assert boxes.damar.email in jaya.get(DESK).content.decode()
    assert boxes.tirta.email not in jaya.get(DESK).content.decode()
    assert jaya.get(f"{DESK}{other.pk}/").status_code == 404
    assert jaya.get(f"{DESK}{mine.pk}/").status_code == 200
    read = Entry.objects.get(action="mail_read")
    assert (read.actor, read.subject) == (boxes.jaya, f"held:{mine.pk}")


def test_malware_is_let_through_by_the_ministrys_administrators_alone(boxes: Ministry) -> None:
    copy = held_for(boxes.damar, MALWARE)
    assert reasons(copy.letter)[0] == "It carries malware: Win.Test."
    damar = visitor(boxes.damar)
    assert 'value="release"' not in damar.get(f"{OWN}{copy.pk}/").content.decode()
    for by in (boxes.damar, boxes.jaya):
        with pytest.raises(PermissionDenied):
            services.release_held(by=by, copy=copy)
    services.release_held(by=boxes.arum, copy=copy)
    with pytest.raises(services.MailError):
        services.delete_held(by=boxes.damar, copy=copy)


def test_what_all_have_deleted_keeps_no_words_and_the_rest_goes_in_time(boxes: Ministry) -> None:
    copies = [held_for(boxes.damar), held_for(boxes.tirta)]
    services.delete_held(by=boxes.damar, copy=copies[0])
    assert bytes(HeldLetter.objects.get().content) == SPAM
    services.delete_held(by=None, copy=copies[1])
    assert bytes(HeldLetter.objects.get().content) == b""
    assert services.forget_held() == 0
    with clock.travel(clock.now() + timedelta(days=31)):
        assert services.forget_held() == 1
    assert not HeldCopy.objects.exists()


@given(st.binary(max_size=300))
def test_no_letter_is_too_strange_to_be_held(noise: bytes) -> None:
    for raw in (noise, b"From: " + noise, b"X-Hubung-Quarantine: " + noise + b"\r\n\r\n"):
        said, author, subject = understand(raw)
        assert len(said.virus) <= 150
        assert (author + subject).isprintable()
