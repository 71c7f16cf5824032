"""How much room somebody gets: by the unit they work in, and whether they head one."""

from __future__ import annotations

from collections import defaultdict

from django.db import transaction
from django.utils.translation import gettext as _

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.directory.models import Holding, Person, Unit, UnitKind, in_force, today
from hubung.kernel.events import emit
from hubung.mail import policies
from hubung.mail.events import QuotasChanged
from hubung.mail.models import QuotaRule
from hubung.mail.models.account import MEBIBYTE
from hubung.mail.services.errors import MailError

LEAST = 100

#: What holds until somebody decides otherwise, in MiB: (kind of unit, whether its head).
_FIRST = {("", False): 2048, ("", True): 5120, (UnitKind.DIRECTORATE_GENERAL, True): 10240}


class Quotas:
    """The rules of today, and who heads what today."""

    def __init__(self) -> None:
        keep_quota_rules()
        self._rules = {
            (rule.unit_kind, rule.heads): rule.mebibytes * MEBIBYTE
            for rule in QuotaRule.objects.all()
        }
        self._kinds = dict(Unit.objects.values_list("pk", "kind"))
        self._headed: dict[int, set[str]] = defaultdict(set)
        heads = Holding.objects.filter(in_force(today()), post__heads_unit=True)
        for person_id, kind in heads.values_list("person_id", "post__unit__kind"):
            self._headed[person_id].add(kind)

    def of(self, person_id: int, unit_id: int | None) -> int:
        """Bytes for somebody's mailbox: the largest that a rule gives."""
        wanted = {("", False), (self._kinds.get(unit_id or 0, ""), False)}
        if headed := self._headed.get(person_id):
            wanted |= {("", True), *((kind, True) for kind in headed)}
        fitting = [self._rules[rule] for rule in wanted if rule in self._rules]
        return max(fitting, default=2048 * MEBIBYTE)


def keep_quota_rules() -> None:
    """Where nobody has decided yet, the first rules are there."""
    if not QuotaRule.objects.exists():
        QuotaRule.objects.bulk_create(
            QuotaRule(unit_kind=kind, heads=heads, mebibytes=size)
            for (kind, heads), size in _FIRST.items()
        )


@transaction.atomic
def set_quota_rule(*, by: Person | None, unit_kind: str, heads: bool, mebibytes: int) -> QuotaRule:
    """How much room such a post gives; mailboxes follow but for those set by hand.

    Raises MailError for less than `LEAST`.
    """
    policies.require(policies.may_keep_mail(by))
    if mebibytes < LEAST:
        raise MailError(_("Give an account at least 100 MiB."))
    keep_quota_rules()
    rule, _made = QuotaRule.objects.update_or_create(
        unit_kind=unit_kind, heads=heads, defaults={"mebibytes": mebibytes}
    )
    _tell(by, rule, mebibytes)
    return rule


@transaction.atomic
def end_quota_rule(*, by: Person | None, rule: QuotaRule) -> None:
    """Raises MailError for everybody's, which has to say something."""
    policies.require(policies.may_keep_mail(by))
    if not rule.unit_kind and not rule.heads:
        raise MailError(_("This one is everybody's. Change it, or add one for some posts."))
    _tell(by, rule, None)
    rule.delete()


def _tell(by: Person | None, rule: QuotaRule, mebibytes: int | None) -> None:
    data = {"quota": rule.unit_kind, "heads": rule.heads, "mebibytes": mebibytes}
    record(Act.MAIL_CHANGED, by, "mail:quotas", data=data)
    emit(QuotasChanged(by_id=by.pk if by else None))
