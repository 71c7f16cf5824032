"""The same question to OpenSearch: to a small server that speaks the part of it that we use."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from hubung.portal.content.models import NewsPage, SectionPage
from hubung.project.sections import Search
from hubung.search import index, opensearch, services
from hubung.search.finding import find
from tests.integration.portal.content.pages import publish, text
from tests.integration.search.conftest import titles, work

# What the database has to do with it the other tests ask.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


class Stand(ThreadingHTTPServer):
    """Documents by their names, and the searches that were asked for."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Door)
        self.documents: dict[str, dict[str, Any]] | None = None
        self.asked: list[dict[str, Any]] = []
        self.authorization: set[str | None] = set()


class _Door(BaseHTTPRequestHandler):
    server: Stand

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        self.server.authorization.add(self.headers["Authorization"])
        status, said = self._done(self.path.partition("?")[0], body)
        content = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815

    def _done(self, path: str, body: str) -> tuple[int, dict[str, Any]]:
        documents = self.server.documents
        if (self.command, path) == ("PUT", "/uji"):
            assert json.loads(body)["mappings"]["properties"]["words"]["type"] == "keyword"
            self.server.documents = {}
        elif documents is None:
            return 404, {"error": "index_not_found_exception"}
        elif (self.command, path) == ("DELETE", "/uji"):
            self.server.documents = None
        elif path == "/uji/_bulk":
            self._write(documents, [json.loads(line) for line in body.splitlines()])
        else:
            return 200, {"hits": {"hits": self._found(documents, json.loads(body))}}
        return 200, {"errors": False}

    def _write(self, documents: dict[str, dict[str, Any]], lines: list[dict[str, Any]]) -> None:
        left = iter(lines)
        for line in left:
            if "delete" in line:
                documents.pop(line["delete"]["_id"], None)
            else:
                documents[line["index"]["_id"]] = next(left)

    def _found(self, documents: dict[str, dict[str, Any]], asked: dict[str, Any]) -> list[Any]:
        self.server.asked.append(asked)
        groups = [set(each["terms"]["words"]) for each in asked["query"]["bool"]["filter"]]
        found = [
            document["position"]
            for document in documents.values()
            if all(group & set(document["words"]) for group in groups)
        ]
        return [{"sort": [position]} for position in sorted(found, reverse=True)[: asked["size"]]]

    def log_message(self, *_said: Any) -> None:
        """Nobody reads it."""


@pytest.fixture
def stand(settings: Any) -> Iterator[Stand]:
    server = Stand()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    chosen = Search(
        opensearch_url=f"http://127.0.0.1:{server.server_port}",
        opensearch_index="uji",
        opensearch_user="hubung",
        opensearch_password="rahasia",
    )
    settings.HUBUNG = settings.HUBUNG.model_copy(update={"search": chosen})
    yield server
    server.shutdown()
    server.server_close()


def test_it_finds_what_the_database_finds(sea: SectionPage, stand: Stand) -> None:
    questions = ("kapal", "plabuhan bitung", "ships crews", "berlabuh di bitung", "zamrud pelaut")
    here = [index._find_here([["kapal"]], 10), *map(titles, questions)]
    assert not stand.asked  # it has no index yet, so the database answered
    for _thing in services.rebuild():
        pass
    assert [index.find([["kapal"]], 10), *map(titles, questions)] == here
    assert stand.asked
    assert stand.authorization == {"Basic aHVidW5nOnJhaGFzaWE="}


def test_it_hears_what_comes_and_what_goes(sea: SectionPage, stand: Stand) -> None:
    for _thing in services.rebuild():
        pass
    page = publish(NewsPage(title="Zamrud", body=text("Isi.")), sea)
    work()
    assert stand.documents is not None
    assert f"page:{page.pk}" in stand.documents
    assert titles("zamrud") == ["Zamrud"]
    page.unpublish()
    assert find("zamrud").total == 0  # though OpenSearch knows it still
    work()
    assert f"page:{page.pk}" not in stand.documents


def test_while_it_is_away_the_database_answers_and_nothing_is_lost(
    sea: SectionPage, stand: Stand
) -> None:
    opensearch.begin_anew()
    stand.documents = None  # whatever it is asked, it answers 404
    publish(NewsPage(title="Zamrud", body=text("Isi.")), sea)
    work()
    assert titles("zamrud") == ["Zamrud"]
    with pytest.raises(opensearch.AwayError, match="404"):
        opensearch.find([["zamrud"]], 5)
