"""How much room somebody gets: by the unit they work in, and whether they head one."""

from __future__ import annotations

from collections import defaultdict

from hubung.directory.models import Holding, Unit, UnitKind, in_force, today
from hubung.mail.models import QuotaRule
from hubung.mail.models.account import MEBIBYTE

#: What holds until somebody decides otherwise, in MiB: (kind of unit, whether its head).
_FIRST = {("", False): 2048, ("", True): 5120, (UnitKind.DIRECTORATE_GENERAL, True): 10240}


class Quotas:
    """The rules of today, and who heads what today."""

    def __init__(self) -> None:
        if not QuotaRule.objects.exists():
            QuotaRule.objects.bulk_create(
                QuotaRule(unit_kind=kind, heads=heads, mebibytes=size)
                for (kind, heads), size in _FIRST.items()
            )
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
