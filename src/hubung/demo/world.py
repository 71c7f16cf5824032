"""Who acts in the demonstration's cases: citizens at the doors, staff at their desks."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from hubung.cases.choices import Channel, Kind
from hubung.cases.models import Case
from hubung.cases.services import ReporterDetails, receive_case
from hubung.cases.timeline import REPORTER, Actor
from hubung.demo import names
from hubung.demo.stories import Telling
from hubung.demo.units import CONTACT_CENTRE, INFORMATION_OFFICE
from hubung.directory.mailboxes import local_part
from hubung.directory.models import Person, Role, Unit
from hubung.directory.queries import holders_of
from hubung.kernel import clock

#: A domain that can never receive mail (RFC 2606), for people who don't exist.
REPORTER_DOMAIN = "surel.example"

_DOORS = (
    (Channel.WEB, 40),
    (Channel.MAIL, 22),
    (Channel.PHONE, 24),
    (Channel.SOCIAL, 6),
    (Channel.COUNTER, 5),
    (Channel.LETTER, 3),
)
_BY_STAFF = (Channel.PHONE, Channel.COUNTER, Channel.LETTER, Channel.SOCIAL)


class World:
    """The ministry as the journeys see it. `favoured` are mail addresses that get work first."""

    def __init__(self, random: Random, favoured: set[str]) -> None:
        self.random = random
        self.units = {unit.code: unit for unit in Unit.objects.select_related("parent")}
        self._favoured = favoured
        self._citizens = names.people(random.randrange(1_000_000))
        self._staff: dict[tuple[Role, int], list[Person]] = {}
        self._turn = 0

    def unit(self, telling: Telling) -> Unit:
        return self.units[telling.scene.unit]

    def agent(self) -> Person:
        """Tier 1, in turns; those with a printed sign-in have most of the work."""
        people = self._holders(Role.TIER1_AGENT, self.units[CONTACT_CENTRE])
        self._turn += 1
        return people[self._turn % 2 if self._turn % 3 else self._turn % len(people)]

    def head_of_centre(self) -> Person:
        return self._holders(Role.SUPERVISOR, self.units[CONTACT_CENTRE])[0]

    def handler(self, unit: Unit) -> Person:
        """Tier 2 of a unit; requests for public information are the information officer's."""
        if unit.code == INFORMATION_OFFICE:
            return self._holders(Role.INFORMATION_OFFICER, unit)[0]
        return self._holders(Role.TIER2_HANDLER, unit)[0]

    def official(self, unit: Unit) -> Person:
        """Whoever the case goes to at tier 3; the service chooses in the same way."""
        official = holders_of(Role.TIER3_OFFICIAL, unit=unit).first()
        if official is None:
            raise LookupError(f"nobody answers at tier 3 for {unit.code}")
        return official

    def inspector(self) -> Person:
        return self._holders(Role.INSPECTOR, self.units["ITJEN"])[0]

    def _holders(self, role: Role, unit: Unit) -> list[Person]:
        key = (role, unit.pk)
        if key not in self._staff:
            found = list(holders_of(role, unit=unit))
            if not found:
                raise LookupError(f"nobody is {role} for {unit.code}")
            at_unit = [p for p in found if any(g.unit_id == unit.pk for g in p.grants)]
            nearest = at_unit or found
            self._staff[key] = sorted(nearest, key=lambda p: p.email not in self._favoured)
        return self._staff[key]

    def report(
        self, telling: Telling, *, channel: Channel | None = None, confidential: bool = False
    ) -> Case:
        """A citizen reports; the telephone, the counter and letters are typed by an agent."""
        story = telling.story
        weights = [weight for _, weight in _DOORS]
        door = channel or self.random.choices([door for door, _ in _DOORS], weights)[0]
        misconduct = story.kind == Kind.MISCONDUCT
        anonymous = misconduct and self.random.random() < 0.5
        complaint = story.kind in (Kind.COMPLAINT, Kind.MISCONDUCT)
        return receive_case(
            channel=door,
            kind=story.kind,
            # A mail or a web form often leaves the sector open; an agent never does.
            sector="" if door == Channel.MAIL and self.random.random() < 0.3 else story.sector,
            title=telling.title,
            text=telling.text,
            place=telling.scene.place,
            happened_on=clock.now().date() - timedelta(days=1) if complaint else None,
            happened_at="sore" if complaint and self.random.random() < 0.4 else "",
            reporter=None if anonymous else self.citizen(door),
            anonymous=anonymous,
            confidential=confidential,
            actor=Actor.staff(self.agent()) if door in _BY_STAFF else REPORTER,
        )

    def citizen(self, door: Channel) -> ReporterDetails:
        """Somebody new, known by what their door asks for."""
        person = next(self._citizens)
        number = self.random.randrange(50_000, 100_000)
        has_mail = door in (Channel.WEB, Channel.MAIL) or self.random.random() < 0.3
        return ReporterDetails(
            name=person.name,
            email=f"{local_part(person.name)}{number % 90 + 10}@{REPORTER_DOMAIN}"
            if has_mail
            else "",
            phone=names.phone(number) if door != Channel.MAIL else "",
        )
