"""Who calls: a person with their roles, or an application for its units; and what they may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from hubung.api import problems
from hubung.api.models import Application, Token
from hubung.api.policies import visible_to_application
from hubung.api.problems import Problem
from hubung.audit.choices import Act
from hubung.cases import queries
from hubung.cases.models import Attachment, Case, Entry
from hubung.cases.reading import note_reading
from hubung.directory.models import Person
from hubung.kernel import numbers


@dataclass(frozen=True)
class Caller:
    """The holder of the token of a request."""

    token: Token

    @property
    def person(self) -> Person | None:
        return self.token.person

    @property
    def application(self) -> Application | None:
        return self.token.application

    @property
    def acting(self) -> Person:
        """The person in whose name something is done. Raises Problem for an application."""
        if self.token.person is None:
            raise Problem(
                problems.NOT_ALLOWED,
                _("This is done in somebody's name: use the token of a person."),
            )
        return self.token.person

    def cases(self) -> QuerySet[Case]:
        """Every case that the caller may know of."""
        if self.token.application is not None:
            return Case.objects.filter(visible_to_application(self.token.application))
        return queries.visible(self.acting)

    def read_case(self, number: str, act: Act = Act.CASE_READ, what: str = "") -> Case:
        """`find_case`, whose reading is recorded when it is protected; `what` of it is shown."""
        case = self.find_case(number)
        self.note_reading(case, act, what)
        return case

    def note_reading(
        self, cases: Case | Iterable[Case], act: Act = Act.CASE_READ, what: str = ""
    ) -> None:
        """Put on record which protected cases a person read; no application sees any."""
        if self.person is not None:
            note_reading(self.person, cases, act, what)

    def find_case(self, number: str) -> Case:
        """The case with this number. Raises Problem, the same for none and for a hidden one."""
        short_code = settings.HUBUNG.ministry.short_code
        parsed = numbers.parse_case_number(number, short_code=short_code)
        if parsed is not None:
            # One query for both: how long the answer takes tells nothing either.
            case = (
                self.cases()
                .filter(pk=parsed.case_id)
                .select_related("unit", "owner", "reporter", "merged_into")
                .first()
            )
            if case is not None and case.year % 100 == parsed.year % 100:
                return case
        raise Problem(
            problems.NOT_FOUND, _("There is no report with this number that you may see.")
        )

    def entries(self, case: Case) -> QuerySet[Entry]:
        """The steps of a visible case; an application reads what its reporter reads."""
        if self.person is not None:
            return queries.entries_of(case, seen_by=self.person)
        return Entry.objects.filter(case=case, public=True).order_by("seq")

    def files(self, case: Case) -> QuerySet[Attachment]:
        """Its files, by the same rule."""
        files = Attachment.objects.filter(case=case).order_by("pk")
        return files if self.person is not None else files.filter(public=True)


class ApiRequest(HttpRequest):
    """A request whose token was checked."""

    auth: Caller
