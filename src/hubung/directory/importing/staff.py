"""Staff of a file into the directory: compare everything first, then write in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hubung.directory.importing import posts
from hubung.directory.importing.columns import Layout
from hubung.directory.importing.parsing import StaffRow
from hubung.directory.importing.report import CHANGED, CREATED, MISSING, Report
from hubung.directory.mailboxes import Mailboxes
from hubung.directory.models import Person, StaffNumber, Unit, today
from hubung.kernel import clock, keyring, sealed
from hubung.ui.people import mask_number

BATCH = 2000
#: Fields that a file may change, with the model's name.
_FIELDS = ("name", "email", "phone", "unit_id", "title", "is_active")


class Units:
    """The open units by what a staff file may call them: code, name or short name."""

    def __init__(self) -> None:
        self._by_code: dict[str, Unit] = {}
        self._by_name: dict[str, Unit | None] = {}
        self.labels: dict[int, str] = {}
        for unit in Unit.objects.all():
            self._by_code[unit.code.casefold()] = unit
            self.labels[unit.pk] = unit.label
            if unit.is_open:
                for name in {unit.name.casefold(), unit.short_name.casefold()} - {""}:
                    # None: more than one unit is called so.
                    self._by_name[name] = None if name in self._by_name else unit

    def find(self, text: str) -> tuple[Unit | None, str]:
        """The unit, or None and why."""
        key = text.casefold()
        unit = self._by_code.get(key) or self._by_name.get(key)
        if unit is None and key in self._by_name:
            return None, _("Several units are called so. Use the unit's code.")
        if unit is None:
            return None, _("There is no such unit. Use its code, or import the units first.")
        if not unit.is_open:
            heir = unit.current()
            if heir.is_open:
                return None, _("This unit is closed; %(heir)s (%(code)s) follows it.") % {
                    "heir": heir.label,
                    "code": heir.code,
                }
            return None, _("This unit is closed, and none follows it.")
        return unit, ""


class Numbers:
    """Whose NIP is which, by keyed hash: nothing is opened, however many there are."""

    def __init__(self, everybody: Iterable[Person]) -> None:
        self._holders = dict(StaffNumber.objects.values_list("digest", "person_id"))
        self._has = set(self._holders.values())
        self._people = {person.pk: person for person in everybody}
        self._keys = list(keyring.load().values())
        self._given: list[tuple[Person, str]] = []

    def holder(self, nip: str) -> Person | None:
        """Under every key, for some rows may wait to be sealed anew."""
        for key in self._keys:
            if found := self._holders.get(key.digest(StaffNumber.KIND, nip)):
                return self._people.get(found)
        return None

    def has(self, person: Person) -> bool:
        return person.pk in self._has

    def give(self, person: Person, nip: str) -> None:
        self._given.append((person, nip))

    def write(self) -> None:
        """Once everybody has a primary key."""
        if self._given:
            key = sealed.current()
            StaffNumber.objects.bulk_create(
                [StaffNumber.of(person.pk, nip, key) for person, nip in self._given],
                batch_size=BATCH,
            )


class Plan:
    """What has to be written so that the directory says what the file says."""

    def __init__(self, rows: list[StaffRow], layout: Layout, report: Report) -> None:
        self._layout, self._report = layout, report
        self._units = Units()
        self.created: list[Person] = []
        self.changed: list[Person] = []
        self._moved_mail: list[Person] = []
        self.wanted: list[posts.Wanted] = []
        everybody = list(Person.objects.all())
        self._numbers = Numbers(everybody)
        self._by_email = {person.email: person for person in everybody}
        self._mailboxes = self._taken_mailboxes(rows)
        self._seen: set[int] = set()
        for row in rows:
            self._take(row)
        self._check_addresses(everybody)
        if not report.ok:
            return  # who changes and who is missing shows once every line can be read
        posts.compare(self.wanted, report, has_titles=layout.has("title"))
        self._tell_missing(everybody)

    def _taken_mailboxes(self, rows: Iterable[StaffRow]) -> Mailboxes:
        at = f"@{self._domain}"
        addresses = (*self._by_email, *(row.email for row in rows))
        return Mailboxes(email.removesuffix(at) for email in addresses if email.endswith(at))

    @property
    def _domain(self) -> str:
        return str(settings.HUBUNG.mail.domains[0])

    def _take(self, row: StaffRow) -> None:
        unit, why = self._units.find(row.unit)
        if unit is None:
            if row.unit:
                self._report.problem(row.line, self._layout.header("unit"), row.unit, why)
            return
        if not row.whole:
            return
        person = self._known(row)
        if person is None:
            person = self._create(row, unit)
        elif person.pk in self._seen:
            self._report.problem(
                row.line, self._layout.header("email"), row.email, _("This person stands twice.")
            )
            return
        else:
            self._seen.add(person.pk)
            self._compare(person, row, unit)
        self.wanted.append(
            posts.Wanted(
                row.line,
                row.who,
                person,
                unit,
                row.title or "" if row.official and row.active is not False else "",
                row.acting,
                row.heads_unit,
            )
        )

    def _known(self, row: StaffRow) -> Person | None:
        """By NIP; without one, or for somebody who just got theirs, by mail address."""
        person = self._numbers.holder(row.nip) if row.nip else None
        if person is not None:
            return person
        person = self._by_email.get(row.email) if row.email else None
        known = person is not None and not (row.nip and self._numbers.has(person))
        return person if known else None

    def _create(self, row: StaffRow, unit: Unit) -> Person:
        person = Person(
            email=row.email or f"{self._mailboxes.take(row.name)}@{self._domain}",
            name=row.name,
            phone=row.phone or "",
            unit=unit,
            title="" if row.official else row.title or "",
            is_active=row.active is not False,
            password=make_password(None),
            created_at=clock.now(),
        )
        self.created.append(person)
        if row.nip:
            self._numbers.give(person, row.nip)
        who = row.who if row.nip else f"{row.name} ({person.email})"
        self._report.change(row.line, who, CREATED)
        return person

    def _compare(self, person: Person, row: StaffRow, unit: Unit) -> None:
        wanted: dict[str, object] = {"name": row.name, "unit_id": unit.pk}
        if row.email:
            wanted["email"] = row.email
        if row.phone is not None:
            wanted["phone"] = row.phone
        if row.title is not None:
            wanted["title"] = "" if row.official else row.title
        if row.active is not None:
            wanted["is_active"] = row.active
        differences = [
            [name, self._shown(name, getattr(person, name)), self._shown(name, value)]
            for name, value in wanted.items()
            if getattr(person, name) != value
        ]
        gets_number = bool(row.nip) and not self._numbers.has(person)
        if not differences and not gets_number:
            return
        number = [["nip", "", mask_number(row.nip)]] if row.nip and gets_number else []
        self._report.change(row.line, row.who, CHANGED, [*differences, *number])
        if row.nip and gets_number:
            self._numbers.give(person, row.nip)
        if "email" in wanted and person.email != wanted["email"]:
            self._moved_mail.append(person)
        for name, _before, _after in differences:
            setattr(person, name, wanted[name])
        self.changed.append(person)

    def _shown(self, name: str, value: object) -> str:
        if name == "unit_id":
            return self._units.labels.get(value, "") if isinstance(value, int) else ""
        if isinstance(value, bool):
            return pgettext("field", "yes") if value else pgettext("field", "no")
        return str(value or "")

    def _check_addresses(self, everybody: list[Person]) -> None:
        """No two people may have one address once everything is written."""
        holder: dict[str, Person] = {}
        for person in (*everybody, *self.created):
            other = holder.setdefault(person.email, person)
            if other is not person:
                self._report.problem(
                    0,
                    self._layout.header("email"),
                    person.email,
                    _("%(one)s and %(two)s would have the same address. Give one of them another.")
                    % {"one": other.name, "two": person.name},
                )

    def _tell_missing(self, everybody: list[Person]) -> None:
        """Nobody is deleted for not standing in a file; somebody looks at the list."""
        for person in everybody:
            if person.is_active and person.pk not in self._seen:
                self._report.change(0, f"{person.name} ({person.email})", MISSING)

    def write(self) -> None:
        """Inside the caller's transaction."""
        self._free_addresses()
        Person.objects.bulk_create(self.created, batch_size=BATCH)
        for batch in _batches(self.changed):
            Person.objects.bulk_update(batch, _FIELDS)
        self._numbers.write()
        posts.write(self.wanted, on=today(), has_titles=self._layout.has("title"))

    def _free_addresses(self) -> None:
        """Two people may swap addresses: those who change theirs first let go of it."""
        for person in self._moved_mail:
            Person.objects.filter(pk=person.pk).update(email=f"{person.pk}@moving.invalid")


def _batches(people: list[Person], size: int = 500) -> Iterator[list[Person]]:
    for start in range(0, len(people), size):
        yield people[start : start + size]
