"""How a case belongs together with others, as far as the reader may know of those."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q

from hubung.cases.models import Case, Link, Merge
from hubung.cases.queries import visible
from hubung.directory.models import Person


@dataclass(frozen=True)
class Ties:
    """Its links, each with the other case; the merge it went into; those that went into it."""

    links: list[tuple[Link, Case]] = field(default_factory=list)
    merge: Merge | None = None
    absorbed: list[Merge] = field(default_factory=list)
    #: Whatever it is tied to, seen or not: none of them need be suggested again.
    tied: frozenset[int] = frozenset()


def ties_of(case: Case, *, seen_by: Person) -> Ties:
    """Two narrow queries, and one more where there is anything: most cases stand alone."""
    links = list(Link.objects.filter(Q(case=case) | Q(other=case)).order_by("pk"))
    merges = list(Merge.objects.filter(Q(case=case) | Q(into=case), undone_at=None).order_by("pk"))
    tied = {link.other_id if link.case_id == case.pk else link.case_id for link in links}
    tied |= {merge.into_id if merge.case_id == case.pk else merge.case_id for merge in merges}
    if not tied:
        return Ties()
    seen = visible(seen_by).in_bulk(sorted(tied))
    merge = None
    absorbed = []
    for one in merges:
        if one.case_id == case.pk and one.into_id in seen:
            one.into = seen[one.into_id]
            merge = one
        elif one.into_id == case.pk and one.case_id in seen:
            one.case = seen[one.case_id]
            absorbed.append(one)
    return Ties(
        links=[
            (link, seen[other])
            for link in links
            if (other := link.other_id if link.case_id == case.pk else link.case_id) in seen
        ],
        merge=merge,
        absorbed=absorbed,
        tied=frozenset(tied),
    )
