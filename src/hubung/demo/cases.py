"""The demonstration's registry: which story goes which way, and how long ago it began."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time
from itertools import cycle
from random import Random

from hubung.cases.choices import Kind
from hubung.demo import data_requests, information_requests
from hubung.demo import journeys as way
from hubung.demo.journeys import Way
from hubung.demo.simulation import Journey, working_days_ago
from hubung.demo.stories import STORIES, Story, Telling
from hubung.demo.world import World

#: Ways of a report that tier 1 can't settle, with the working days since it came in.
_HANDED_ON: tuple[tuple[Way, int], ...] = (
    (way.settled, 24),
    (way.being_handled, 4),
    (way.waits_for_reporter, 5),
    (way.answered, 9),
    (way.at_official, 6),
    (way.handed_over, 2),
    (way.settled, 17),
    (way.objected, 12),
    (way.handed_over, 5),  # its first follow-up is due today
    (way.waits, 0),
    (way.decided, 13),
    (way.handed_over, 12),  # late: it has gone to tier 3 by itself
    (way.taken, 0),
    (way.reported_again, 3),
    (way.second_look, 19),
    (way.settled, 30),
    (way.waits, 1),  # due today at tier 1
    (way.being_handled, 7),
    (way.handed_over, 17),  # past its last limit
    (way.answered, 11),
)
_AT_ONCE: tuple[tuple[Way, int], ...] = (
    (way.settled_at_once, 8),
    (way.answered_at_once, 3),
    (way.waits, 0),
    (way.settled_at_once, 15),
    (way.taken, 1),
    (way.settled_at_once, 21),
)
_MISCONDUCT: tuple[tuple[Way, int], ...] = (
    (way.examined, 9),
    (way.proven, 28),
    (way.waits, 1),
    (way.examined, 14),
)
#: Told once more, so that the desk finds likely duplicates.
_TWICE: tuple[tuple[Way, int], ...] = (
    (way.merged, 2),
    (way.reported_again, 1),
    (way.in_confidence, 2),
    (way.waits, 0),
    (way.rejected, 6),
)


def journeys(world: World, *, now: datetime) -> Iterator[tuple[datetime, Journey]]:
    """Every journey with the moment at which it begins, Jakarta's office days counted back."""
    handed_on, at_once, misconduct = cycle(_HANDED_ON), cycle(_AT_ONCE), cycle(_MISCONDUCT)
    for telling in tellings(world.random):
        story = telling.story
        if story.kind == Kind.MISCONDUCT:
            chosen, days = next(misconduct)
        elif story.authority:
            chosen, days = way.passed_on, world.random.randrange(1, 12)
        elif story.handover:
            chosen, days = _with_question(telling, *next(handed_on))
        else:
            chosen, days = next(at_once)
        yield _start(world, now, days), chosen(world, telling)
    for story, (chosen, days) in zip(_complaints(), cycle(_TWICE), strict=False):
        telling = story.tell(story.scenes[0])
        again = replace(telling, text=f"Saya juga mengalaminya. {telling.text}")
        yield _start(world, now, days), chosen(world, again)
    yield from data_requests.journeys(now)
    yield from information_requests.journeys(world, now)


def tellings(random: Random) -> list[Telling]:
    """Every story in every scene, in an order that mixes the sectors."""
    told = [story.tell(scene) for story in STORIES for scene in story.scenes]
    random.shuffle(told)
    return told


def _complaints() -> list[Story]:
    return [story for story in STORIES if story.kind == Kind.COMPLAINT and story.handover]


def _with_question(telling: Telling, chosen: Way, days: int) -> tuple[Way, int]:
    """Nobody is asked for what the story doesn't lack."""
    if chosen is way.waits_for_reporter and not telling.question:
        return way.being_handled, days
    return chosen, days


def _start(world: World, now: datetime, days: int) -> datetime:
    """A time of day on which somebody would report; never in the future."""
    hour = world.random.choice((6, 7, 8, 8, 9, 9, 10, 11, 13, 14, 15, 16, 19, 20))
    return working_days_ago(now, days, time(hour, world.random.randrange(60)))
