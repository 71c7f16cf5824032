"""What people report (DOMAIN.md §6), told as they tell it. Every name of a carrier is invented."""

from hubung.demo.stories.air import AIR
from hubung.demo.stories.land import LAND
from hubung.demo.stories.rail import RAIL
from hubung.demo.stories.sea import SEA
from hubung.demo.stories.story import Scene, Story, Telling

__all__ = ["STORIES", "Scene", "Story", "Telling"]

STORIES: tuple[Story, ...] = (*SEA, *LAND, *AIR, *RAIL)
