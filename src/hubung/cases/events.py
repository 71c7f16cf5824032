"""What happens to cases, for those who listen: notices to the reporter, live pages, figures."""

from __future__ import annotations

from dataclasses import dataclass

from hubung.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class CaseEvent(Event):
    case_id: int
    #: The timeline entry that tells of it; 0 when there is none.
    seq: int = 0


@dataclass(frozen=True, kw_only=True)
class CaseReceived(CaseEvent):
    channel: str


class CaseVerified(CaseEvent):
    pass


class CaseTaken(CaseEvent):
    """Somebody owns it now: taken or assigned."""


class CaseReleased(CaseEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class CaseMoved(CaseEvent):
    """Handed over to a tier and unit; `automatic` when a time limit did it."""

    tier: int
    unit_id: int
    automatic: bool = False


class InformationRequested(CaseEvent):
    """The reporter is asked for more; the clock stands still."""


class InformationAdded(CaseEvent):
    """The reporter wrote again."""


class ReporterTold(CaseEvent):
    """News for the reporter that is not yet the answer."""


class CaseAnswered(CaseEvent):
    pass


class CaseRejected(CaseEvent):
    pass


class CasePassedOn(CaseEvent):
    """It belongs to another authority and was sent there."""


@dataclass(frozen=True, kw_only=True)
class CaseClosed(CaseEvent):
    automatic: bool = False


class CaseReopened(CaseEvent):
    pass


class ObjectionRaised(CaseEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class ClockAlarmed(CaseEvent):
    """A reminder or a breach: `alarm` is half, most or breach."""

    clock: str
    alarm: str


class CaseRated(CaseEvent):
    pass


class CaseChanged(CaseEvent):
    """Anything else that a page showing the case should fetch anew."""


@dataclass(frozen=True, kw_only=True)
class CalendarChanged(Event):
    """A local holiday was added or removed; `day` is an ISO day, `unit_id` None every unit."""

    change_id: int
    day: str
    added: bool
    unit_id: int | None
    by_id: int | None


@dataclass(frozen=True, kw_only=True)
class TimeLimitChanged(Event):
    """A dated limit was added, or taken back before it held; `valid_from` is an ISO day."""

    clock: str
    kind: str
    days: int
    working_days: bool
    valid_from: str
    added: bool
    by_id: int | None


@dataclass(frozen=True, kw_only=True)
class CannedAnswerChanged(Event):
    """`act`: added, changed, retired, restored."""

    answer_id: int
    act: str
    by_id: int
