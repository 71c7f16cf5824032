from __future__ import annotations

import pytest
from django.core.cache import cache

from hubung.cases.models import SavedView
from tests.integration.rights.world import World, world


@pytest.fixture
def here(db: None) -> World:
    """A ministry with one of everything."""
    cache.clear()
    made = world()
    mine = SavedView.objects.create(person=made.ministry.arum, name="Laut", query={})
    made.views[0] = mine  # type: ignore[index]
    return made
