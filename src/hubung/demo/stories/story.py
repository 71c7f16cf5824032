"""The shape of a story: one kind of trouble, told in several places."""

from __future__ import annotations

from dataclasses import dataclass

from hubung.cases.choices import Kind, Outcome
from hubung.directory.models import Sector


@dataclass(frozen=True)
class Scene:
    """Where one telling plays: `unit` is the office that settles it."""

    place: str
    unit: str
    what: str = ""


@dataclass(frozen=True)
class Telling:
    """A story in one scene, ready to be reported."""

    story: Story
    scene: Scene
    title: str
    text: str
    handover: str
    question: str
    answer: str


@dataclass(frozen=True)
class Story:
    """What people report, and what the ministry writes; `{place}` and `{what}` come from the scene.

    `handover` is why tier 1 hands it on; without one, tier 1 settles it during the contact.
    `authority` names who is responsible when it isn't the ministry.
    """

    title: str
    text: str
    scenes: tuple[Scene, ...]
    answer: str
    sector: Sector | str
    kind: Kind = Kind.COMPLAINT
    handover: str = ""
    question: str = ""
    outcome: Outcome = Outcome.RESOLVED
    authority: str = ""

    def tell(self, scene: Scene) -> Telling:
        def fill(text: str) -> str:
            return text.format(place=scene.place, what=scene.what)

        return Telling(
            self,
            scene,
            title=fill(self.title),
            text=fill(self.text),
            handover=fill(self.handover),
            question=fill(self.question),
            answer=fill(self.answer),
        )
