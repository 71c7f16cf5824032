"""Full-text search over cases."""

from __future__ import annotations

from hubung.cases.models import Case


def index(case: Case) -> None:
    """Make the case findable by its present words."""
