"""The same question to OpenSearch, where the settings name one.

A document is an item's position and its tokens as exact keywords: what a word is was decided
before (`search.tokens`), so no analyser, no plugin and no language of its own is needed there, and
it finds what the databases find.
"""

from __future__ import annotations

import base64
import http.client
import json
from collections.abc import Collection, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

SECONDS = 2
#: Writing many at once takes longer than a question.
SECONDS_TO_WRITE = 60
_MAPPING = {
    "settings": {"index": {"max_result_window": 10_000}},
    "mappings": {
        "dynamic": "strict",
        "properties": {
            "position": {"type": "long"},
            "words": {"type": "keyword", "doc_values": False},
        },
    },
}


class AwayError(OSError):
    """It does not answer, or not as asked; `str()` says what it said."""


def is_used() -> bool:
    return bool(settings.HUBUNG.search.opensearch_url)


def find(groups: Sequence[Sequence[str]], limit: int) -> list[int]:
    """As `index.find`. Raises AwayError."""
    asked = {
        "query": {"bool": {"filter": [{"terms": {"words": list(group)}} for group in groups]}},
        "sort": [{"position": "desc"}],
        "size": limit,
        "_source": False,
        "track_total_hits": False,
    }
    found = _ask("POST", "/_search", json.dumps(asked), seconds=SECONDS)
    return [int(hit["sort"][0]) for hit in found["hits"]["hits"]]


def put(rows: Collection[tuple[str, int, str]]) -> None:
    """Write (name, position, tokens) of items over what was there. Raises AwayError."""
    lines: list[Any] = []
    for name, position, words in rows:
        lines.append({"index": {"_id": name}})
        lines.append({"position": position, "words": words.split(" ")})
    _write(lines)


def remove(names: Collection[str]) -> None:
    """Items of these names are not there any more. Raises AwayError."""
    _write([{"delete": {"_id": name}} for name in names])


def begin_anew() -> None:
    """An empty index. Raises AwayError."""
    _ask("DELETE", "", missing=True)
    _ask("PUT", "", json.dumps(_MAPPING))


def _write(lines: Sequence[Any]) -> None:
    if lines:
        body = "".join(json.dumps(line) + "\n" for line in lines)
        said = _ask("POST", "/_bulk?refresh=true", body, kind="application/x-ndjson")
        if said.get("errors"):
            wrong = [each for item in said["items"] for each in item.values() if "error" in each]
            if wrong:
                raise AwayError(f"it did not take {len(wrong)} documents: {wrong[0]['error']}")


def _ask(
    method: str,
    path: str,
    body: str | None = None,
    *,
    seconds: int = SECONDS_TO_WRITE,
    kind: str = "application/json",
    missing: bool = False,
) -> Any:
    chosen = settings.HUBUNG.search
    address = urlsplit(chosen.opensearch_url)
    secure = address.scheme == "https"
    connect = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = connect(address.hostname or "", address.port or 9200, timeout=seconds)
    headers = {"Content-Type": kind}
    if chosen.opensearch_user:
        known = f"{chosen.opensearch_user}:{chosen.opensearch_password}"
        headers["Authorization"] = "Basic " + base64.b64encode(known.encode()).decode()
    where = f"{address.path.rstrip('/')}/{chosen.opensearch_index}{path}"
    try:
        connection.request(method, where, body and body.encode(), headers)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status >= 400 and not (missing and answer.status == 404):
            raise AwayError(f"it answers {answer.status}: {content[:200].decode(errors='replace')}")
        return json.loads(content)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise error if isinstance(error, AwayError) else AwayError(str(error)) from error
    finally:
        connection.close()
