"""Which items have which tokens: FTS5 on SQLite, a tsvector with GIN on PostgreSQL.

Positions are read from above and no further than somebody reads, so a word of half of all items
costs no more than a rare one (decision 0001 has the figures). OpenSearch may answer instead
(`search.opensearch`); this index is kept beside it and answers while it is away.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence

from django.db import connection

from hubung.search import opensearch
from hubung.search.opensearch import AwayError
from hubung.search.positions import Span

log = logging.getLogger(__name__)

#: All of these groups, one token of each.
Groups = Sequence[Sequence[str]]


def put(rows: Sequence[tuple[int, str]]) -> None:
    """Add (position, tokens); nothing may stand at these positions."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany("INSERT INTO search_words (rowid, words) VALUES (%s, %s)", rows)
        else:
            cursor.execute(
                "INSERT INTO search_words (position, words)"
                " SELECT new.position, array_to_tsvector(string_to_array(new.words, ' '))"
                " FROM unnest(%s::bigint[], %s::text[]) AS new (position, words)",
                [[position for position, _words in rows], [words for _position, words in rows]],
            )


def remove(positions: Collection[int]) -> None:
    """Nothing stands at these any more."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(
                "DELETE FROM search_words WHERE rowid = %s", [(each,) for each in positions]
            )
        else:
            cursor.execute("DELETE FROM search_words WHERE position = ANY(%s)", [list(positions)])


def find(groups: Groups, limit: int, span: Span | None = None) -> list[int]:
    """The highest positions, at most `limit`, that have a token of every group.

    `span` only helps to find them: the database need not look elsewhere.
    """
    if opensearch.is_used():
        try:
            return opensearch.find(groups, limit)
        except AwayError as error:
            log.warning("OpenSearch is away, the database answers", extra={"why": str(error)})
    return _find_here(groups, limit, span)


def _find_here(groups: Groups, limit: int, span: Span | None = None) -> list[int]:
    sqlite = connection.vendor == "sqlite"
    # Tokens hold letters, digits and the two marks only, so quoting them is safe in both.
    quote, either, both = ('"', " OR ", " AND ") if sqlite else ("'", " | ", " & ")
    query = both.join(
        f"({either.join(f'{quote}{token}{quote}' for token in group)})" for group in groups
    )
    key = "rowid" if sqlite else "position"
    matches = "search_words MATCH %s" if sqlite else "words @@ %s::tsquery"
    within = f" AND {key} BETWEEN %s AND %s" if span else ""
    sql = (
        f"SELECT {key} FROM search_words WHERE {matches}{within}"  # noqa: S608 - our own words
        f" ORDER BY {key} DESC LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [query, *(span or ()), limit])
        return [row[0] for row in cursor.fetchall()]
