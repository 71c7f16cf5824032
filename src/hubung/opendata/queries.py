"""Questions to the catalogue."""

from __future__ import annotations

from django.db.models import Max, Q, QuerySet

from hubung.opendata.models import DataSet


def published() -> QuerySet[DataSet]:
    """Data sets that have a version, with its number and the publisher at hand."""
    return (
        DataSet.objects.annotate(newest=Max("versions__number"))
        .filter(newest__isnull=False)
        .select_related("publisher")
    )


def search(words: str) -> QuerySet[DataSet]:
    """Those in which every word stands: title, description or keywords, in either language."""
    found = published()
    for word in words.split()[:8]:
        found = found.filter(
            Q(title__icontains=word)
            | Q(title_en__icontains=word)
            | Q(description__icontains=word)
            | Q(description_en__icontains=word)
            | Q(keywords__icontains=word)
            | Q(publisher__name__icontains=word)
        )
    return found
