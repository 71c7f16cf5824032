"""A reporter takes a report back, is told so, and may take it up again."""

from __future__ import annotations

import pytest
from django.test import Client

from hubung.cases.choices import Outcome, Status
from hubung.channels.email.models import OutboundMessage
from hubung.kernel import tasks
from tests.integration.web.test_track import act, answered, opened, report
from tests.support.ministry import Ministry

pytestmark = pytest.mark.django_db


def test_a_report_is_withdrawn_kept_and_taken_up_again(ministry: Ministry, visitor: Client) -> None:
    case = report(visitor, email="sekar@contoh.id")
    page = act(visitor, case, "tarik", reason="Sudah selesai sendiri.")
    assert "Laporan Anda sudah ditarik." in page
    assert (case.status, case.outcome) == (Status.CLOSED, Outcome.WITHDRAWN)
    assert "Ditarik oleh pelapor" in opened(visitor, case)
    assert not case.clocks.filter(stopped_at=None, met_at=None).exists()

    tasks.load_tasks()
    tasks.run_until_idle()
    told = OutboundMessage.objects.get(case=case, kind="closed")
    assert "sudah ditarik, sesuai permintaan Anda" in told.text

    act(visitor, case, "buka", reason="Ternyata belum.")
    assert case.status == Status.REOPENED


def test_what_is_answered_cannot_be_withdrawn(ministry: Ministry, visitor: Client) -> None:
    case = answered(ministry, report(visitor))
    assert "/tarik/" not in opened(visitor, case)
    page = act(visitor, case, "tarik")
    assert 'role="alert"' in page
    assert case.status == Status.ANSWERED
