"""Questions to the catalogue."""

from __future__ import annotations

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from hubung.opendata.models import DataSet, Version


def published() -> QuerySet[DataSet]:
    """Data sets that have a version, with its number and the publisher at hand."""
    return (
        DataSet.objects.annotate(newest=Max("versions__number"))
        .filter(newest__isnull=False)
        .select_related("publisher")
        .order_by("title", "pk")
    )


def youngest_versions() -> list[Version]:
    """The youngest version of each data set with its files, in the order of the data sets."""
    later = Version.objects.filter(data_set=OuterRef("data_set"), number__gt=OuterRef("number"))
    versions = Version.objects.filter(~Exists(later)).order_by("data_set__title", "data_set")
    return list(versions.select_related("data_set__publisher").prefetch_related("distributions"))


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
