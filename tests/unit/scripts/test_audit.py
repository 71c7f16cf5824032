"""The audit of the dependencies finds what it is for, and does not call silence an answer."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.metadata import PackageMetadata, metadata
from pathlib import Path

import pytest

from tests.support.scripts import script

pytestmark = pytest.mark.once


audit = script("audit")


class Source(BaseHTTPRequestHandler):
    """Answers as OSV describes its batch query; what it answers hangs on the path."""

    known = {("django", "5.2.0"): ["PYSEC-0000-1", "CVE-0000-2"]}

    def do_POST(self) -> None:
        queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        assert {query["package"]["ecosystem"] for query in queries} == {"PyPI"}
        results: list[dict[str, object]] = []
        for query in queries:
            ids = self.known.get((query["package"]["name"], query["version"]))
            results.append({"vulns": [{"id": each} for each in ids]} if ids else {})
        body = {
            "/whole": {"results": results},
            "/half": {"results": results[:1]},
            "/page": {"results": [result | {"next_page_token": "x"} for result in results]},
            "/other": ["surprise"],
        }.get(self.path)
        self.send_response(200 if body else 503)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode() if body else b"<html>")

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def source() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Source)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_known_vulnerability_is_found_until_it_is_excused(source: str) -> None:
    found = audit.ask(f"{source}/whole", {"django": "5.2.0", "click": "8.3.0"})
    assert found == {"django": ["PYSEC-0000-1", "CVE-0000-2"], "click": []}
    excused = {"PYSEC-0000-1": "We do not use it. Look again on 2026-12-01."}
    assert [*audit.vulnerable(found, excused, date(2026, 11, 24))] == [
        "django has the known vulnerability CVE-0000-2."
    ]
    assert len([*audit.vulnerable(found, excused, date(2026, 12, 2))]) == 2


@pytest.mark.parametrize("path", ["/half", "/page", "/other", "/away"])
def test_half_an_answer_is_none(source: str, path: str) -> None:
    with pytest.raises(audit.UnansweredError):
        audit.ask(source + path, {"django": "5.2.0", "click": "8.3.0"})


@pytest.mark.parametrize(
    "where", ["http://127.0.0.1:9/", "http://contoh.id/", "file:///etc/passwd"]
)
def test_nobody_there_is_no_answer(where: str) -> None:
    with pytest.raises(audit.UnansweredError):
        audit.ask(where, {"django": "5.2.0"})


@pytest.mark.parametrize(
    ("lock", "fault"),
    [
        ("django==5.2.0 \\\n    --hash=sha256:" + "0" * 64 + "\n", "is installed as"),
        (
            "tiada-paket==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n",
            "is locked and not installed",
        ),
        (f"click=={metadata('click')['Version']}\n", "is locked without a hash"),
    ],
)
def test_what_differs_from_the_lock_is_found(tmp_path: Path, lock: str, fault: str) -> None:
    (tmp_path / "a.lock").write_text(lock)
    (found,) = audit.unlocked(audit.locked("a.lock", tmp_path))
    assert fault in found


def described(**fields: str) -> PackageMetadata:
    from email.message import Message

    message = Message()
    for name, value in fields.items():
        message[name.replace("_", "-")] = value
    return message  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("fields", "allowed"),
    [
        ({"License_Expression": "MIT"}, True),
        ({"License_Expression": "MIT OR GPL-3.0-only"}, True),
        ({"License_Expression": "MIT AND GPL-3.0-only"}, False),
        ({"Classifier": "License :: OSI Approved :: MIT License"}, True),
        ({"Classifier": "License :: Other/Proprietary License"}, False),
        ({"License": "MIT"}, True),
        ({}, False),
    ],
)
def test_licences_are_read_and_judged(fields: dict[str, str], allowed: bool) -> None:
    assert audit.is_allowed(audit.licence(described(**fields)), {"MIT"}) == allowed


def test_a_copyleft_tool_is_for_development_only() -> None:
    rules = {"allowed": ["MIT"], "in_development": ["GPL-3.0-or-later"], "read": {}}
    assert [*audit.unlicensed(["djhtml"], rules, ours=set())] == []
    assert len([*audit.unlicensed(["djhtml"], rules, ours={"djhtml"})]) == 1


def test_an_altered_vendored_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("jahat()")
    entry = {"path": "a.js", "name": "a", "version": "1", "licence": "MIT", "sha256": "0" * 64}
    lines = [f'{name} = "{value}"' for name, value in entry.items()]
    (tmp_path / "vendor.toml").write_text("[[file]]\n" + "\n".join(lines))
    assert len([*audit.altered(tmp_path, {"MIT"})]) == 1
    assert len([*audit.altered(tmp_path, {"ISC"})]) == 2
