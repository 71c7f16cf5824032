"""An item is exempted for a time: one person proposes after a consequence test, another decides,
time ends it, and a decision on somebody's objection may end it before.

The first proposal closes the item while it waits, but no longer than the limit for deciding; after
a proposal came to nothing, the next one closes nothing before it is approved. So nobody keeps an
item closed by proposing again and again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from hubung.directory.models import Person, today
from hubung.disclosure.grounds.models import Ground
from hubung.disclosure.grounds.queries import in_force
from hubung.disclosure.register import limits, policies
from hubung.disclosure.register.change import Changing, change
from hubung.disclosure.register.choices import Decision
from hubung.disclosure.register.errors import RegisterError
from hubung.disclosure.register.models import Exemption, Item
from hubung.kernel import clock
from hubung.ui import dates

BATCH = 100


@dataclass(frozen=True, kw_only=True)
class Closing:
    """The consequence test; fields as in `models.Exemption`, `until` is the last day of it."""

    name: str
    ground: Ground
    harm: str
    benefit: str
    weighing: str
    until: date
    statute: str = ""
    in_part: str = ""


def propose(*, by: Person, item: Item, closing: Closing) -> Exemption:
    """Ask for an item to be exempted. Raises PermissionDenied and RegisterError."""
    policies.require(policies.may_write(by, item))
    with change(item, by=by) as it:
        return propose_within(it, closing)


def propose_within(it: Changing, closing: Closing) -> Exemption:
    """The same in a change that is under way."""
    if it.by is None:
        raise RegisterError(_("Only a person can propose to exempt information."))
    _check(it, closing)
    decide_by = limits.decide_by(it.item.unit, it.at)
    closes = not it.item.exemptions.exists()
    words = {
        name: value.strip() if isinstance(value, str) else value
        for name, value in vars(closing).items()
    }
    exemption = Exemption.objects.create(
        item=it.item,
        **words,
        proposed_by=it.by,
        proposed_at=it.at,
        decide_by=decide_by,
        closes_until=decide_by if closes else None,
    )
    it.note("proposed", exemption, closed=closes)
    return exemption


def approve(*, by: Person, exemption: Exemption, note: str = "") -> Exemption:
    """Exempt the item until the end of the last day. Raises PermissionDenied, RegisterError."""
    with change(exemption.item_id, by=by) as it:
        exemption = _undecided(it, exemption)
        policies.require(policies.may_decide(by, exemption))
        on = today(it.item.unit.timezone)
        if exemption.until < on:
            raise RegisterError(_("The period that was asked for is over. Refuse the proposal."))
        if not in_force(on).filter(pk=exemption.ground_id).exists():
            raise RegisterError(_("This ground holds no longer. Refuse the proposal."))
        exemption.decision = Decision.APPROVED
        exemption.closes_until = limits.midnight_after(exemption.until, it.item.unit)
        _decide(it, by, exemption, note)
        it.note("approved", exemption, closed=True)
    return exemption


def refuse(*, by: Person, exemption: Exemption, note: str) -> Exemption:
    """The item stays, or becomes, open. Raises PermissionDenied and RegisterError."""
    if not note.strip():
        raise RegisterError(_("Say to whoever proposed it why not."), "note")
    with change(exemption.item_id, by=by) as it:
        exemption = _undecided(it, exemption)
        policies.require(policies.may_decide(by, exemption))
        exemption.decision = Decision.REFUSED
        _decide(it, by, exemption, note)
        _end(it, exemption, "refused")
    return exemption


def withdraw(*, by: Person, exemption: Exemption) -> Exemption:
    """Take a proposal back. Raises PermissionDenied and RegisterError."""
    with change(exemption.item_id, by=by) as it:
        exemption = _undecided(it, exemption)
        policies.require(policies.may_withdraw(by, exemption))
        exemption.decision = Decision.WITHDRAWN
        _end(it, exemption, "withdrawn")
    return exemption


def lift(*, by: Person, exemption: Exemption, note: str) -> Exemption:
    """Open an item before its period is over. Raises PermissionDenied and RegisterError."""
    if not note.strip():
        raise RegisterError(_("Say why it may be open now."), "note")
    with change(exemption.item_id, by=by) as it:
        exemption = _locked(it, exemption)
        policies.require(policies.may_lift(by, exemption))
        _open(it, exemption, Decision.LIFTED, note)
    return exemption


def overturn(*, by: Person, exemption_id: int, note: str) -> None:
    """The superior has decided on an objection that it is to be open. Asks no right of its own: who
    decides on objections is asked where that is decided. Nothing when it is open already."""
    exemption = Exemption.objects.get(pk=exemption_id)
    with change(exemption.item_id, by=by) as it:
        exemption = _locked(it, exemption)
        if exemption.closes_until is not None and exemption.closes_until > it.at:
            _open(it, exemption, Decision.OVERTURNED, note)


def tell_of_ends() -> int:
    """Write down what time has ended, one batch; returns how many.

    Nothing hangs on it: the items are open again since `closes_until`, whoever runs.
    """
    over = Q(decision=Decision.PENDING, decide_by__lte=clock.now()) | Q(
        decision=Decision.APPROVED, closes_until__lte=clock.now()
    )
    due = list(
        Exemption.objects.filter(over, ended_at__isnull=True)
        .order_by("decide_by", "pk")
        .values_list("pk", "item_id")[:BATCH]
    )
    return sum(_tell_of_end(pk, item_id, over) for pk, item_id in due)


def _tell_of_end(pk: int, item_id: int, over: Q) -> int:
    with change(item_id, by=None) as it:
        exemption = (
            Exemption.objects.filter(over, pk=pk, ended_at__isnull=True)
            .select_related("ground")
            .first()
        )
        if exemption is None:
            return 0
        if exemption.decision == Decision.PENDING:
            exemption.decision = Decision.LAPSED
            _end(it, exemption, "lapsed")
        else:
            exemption.ended_at = exemption.closes_until
            exemption.save(update_fields=["ended_at"])
            it.note("ended", exemption)
    return 1


def _check(it: Changing, closing: Closing) -> None:
    on = today(it.item.unit.timezone)
    if it.item.exemptions.filter(decision=Decision.PENDING).exists():
        raise RegisterError(_("A proposal for this item waits for its decision already."))
    if not in_force(on).filter(pk=closing.ground.pk).exists():
        raise RegisterError(_("This ground does not hold today. Choose another one."), "ground")
    for field in ("name", "harm", "benefit", "weighing"):
        if not getattr(closing, field).strip():
            raise RegisterError(_("The test is not whole without this part."), field)
    longest = limits.longest_until(it.item.unit)
    if not on <= closing.until <= longest:
        raise RegisterError(
            _("Choose a last day from today to %(day)s. A longer period needs a new decision.")
            % {"day": dates.day(longest)},
            "until",
        )


def _undecided(it: Changing, exemption: Exemption) -> Exemption:
    exemption = _locked(it, exemption)
    if exemption.decision != Decision.PENDING:
        raise RegisterError(
            _("This proposal is settled already: %(how)s.")
            % {"how": exemption.get_decision_display()}
        )
    if exemption.decide_by <= it.at:
        raise RegisterError(_("Nobody decided in time, so the item is open. Propose it anew."))
    return exemption


def _locked(it: Changing, exemption: Exemption) -> Exemption:
    """As it is now: whoever changes exemptions of an item holds the item."""
    return Exemption.objects.select_related("item__unit", "ground").get(
        pk=exemption.pk, item=it.item
    )


def _decide(it: Changing, by: Person, exemption: Exemption, note: str) -> None:
    exemption.decide(by, it.item.unit, it.at, note)
    exemption.save()


def _open(it: Changing, exemption: Exemption, how: Decision, note: str) -> None:
    if (
        exemption.decision != Decision.APPROVED
        or exemption.closes_until is None
        or exemption.closes_until <= it.at
    ):
        raise RegisterError(_("This item is not exempted any more."))
    exemption.decision = how
    exemption.add_note(note)
    _end(it, exemption, how.value)


def _end(it: Changing, exemption: Exemption, did: str) -> None:
    exemption.closes_until, exemption.ended_at = None, it.at
    exemption.save()
    it.note(did, exemption)
