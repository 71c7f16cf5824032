"""Full-text search over cases: number, text, people, place; newest first (decision 0001).

One row per case in `cases_search`, with the case's words and its *facets*: who may see it, in
whose subtree it is. The facets stand in the same index as the words, so that a common word in a
small office is found as fast as a rare one. They only narrow: `visible_to` decides once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet

from hubung.cases.choices import EntryKind, Kind
from hubung.cases.models import Case, Entry, Handler
from hubung.cases.policies import visible_to
from hubung.cases.rights import Reach, sights_of
from hubung.directory.models import Person, UnitKind
from hubung.kernel import analysis

#: More than anybody reads; the page says so. Of all that is sought, and to be narrowed yet.
MOST, MOST_TO_NARROW = 200, 1000
#: A shorter beginning of a word would match half the registry.
SHORTEST_PREFIX = 4

_SPOKEN = (EntryKind.MESSAGE_IN, EntryKind.ANSWERED)


@dataclass(frozen=True)
class Found:
    """Matching cases, newest first; `limited`: they are of this many only, or 0 for all."""

    cases: QuerySet[Case]
    limited: int = 0


def index(case: Case) -> None:
    """Make the case findable by its present words."""
    said = Entry.objects.filter(case=case, kind__in=_SPOKEN).values_list("text", flat=True)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM cases_search WHERE rowid = %s", [case.pk])
    index_new([(case, list(said))])


def index_new(cases: Iterable[tuple[Case, Sequence[str]]]) -> None:
    """Make new cases findable, each with what was said beside the report."""
    rows = [(case.pk, _words(case, said), facets(case)) for case, said in cases]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(
                "INSERT INTO cases_search (rowid, words, facets) VALUES (%s, %s, %s)",
                [(pk, " ".join(words), " ".join(facets)) for pk, words, facets in rows],
            )
        else:
            words = [
                " ".join([*words, *(f":{each}" for each in facets)]) for _, words, facets in rows
            ]
            cursor.execute(
                "INSERT INTO cases_search (case_id, words)"
                " SELECT new.pk, array_to_tsvector(string_to_array(new.words, ' '))"
                " FROM unnest(%s::bigint[], %s::text[]) AS new (pk, words)"
                " ON CONFLICT (case_id) DO UPDATE SET words = excluded.words",
                [[pk for pk, _words, _facets in rows], words],
            )


def _words(case: Case, said: Iterable[str]) -> list[str]:
    told = [case.title, case.text, case.place, case.legacy_number, *said]
    if case.reporter is not None:
        told += [case.reporter.name, case.reporter.email, case.reporter.phone]
    return list(analysis.tokens(*told))


def index_facets(case: Case) -> None:
    """The case changed hands, not its words."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "UPDATE cases_search SET facets = %s WHERE rowid = %s",
                [" ".join(facets(case)), case.pk],
            )
        else:
            cursor.execute(
                "UPDATE cases_search SET words = ts_delete(words, (SELECT coalesce(array_agg(old),"
                " '{}') FROM unnest(tsvector_to_array(words)) old WHERE old LIKE ':%%'))"
                " || array_to_tsvector(%s) WHERE case_id = %s",
                [[f":{facet}" for facet in facets(case)], case.pk],
            )


def facets(case: Case) -> list[str]:
    """What narrows a search: `open` or `named`, each unit from the root down, named handlers."""
    found = [f"u{pk}" for pk in case.unit.path.strip("/").split("/")]
    if case.restricted and case.kind != Kind.MISCONDUCT:
        return [*found, "restricted"]
    if not case.confidential:
        return [*found, "open"]
    found += [f"h{pk}" for pk in Handler.objects.filter(case=case).values_list("person", flat=True)]
    if case.kind == Kind.MISCONDUCT:
        return [*found, "misconduct"]
    if case.kind == Kind.PERSONAL_DATA:
        return [*found, "personal" if case.unit.kind == UnitKind.MINISTRY else "examined"]
    return [*found, "named"]


def find(person: Person, text: str, *, narrow: Q | None = None) -> Found:
    """Cases that this person may see and that have all the words; a case number finds that case."""
    allowed = Case.objects.filter(visible_to(person), narrow or Q()).order_by("-pk")
    # Asked among what they may see: for a hidden case it goes on as for a number of no case.
    exact = Case.objects.with_number(text).filter(visible_to(person)).first()
    if exact is not None:
        return Found(allowed.filter(pk=exact.pk))
    sought = _sought(text)
    if not sought:
        return Found(allowed.none())
    most = MOST_TO_NARROW if narrow else MOST
    ids = matching_ids(sought, scope_of(person), limit=most)
    return Found(allowed.filter(pk__in=ids), limited=most if len(ids) == most else 0)


def matching_ids(
    sought: list[str],
    scope: list[list[str]] | None = None,
    *,
    limit: int,
    any_word: bool = False,
) -> list[int]:
    """Ids of the newest cases with all the words (`x*`: words that begin so) within one scope.

    `scope` is a disjunction of conjunctions of facets; None asks for everything.
    """
    sqlite = connection.vendor == "sqlite"
    joint = " OR " if any_word else " AND "
    query = joint.join(_quoted(word, "words", sqlite) for word in sought)
    if scope is not None:
        either = [
            "(" + " AND ".join(_quoted(facet, "facets", sqlite) for facet in every) + ")"
            for every in scope
        ]
        query = f"({query}) AND ({' OR '.join(either)})"
    if sqlite:
        sql = "SELECT rowid FROM cases_search WHERE cases_search MATCH %s"
        order = " ORDER BY rowid DESC LIMIT %s"
    else:
        query = query.replace(" AND ", " & ").replace(" OR ", " | ")
        sql = "SELECT case_id FROM cases_search WHERE words @@ %s::tsquery"
        order = " ORDER BY case_id DESC LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(sql + order, [query, limit])
        return [row[0] for row in cursor.fetchall()]


def _quoted(token: str, column: str, sqlite: bool) -> str:
    """Tokens hold letters and digits only, so quoting them is safe in both languages."""
    word, star = token.removesuffix("*"), token.endswith("*")
    if sqlite:
        return f'{column} : "{word}"' + (" *" if star else "")
    return f"'{':' if column == 'facets' else ''}{word}'" + (":*" if star else "")


def _sought(text: str) -> list[str]:
    """The query's words; the last one may still be in the typing."""
    sought = list(analysis.tokens(text))
    plain = analysis.words(text)
    if plain and not text.endswith(" ") and len(plain[-1]) >= SHORTEST_PREFIX:
        sought[-1] = f"{sought[-1]}*"
    return sought


def scope_of(person: Person) -> list[list[str]]:
    """`policies.visible_to`, said in facets."""
    scope = [[f"h{person.pk}"]]
    for sight, grant in sights_of(person):
        where = [] if sight.reach in (Reach.CENTRE, Reach.MINISTRY) else [f"u{grant.unit_id}"]
        scope.append([*where, sight.part.facet])
    return scope
