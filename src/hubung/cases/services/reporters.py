"""Who reports: found again by how they can be reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from hubung.cases.models import Case, Reporter, ResidentNumber
from hubung.kernel import sealed


@dataclass(frozen=True)
class ReporterDetails:
    """Who reports, as they say; e-mail in any case, telephone in E.164."""

    name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    nik: str = field(default="", repr=False)

    @property
    def key(self) -> str:
        """The mail address, else the telephone number: what a person is known by."""
        return self.email.strip().lower() or self.phone


def find_or_make_reporters(given: Sequence[tuple[ReporterDetails, str]]) -> list[Reporter]:
    """The reporter for each of these details (and language), in their order.

    One who is known with exactly what is given, else a new one: an address that somebody typed is
    no proof of who they are, so nobody's details are ever added to another's. What belongs to the
    same address is brought together when it is read (`queries.history_of`).
    """
    known = _known([details for details, _language in given])
    found: list[Reporter] = []
    fresh: list[Reporter] = []
    niks: list[tuple[Reporter, str]] = []
    for details, language in given:
        same_key = known.setdefault(details.key, []) if details.key else []
        reporter = next((each for each in same_key if _fits(each, details)), None)
        if reporter is None:
            reporter = Reporter(
                name=details.name.strip()[:150],
                email=details.email.strip().lower()[:254],
                phone=details.phone,
                address=details.address.strip()[:300],
                language=language,
                wants_notices=all(each.wants_notices for each in same_key),
            )
            fresh.append(reporter)
            if details.nik:
                niks.append((reporter, details.nik))
            same_key.append(reporter)
        found.append(reporter)
    if fresh:
        Reporter.objects.bulk_create(fresh)
    if niks:
        key = sealed.current()
        ResidentNumber.objects.bulk_create(
            [ResidentNumber.of(reporter.pk, nik, key) for reporter, nik in niks]
        )
    return found


def _known(given: list[ReporterDetails]) -> dict[str, list[Reporter]]:
    """Reporters by their key, the oldest first."""
    emails = {details.key for details in given if details.email.strip()}
    phones = {details.phone for details in given if details.phone and not details.email.strip()}
    known: dict[str, list[Reporter]] = defaultdict(list)
    if emails:
        for reporter in Reporter.objects.filter(email__in=emails).order_by("pk"):
            known[reporter.email].append(reporter)
    if phones:
        for reporter in Reporter.objects.filter(phone__in=phones, email="").order_by("pk"):
            known[reporter.phone].append(reporter)
    return known


def _fits(reporter: Reporter, details: ReporterDetails) -> bool:
    """Whether the details say nothing that is not known of this reporter."""
    pairs = (
        (details.name, reporter.name),
        (details.phone, reporter.phone),
        (details.address, reporter.address),
    )
    if details.nik and not has_nik(reporter, details.nik):
        return False
    return all(
        not said.strip() or said.strip().casefold() == known.casefold() for said, known in pairs
    )


def has_nik(reporter: Reporter, nik: str) -> bool:
    """Whether this is what is known as their NIK."""
    return ResidentNumber.objects.filter(
        ResidentNumber.matching(nik), reporter=reporter.pk
    ).exists()


def stop_notices(*, reporter: Reporter, wants: bool = False) -> None:
    """Whoever reads this mail address wants no mails about any report (or wants them again)."""
    Reporter.objects.filter(email=reporter.email).update(wants_notices=wants)


def stop_notices_of_case(*, case: Case, wants: bool = False) -> None:
    """No mails about this one report: all that number and code give a right to."""
    Case.objects.filter(pk=case.pk).update(wants_notices=wants)
