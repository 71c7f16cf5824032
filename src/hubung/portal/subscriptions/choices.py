"""What somebody wants to hear of, as a form and an address have it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from hubung.directory.models import Sector, Unit
from hubung.portal.subscriptions.models import Topic, Wanting


@dataclass(frozen=True)
class Choice:
    """Topics, at least one; of one sector, of one unit and those below it, or of all."""

    topics: tuple[Topic, ...]
    sector: str = ""
    unit: Unit | None = None

    @classmethod
    def of(cls, subscription: Wanting) -> Choice:
        return cls(tuple(subscription.topics), subscription.sector, subscription.unit)

    def put_into(self, subscription: Wanting) -> None:
        for topic in Topic:
            setattr(subscription, topic.field, topic in self.topics)
        subscription.sector, subscription.unit = self.sector, self.unit

    @property
    def lines(self) -> list[str]:
        """In words of the active language, a line for each topic and for what narrows them."""
        lines = [str(topic.label) for topic in self.topics]
        if self.sector:
            lines.append(f"{_('Only of one sector')}: {Sector(self.sector).label}")
        if self.unit:
            lines.append(f"{_('Only of one unit or place')}: {self.unit.name}")
        return lines

    @property
    def query(self) -> str:
        """As it stands in the address of a form that has it filled in."""
        asked = [("topik", topic.value) for topic in self.topics]
        if self.sector:
            asked.append(("bidang", self.sector))
        if self.unit:
            asked.append(("unit", self.unit.code))
        return urlencode(asked)
