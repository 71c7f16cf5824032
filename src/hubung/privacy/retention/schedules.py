"""The schedules of this installation's own records; docs/reference/retention.md prints them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q, QuerySet
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from hubung.audit import chain
from hubung.cases.choices import ENDED, Channel, Kind
from hubung.cases.models import Case, Draft
from hubung.channels.email.erasing import erase_inbound, erase_outbound, erase_raw
from hubung.channels.email.models import InboundMessage, InboundState, OutboundMessage
from hubung.channels.phone.erasing import erase_calls
from hubung.channels.phone.models import CallCase
from hubung.directory.importing.models import ImportJob, ImportState
from hubung.kernel.models import Event
from hubung.privacy.choices import Right, Why
from hubung.privacy.erasing import erase_case, forget_packages
from hubung.privacy.models import Erasure, Hold, Package
from hubung.privacy.retention.book import Schedule, register
from hubung.telephony.models import Call, Recording
from hubung.telephony.recordings import keeping

_OWN = "Ministry's own rule"
_ARCHIVES = "UU 43/2009: the ministry's own archive schedule replaces these days"
_PRIVACY = "UU 27/2022: no longer than its purpose needs"
_CONTENT = "names, contact data, words, files, mails; number, dates, clocks and outcome stay"


#: A row whose report a proceeding needs.
_HELD = Exists(Hold.objects.filter(case=OuterRef("case"), lifted_at=None))


def _closed(before: datetime, kinds: Q) -> QuerySet[Case]:
    """Reports of these kinds that ended, are kept for nobody's sake, and still say something."""
    return Case.objects.filter(
        kinds,
        ~Exists(Hold.objects.filter(case=OuterRef("pk"), lifted_at=None)),
        ~Exists(Erasure.objects.filter(case=OuterRef("pk"), erased_at__gte=OuterRef("closed_at"))),
        # What speaks for others, or is spoken for, ends with the longest of them, and after these.
        ~Exists(Case.objects.filter(merged_into=OuterRef("pk"), erasures=None)),
        Q(merged_into=None) | Q(merged_into__closed_at__lt=before),
        # Old records count from the day on which they came into this registry.
        ~Q(channel=Channel.IMPORT) | Q(updated_at__lt=before),
        # Whoever had the use restricted may need the record for a claim of their own.
        restricted=False,
        status__in=ENDED,
        closed_at__lt=before,
    )


def _erase(keys: Sequence[Any]) -> None:
    for case in Case.objects.filter(pk__in=keys).select_related("reporter", "merged_into"):
        erase_case(case, why=Why.RETENTION)


def _cases(setting: str, records: str, kinds: Q, source: str) -> None:
    register(
        Schedule(
            setting, records, "closed", _CONTENT, source, lambda day: _closed(day, kinds), _erase
        )
    )


def _delete(rows: QuerySet[Any]) -> Callable[[Sequence[Any]], object]:
    return lambda keys: rows.filter(pk__in=keys).delete()


_KINDS = (
    ("information_requests", "Information requests", Kind.INFORMATION_REQUEST),
    ("suggestions", "Suggestions", Kind.SUGGESTION),
    ("complaints", "Complaints", Kind.COMPLAINT),
    ("misconduct", "Reports of misconduct", Kind.MISCONDUCT),
    ("praise", "Praise", Kind.PRAISE),
    ("public_requests", "Formal information requests", Kind.PUBLIC_INFORMATION),
)
for _setting, _records, _kind in _KINDS:
    _cases(_setting, _records, Q(kind=_kind), _ARCHIVES)
_TO_ERASE = Q(kind=Kind.PERSONAL_DATA, data_request__right=Right.ERASURE)
_cases("erasure_requests", "Requests to erase personal data", _TO_ERASE, _PRIVACY)
_cases(
    "data_requests",
    "Other personal-data requests",
    Q(kind=Kind.PERSONAL_DATA) & ~Q(data_request__right=Right.ERASURE),
    "UU 27/2022: processing is to be shown to the authority",
)


