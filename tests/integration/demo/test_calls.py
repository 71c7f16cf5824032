"""The demonstration's calls: with their sound, on their cases, and some that wait."""

from __future__ import annotations

import pytest

from hubung.cases import services as registry
from hubung.cases.choices import Channel
from hubung.cases.models import Case
from hubung.cases.services import ReporterDetails
from hubung.channels.phone import queries
from hubung.channels.phone.models import Unwritten
from hubung.demo import calls
from hubung.telephony.models import Call, Recording
from hubung.telephony.recordings import keeping
from tests.support.ministry import build


@pytest.mark.django_db
def test_calls_are_told_once_and_can_be_heard() -> None:
    ratih = build().ratih
    for number in range(2):
        registry.receive_case(
            channel=Channel.PHONE,
            text=f"Kereta terlambat {number + 2} jam.",
            reporter=ReporterDetails(phone=f"+62811555055{number}"),
        )
    for _again in range(2):
        calls.load()
    assert Call.objects.count() == 6
    assert queries.visible(ratih).filter(queries.undecided()).count() == 3
    assert Unwritten.objects.count() == 1
    assert Case.objects.filter(call_links__isnull=False).count() == 3
    talk = Recording.objects.filter(kind="talk").earliest("pk")
    assert len(b"".join(keeping.read(talk))) == talk.size
    assert max(talk.peaks) > 40
