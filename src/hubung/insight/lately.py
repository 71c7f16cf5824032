"""The last 90 days of reports, and the telephone day by day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Count, F, Max, Q

from hubung.cases.choices import Channel, Kind
from hubung.cases.models import Case
from hubung.cases.services.receiving import GUARDED
from hubung.insight import months
from hubung.insight.models import CallsOfDay, Lately
from hubung.kernel import clock
from hubung.telephony.acd import Ending, service_level
from hubung.telephony.models import Call
from hubung.telephony.queues.board import waits_since

WINDOW = timedelta(days=90)


def count_lately() -> Lately:
    """The last 90 days of all ordinary reports; an answer that half have not got has no median."""
    now = clock.now()
    reports = (
        Case.objects.filter(created_at__gte=now - WINDOW, merged_into=None, confidential=False)
        .exclude(channel=Channel.IMPORT)
        .exclude(kind__in=(*GUARDED, Kind.PUBLIC_INFORMATION))
    )
    totals = reports.aggregate(received=Count("pk"), answered=Count("answered_at"))
    received, answered = totals["received"], totals["answered"]
    median = None
    if answered * 2 >= received > 0:
        took = (
            reports.filter(answered_at__isnull=False)
            .annotate(took=F("answered_at") - F("created_at"))
            .order_by("took")
            .values_list("took", flat=True)[(received - 1) // 2]
        )
        median = max(round(took.total_seconds()), 0)
    said = {"at": now, "received": received, "answered": answered, "median_seconds": median}
    lately, _created = Lately.objects.update_or_create(pk=1, defaults=said)
    return lately


def count_calls() -> int:
    """The days up to yesterday that are not counted yet, and yesterday anew; returns how many."""
    today = clock.now().astimezone(months.zone()).date()
    day = CallsOfDay.objects.aggregate(newest=Max("day"))["newest"]
    if day is None:
        oldest = Call.objects.order_by("began_at").values_list("began_at", flat=True).first()
        day = oldest.astimezone(months.zone()).date() if oldest else today
    counted = 0
    while day < today:
        _count_day(day)
        day, counted = day + timedelta(days=1), counted + 1
    return counted


def _count_day(day: date) -> None:
    begin = datetime.combine(day, time(), months.zone())
    end = datetime.combine(day + timedelta(days=1), time(), months.zone())
    within = settings.HUBUNG.phone.service_level_seconds
    here = Q(began_at__gte=begin, began_at__lt=end)
    calls = Call.objects.filter(here).aggregate(
        calls=Count("pk"), answered=Count("pk", filter=Q(talk_began_at__isnull=False))
    )
    waited = waits_since(begin, end - timedelta(microseconds=1))
    level = service_level(waited, within_seconds=within)
    CallsOfDay.objects.update_or_create(
        day=day,
        defaults={
            **calls,
            "abandoned": sum(wait.ending is Ending.ABANDONED for wait in waited),
            "counted": level.counted,
            "in_time": level.in_time,
            "within_seconds": within,
        },
    )
