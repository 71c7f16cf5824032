"""What follows in the index."""

from __future__ import annotations

from hubung.kernel.events import handles
from hubung.search import opensearch, services
from hubung.search.events import LookAgain


@handles(LookAgain)
def look_again(event: LookAgain) -> None:
    services.refresh(event.source, event.key)


@handles(LookAgain)
def tell_opensearch(event: LookAgain) -> None:
    if opensearch.is_used():
        services.mirror(event.source, event.key)