register(
    Schedule(
        "data_packages",
        "Files made for access requests",
        "made",
        "the file; that it was made and given stays",
        _PRIVACY,
        lambda day: Package.objects.filter(made_at__lt=day).exclude(sha256=""),
        lambda keys: forget_packages(Package.objects.filter(pk__in=keys)),
    )
)
register(
    Schedule(
        "raw_mail",
        "Mails as they came, whose words are in a report",
        "taken over",
        "the raw message; the words and files stay with the report",
        _PRIVACY,
        lambda day: (
            InboundMessage.objects.filter(state=InboundState.THREADED, handled_at__lt=day)
            .exclude(raw__content=b"")
            .exclude(_HELD)
        ),
        lambda keys: erase_raw(InboundMessage.objects.filter(pk__in=keys)),
    )
)
register(
    Schedule(
        "ignored_mail",
        "Mail that is nothing for us: automatic, twice, advertising",
        "received",
        "everything but that it came",
        _PRIVACY,
        lambda day: InboundMessage.objects.filter(
            state=InboundState.IGNORED, received_at__lt=day
        ).exclude(from_address="", raw__content=b""),
        lambda keys: erase_inbound(InboundMessage.objects.filter(pk__in=keys)),
    )
)
register(
    Schedule(
        "sent_mail",
        "Mails that were sent",
        "sent",
        "address and text; that the step was told stays",
        _PRIVACY,
        lambda day: OutboundMessage.objects.filter(sent_at__lt=day).exclude(to="").exclude(_HELD),
        lambda keys: erase_outbound(OutboundMessage.objects.filter(pk__in=keys)),
    )
)
#: Evidence, and what must not be used, ends with the report; what waits to be heard stays.
_KEPT_WITH_REPORT = Exists(
    CallCase.objects.filter(
        Q(case__kind=Kind.MISCONDUCT)
        | Q(case__restricted=True)
        | Q(case__unwritten__isnull=False)
        | Q(Exists(Hold.objects.filter(case=OuterRef("case"), lifted_at=None))),
        call=OuterRef("call"),
    )
)
register(
    Schedule(
        "recordings",
        "Recordings of calls and messages, but of misconduct",
        "recorded",
        "the sound; that there was a call, when, and who talked stays",
        _PRIVACY,
        lambda day: Recording.objects.filter(deleted_at=None, call__began_at__lt=day).exclude(
            _KEPT_WITH_REPORT
        ),
        lambda keys: keeping.delete(Recording.objects.filter(pk__in=keys), why="retention"),
    )
)
register(
    Schedule(
        "callers",
        "Numbers of callers without a report",
        "called",
        "the number, and words about the call; when it was and how long stays",
        _PRIVACY,
        lambda day: Call.objects.filter(
            ~Exists(CallCase.objects.filter(call=OuterRef("pk"))), began_at__lt=day
        ).exclude(caller=""),
        lambda keys: erase_calls(Call.objects.filter(pk__in=keys), why="retention"),
    )
)
register(
    Schedule(
        "drafts",
        "Drafts of answers and notes",
        "last typed in",
        "all",
        _OWN,
        lambda day: Draft.objects.filter(updated_at__lt=day),
        _delete(Draft.objects.all()),
    )
)
register(
    Schedule(
        "events",
        "Events whose handlers have run",
        "happened",
        "all; what happened stands on the timelines",
        _OWN,
        lambda day: Event.objects.filter(created_at__lt=day, next_attempt_at=None),
        _delete(Event.objects.all()),
    )
)
register(
    Schedule(
        "sessions",
        "Sign-ins that ended, and their devices",
        "ended",
        "all; that somebody signed in stays on the access log",
        _PRIVACY,
        lambda day: Session.objects.filter(expire_date__lt=day),
        lambda keys: (
            UserSession.objects.filter(session_key__in=keys).delete(),
            Session.objects.filter(pk__in=keys).delete(),
        ),
    )
)
register(
    Schedule(
        "jobs",
        "Background jobs that are done",
        "finished",
        "all",
        _OWN,
        lambda day: DBTaskResult.objects.filter(
            status__in=(TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED), finished_at__lt=day
        ),
        _delete(DBTaskResult.objects.all()),
    )
)
register(
    Schedule(
        "imports",
        "Files that were sent for the directory",
        "sent",
        "the file and its report; that it was taken over stays on the access log",
        _PRIVACY,
        lambda day: ImportJob.objects.filter(asked_at__lt=day).exclude(
            state__in=(ImportState.CHECKING, ImportState.RUNNING)
        ),
        _delete(ImportJob.objects.all()),
    )
)
register(
    Schedule(
        "access_log",
        "The access log",
        "written",
        "reasons and addresses; who did what to which number stays, and the chain with it",
        _PRIVACY,
        lambda day: chain.with_words().filter(at__lt=day),
        lambda keys: chain.erase_words(Q(pk__in=keys)),
    )
)
