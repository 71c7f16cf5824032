"""Who reports: found again by how they can be reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hubung.cases.models import Reporter


@dataclass(frozen=True)
class ReporterDetails:
    """Who reports, as they say; e-mail in any case, telephone in E.164."""

    name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""

    @property
    def key(self) -> str:
        """The mail address, else the telephone number: what a person is known by."""
        return self.email.strip().lower() or self.phone


def find_or_make_reporters(given: Sequence[tuple[ReporterDetails, str]]) -> list[Reporter]:
    """The reporter for each of these details (and language), in their order.

    The one known by this mail address, else (without an address) by this telephone number, else a
    new one. Somebody who leaves neither is nobody we know.
    """
    known = _known([details for details, _language in given])
    found: list[Reporter] = []
    fresh: list[Reporter] = []
    for details, language in given:
        reporter = known.get(details.key) if details.key else None
        if reporter is None:
            reporter = Reporter(email=details.email.strip().lower(), language=language)
            fresh.append(reporter)
            if details.key:
                known[details.key] = reporter
        _learn(reporter, details)
        found.append(reporter)
    if fresh:
        Reporter.objects.bulk_create(fresh)
    return found


def _known(given: list[ReporterDetails]) -> dict[str, Reporter]:
    """Reporters by their key; of several with one key, the oldest."""
    emails = {details.key for details in given if details.email.strip()}
    phones = {details.phone for details in given if details.phone and not details.email.strip()}
    known: dict[str, Reporter] = {}
    if emails:
        for reporter in Reporter.objects.filter(email__in=emails).order_by("-pk"):
            known[reporter.email] = reporter
    if phones:
        for reporter in Reporter.objects.filter(phone__in=phones, email="").order_by("-pk"):
            known[reporter.phone] = reporter
    return known


def _learn(reporter: Reporter, details: ReporterDetails) -> None:
    """Fill in what was not known yet; what is known stays as it is."""
    additions = {
        field: value
        for field in ("name", "phone", "address")
        if (value := getattr(details, field).strip()) and not getattr(reporter, field)
    }
    for field, value in additions.items():
        setattr(reporter, field, value)
    if additions and reporter.pk is not None:
        reporter.save(update_fields=list(additions))


def stop_notices(*, reporter: Reporter, wants: bool = False) -> None:
    """The reporter does not want mails about their cases any more (or again)."""
    Reporter.objects.filter(pk=reporter.pk).update(wants_notices=wants)
