"""What may be reported: a service for each kind of report in each sector, in the reader's language.

Misconduct is not among them, nor anything confidential: no program follows those, and an
application that is made for potholes is no place for whoever reports a bribe. The description of
every service says where to go instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import pgettext_lazy as in_a_place

from hubung.cases.choices import Kind
from hubung.cases.models import Case
from hubung.directory.models import Sector

#: Tells applications to fetch services and definitions again: raise it with every change to them.
CHANGESET = "2026-11-24 00:00"

KINDS = {
    Kind.COMPLAINT: gettext_lazy("Something is wrong or was not done."),
    Kind.INFORMATION_REQUEST: gettext_lazy("You want to know something or need a document."),
    Kind.SUGGESTION: gettext_lazy("You have an idea for us."),
    Kind.PRAISE: gettext_lazy("Somebody did well."),
}
_KEYWORDS = {
    Sector.LAND: gettext_lazy("bus, lorry, terminal, weighbridge"),
    Sector.SEA: gettext_lazy("ship, harbour, seafarer, certificate"),
    Sector.AIR: gettext_lazy("aeroplane, airport, drone, baggage"),
    Sector.RAIL: gettext_lazy("train, station, level crossing"),
    None: gettext_lazy("transport"),
}
_ANY_SECTOR = in_a_place("of every sector", "Transport in general")

HAPPENED_ON, ANONYMOUS = "happened_on", "anonymous"
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Service:
    """A kind of report in a sector; None: whoever reports does not know which."""

    kind: Kind
    sector: Sector | None

    @classmethod
    def of(cls, case: Case) -> Service:
        return cls(Kind(case.kind), Sector(case.sector) if case.sector else None)

    @property
    def code(self) -> str:
        return f"{self.kind.value}-{self.sector.value}" if self.sector else self.kind.value

    @property
    def group(self) -> str:
        return str(self.sector.label if self.sector else _ANY_SECTOR)

    @property
    def name(self) -> str:
        return f"{self.kind.label} · {self.group}"

    def told(self) -> dict[str, Any]:
        """As the list of services tells it."""
        return {
            "service_code": self.code,
            "service_name": self.name,
            "description": f"{KINDS[self.kind]} {_elsewhere()}",
            "metadata": True,
            "type": "realtime",
            "keywords": str(_KEYWORDS[self.sector]),
            "group": self.group,
        }

    def definition(self) -> dict[str, Any]:
        """What may be answered besides what every request has; none of it must."""
        return {
            "service_code": self.code,
            "attributes": [
                _attribute(
                    1,
                    HAPPENED_ON,
                    "datetime",
                    _("When did it happen?"),
                    hint=_("A day, or a day and time: 2026-11-22 or 2026-11-22T19:30:00+07:00"),
                ),
                _attribute(
                    2,
                    ANONYMOUS,
                    "singlevaluelist",
                    _("Should nobody know who reports? Then we keep no name, phone or e-mail."),
                    values=[{"key": NO, "name": _("No")}, {"key": YES, "name": _("Yes")}],
                ),
            ],
        }


SERVICES = {
    service.code: service
    for kind in KINDS
    for sector in (*Sector, None)
    if (service := Service(kind, sector))
}


def _attribute(
    order: int,
    code: str,
    datatype: str,
    description: str,
    *,
    hint: str = "",
    values: list[dict[str, str]] | None = None,
) -> dict[str, Any]:
    told = {
        "variable": True,
        "code": code,
        "datatype": datatype,
        "required": False,
        "datatype_description": hint or None,
        "order": order,
        "description": description,
    }
    return told | ({"values": values} if values is not None else {})


def _elsewhere() -> str:
    page = settings.HUBUNG.public_url + reverse("web:report")
    return _("Illegal fees, bribery and what must stay confidential: report it at %(page)s") % {
        "page": page
    }
