"""What the directory tells of is put on record in the same transaction: no record, no change."""

from __future__ import annotations

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.directory import events
from hubung.directory.accounts.events import AccountSwitched, SecondFactorReset
from hubung.directory.accounts.provider import events as sign_on
from hubung.directory.models import Person
from hubung.kernel.events import witnesses


@witnesses(events.RoleGranted, events.RoleRevoked)
def role_changed(event: events.RoleGranted | events.RoleRevoked) -> None:
    granted = isinstance(event, events.RoleGranted)
    record(
        Act.ROLE_GRANTED if granted else Act.ROLE_REVOKED,
        _person(event.by_id),
        f"person:{event.person_id}",
        data={"role": str(event.role), "unit": event.unit_id},
    )


@witnesses(events.PersonRegistered)
def person_registered(event: events.PersonRegistered) -> None:
    record(Act.PERSON_CHANGED, _person(event.by_id), event.subject, data={"did": "registered"})


@witnesses(events.PersonAmended)
def person_amended(event: events.PersonAmended) -> None:
    data = {"did": "amended", "fields": event.fields}
    record(Act.PERSON_CHANGED, _person(event.by_id), event.subject, data=data)


@witnesses(events.PostAppointed, events.PostRelieved)
def post_changed(event: events.PostAppointed | events.PostRelieved) -> None:
    data = {"event": type(event).__name__, "post": event.post_id}
    record(Act.POST_CHANGED, _person(event.by_id), f"person:{event.person_id}", data=data)


@witnesses(events.UnitOpened, events.UnitRenamed, events.UnitMoved, events.UnitClosed)
def unit_changed(
    event: events.UnitOpened | events.UnitRenamed | events.UnitMoved | events.UnitClosed,
) -> None:
    data = {"event": type(event).__name__}
    record(Act.UNIT_CHANGED, _person(event.by_id), f"unit:{event.unit_id}", data=data)


@witnesses(events.DirectoryImported)
def imported(event: events.DirectoryImported) -> None:
    counts = {"created": event.created, "changed": event.changed, "closed": event.closed}
    data = {"kind": event.kind, **counts}
    record(Act.IMPORTED, _person(event.by_id), "directory", data=data)


@witnesses(AccountSwitched)
def account_switched(event: AccountSwitched) -> None:
    act = Act.ACCOUNT_OPENED if event.on else Act.ACCOUNT_CLOSED
    record(act, _person(event.by_id), f"person:{event.person_id}", why=event.reason)


@witnesses(SecondFactorReset)
def factors_taken_away(event: SecondFactorReset) -> None:
    record(Act.FACTOR_RESET, _person(event.by_id), f"person:{event.person_id}", why=event.reason)


@witnesses(sign_on.ClientChanged)
def client_changed(event: sign_on.ClientChanged) -> None:
    record(Act.CLIENT_CHANGED, _person(event.by_id), event.subject, data={"did": event.did})


@witnesses(sign_on.PassageOpened)
def client_entered(event: sign_on.PassageOpened) -> None:
    record(Act.CLIENT_ENTERED, _person(event.person_id), event.subject)


@witnesses(sign_on.PassagesClosed)
def client_shut_out(event: sign_on.PassagesClosed) -> None:
    record(Act.CLIENT_SHUT_OUT, _person(event.person_id), event.subject)


def _person(pk: int | None) -> Person | None:
    return Person.objects.get(pk=pk) if pk is not None else None
