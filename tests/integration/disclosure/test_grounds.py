"""The grounds on which information may be closed are data with dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from hubung.disclosure.grounds.models import Ground
from hubung.disclosure.grounds.queries import ground_on, in_force

BEGIN = date(2010, 4, 30)


def test_the_ten_letters_of_article_17_hold_since_the_law_does(db: None) -> None:
    assert [ground.code for ground in in_force(BEGIN)] == list("abcdefghij")
    assert not in_force(BEGIN - timedelta(days=1)).exists()


def test_nobody_has_compared_them_with_the_law_yet(db: None) -> None:
    assert not Ground.objects.filter(verified_on__isnull=False).exists()


def test_a_changed_ground_is_a_new_row_from_its_day_on(db: None) -> None:
    change = date(2030, 1, 1)
    old = ground_on("a", BEGIN)
    old.valid_to = change
    old.save()
    Ground.objects.create(code="a", name_id="Baru", name_en="New", valid_from=change)

    assert ground_on("a", change - timedelta(days=1)) == old
    assert ground_on("a", change).name_en == "New"
    assert in_force(change).count() == 10


def test_a_ground_does_not_end_before_it_begins(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Ground.objects.filter(code="a").update(valid_to=BEGIN)


def test_a_ground_speaks_the_language_of_the_page(db: None) -> None:
    ground = ground_on("h", BEGIN)
    with translation.override("id"):
        assert (ground.name, ground.reference) == ("Rahasia pribadi", "Pasal 17 huruf h UU 14/2008")
    with translation.override("en"):
        assert (ground.name, ground.reference) == (
            "Personal secrets",
            "Art. 17 (h) of Law 14/2008",
        )
    assert ground.meaning_id != ground.meaning_en
