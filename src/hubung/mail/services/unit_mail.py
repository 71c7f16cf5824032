"""Addresses and groups that units and posts have by rule, and who stands in for a vacancy."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hubung.directory.models import Holding, Post, Unit, in_force, today
from hubung.kernel import bulk
from hubung.mail import names
from hubung.mail.models import Account, Address, Domain, Group, GroupLetter, GroupRule, Writers
from hubung.mail.models.moderation import UNDELIVERED
from hubung.mail.services.report import ADDRESSES, GROUPS, STAND_INS, Report
from hubung.mail.services.reserved import case_addresses


class UnitMail:
    """One round over all units; whatever they have already stays as it is called."""

    def __init__(self, report: Report, domains: list[Domain]) -> None:
        self._report, self._main = report, domains[0]
        self._domains = {domain.name: domain for domain in domains}
        self._units = {unit.pk: unit for unit in Unit.objects.order_by("path")}
        self._taken = set(Address.objects.values_list("address", flat=True)) | case_addresses()

    def write(self) -> None:
        self._follow_successors()
        self._give_units()
        self._give_groups()
        self._give_posts()

    def _open(self) -> list[Unit]:
        return [unit for unit in self._units.values() if unit.is_open]

    def _follow_successors(self) -> None:
        """What belonged to a unit that has ended belongs to the one that follows it."""
        ended = [unit for unit in self._units.values() if not unit.is_open]
        for unit in ended:
            heir = unit.current()
            if heir.is_open:
                Address.objects.filter(unit=unit).update(unit=heir)
                Group.objects.filter(unit=unit, made_by_rule=False).update(unit=heir)
        # One with letters that wait stays until somebody has decided.
        held = GroupLetter.objects.filter(state__in=UNDELIVERED).values("group")
        for group in Group.objects.filter(made_by_rule=True, unit__in=ended).exclude(pk__in=held):
            heir = self._units[group.unit_id or 0].current()
            follower = Group.objects.filter(made_by_rule=True, unit=heir, rule=group.rule).first()
            if follower is not None and heir.is_open:
                group.addresses.update(group=follower)
                group.delete()
            elif heir.is_open:
                group.unit, group.name = heir, heir.label
                group.save(update_fields=["unit", "name"])
            else:
                group.delete()

    def _give_units(self) -> None:
        has = set(Address.objects.filter(unit__isnull=False).values_list("unit_id", flat=True))
        rows = []
        for unit in self._open():
            wanted = [names.unit_name(unit), names.code_name(unit)]
            if unit.pk not in has and (free := self._free(unit.email, wanted, unit)):
                rows.append(self._row(free, unit_id=unit.pk))
        self._insert(rows)

    def _give_groups(self) -> None:
        """Everybody below each unit; its own staff too, where others stand below it."""
        parents = {unit.parent_id for unit in self._open()}
        made = {
            (group.unit_id, group.rule): group
            for group in Group.objects.filter(made_by_rule=True, unit__isnull=False)
        }
        fresh = []
        for unit in self._open():
            for rule in GroupRule.SUBTREE, GroupRule.UNIT:
                group = made.get((unit.pk, rule))
                if group is not None and group.name != unit.label:
                    group.name = unit.label
                    group.save(update_fields=["name"])
                if group is None and (rule == GroupRule.SUBTREE or unit.pk in parents):
                    fresh.append(
                        Group(
                            name=unit.label,
                            rule=rule,
                            unit=unit,
                            writers=_first_writers(unit, rule),
                            made_by_rule=True,
                        )
                    )
        Group.objects.bulk_create(fresh)
        self._report.counts[GROUPS] += len(fresh)
        self._address_groups()

    def _address_groups(self) -> None:
        rows = []
        for group in Group.objects.filter(made_by_rule=True, addresses=None):
            unit = self._units[group.unit_id or 0]
            ending = "semua" if group.rule == GroupRule.SUBTREE else "staf"
            wanted = [f"{name}-{ending}" for name in (names.unit_name(unit), names.code_name(unit))]
            if free := self._free("", wanted, unit):
                rows.append(self._row(free, group_id=group.pk))
        self._insert(rows)

    def _give_posts(self) -> None:
        """A post has the address that the directory gives it."""
        has = set(Address.objects.filter(post__isnull=False).values_list("address", flat=True))
        rows = []
        for post in Post.objects.exclude(email="").select_related("unit"):
            address = post.email.lower()
            if address in has or names.domain_of(address) not in self._domains:
                continue
            if address in self._taken:
                self._report.problem(address, _("This address is somebody else's already."))
            else:
                rows.append(self._row(address, post_id=post.pk))
        self._insert(rows)

    def _free(self, given: str, wanted: list[str], unit: Unit) -> str:
        """The address that the directory gives; else the first of these names that is free."""
        given = given.lower()
        if names.domain_of(given) in self._domains and given not in self._taken:
            return given
        for name in wanted:
            address = f"{name}@{self._main.name}"
            if names.is_local(name) and name not in names.RESERVED and address not in self._taken:
                return address
        self._report.problem(unit.code, _("None of the names for its mail is free."))
        return ""

    def _row(self, address: str, **thing: int) -> Address:
        self._taken.add(address)
        return Address(address=address, domain=self._domains[names.domain_of(address)], **thing)

    def _insert(self, rows: list[Address]) -> None:
        bulk.insert_new(rows)
        self._report.counts[ADDRESSES] += len(rows)


def _first_writers(unit: Unit, rule: GroupRule) -> Writers:
    """Nobody writes to the whole ministry until somebody is chosen to."""
    if rule == GroupRule.UNIT:
        return Writers.MINISTRY
    return Writers.CHOSEN if unit.parent_id is None else Writers.MEMBERS


def stand_in(report: Report) -> None:
    """Mail to a vacant post goes to the head of its unit, or the nearest head above."""
    day = today()
    heads: dict[int, int] = {}
    holdings = Holding.objects.filter(in_force(day), post__heads_unit=True).order_by("-acting")
    accounts = {
        account.person_id: account
        for account in Account.objects.filter(person__holdings__in=holdings)
        if account.takes_mail_on(day)
    }
    for unit_id, person_id in holdings.values_list("post__unit_id", "person_id"):
        if person_id in accounts:
            heads[unit_id] = accounts[person_id].pk
    changed = []
    for address in Address.objects.filter(account=None, group=None).select_related(
        "post__unit", "unit"
    ):
        unit = address.post.unit if address.post else address.unit
        above = [int(pk) for pk in unit.path.strip("/").split("/")] if unit else []
        if address.post is None:
            above = above[:-1]
        found = next((heads[pk] for pk in reversed(above) if pk in heads), None)
        if address.fallback_id != found:
            address.fallback_id = found
            changed.append(address)
    bulk.update(changed, ("fallback",))
    report.counts[STAND_INS] += len(changed)
