"""What surrounds every page: headers, static files, request ids, the choice of language."""

from __future__ import annotations

import gzip
import json
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from http.client import HTTPMessage
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

from hubung.project import parts
from tests.support.server import Server


def get(server: Server, path: str, **headers: str) -> tuple[int, HTTPMessage, bytes]:
    request = urllib.request.Request(f"{server}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/nothing-here"])
def test_security_headers(server: Server, path: str) -> None:
    _, headers, _ = get(server, path)
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_each_request_has_its_own_id(server: Server) -> None:
    first, second = (get(server, "/healthz")[1]["X-Request-ID"] for _ in range(2))
    assert first != second


def test_foreign_host_name_is_refused(server: Server) -> None:
    assert get(server, "/nothing-here", Host="evil.example")[0] == 400


def test_static_file_is_compressed_and_kept_for_ever(server: Server) -> None:
    manifest = json.loads((Path(settings.STATIC_ROOT) / "staticfiles.json").read_text())["paths"]
    name = next(name for name in manifest if name.endswith(".css"))
    address = staticfiles_storage.url(name)
    status, headers, body = get(server, address, **{"Accept-Encoding": "gzip"})
    assert status == 200
    assert headers["Content-Encoding"] == "gzip"
    assert "immutable" in headers["Cache-Control"]
    assert headers["Content-Type"].startswith("text/css")
    plain = (Path(settings.STATIC_ROOT) / manifest[name]).read_bytes()
    assert gzip.decompress(body) == plain
    assert get(server, address)[2] == plain
    unchanged = get(server, address, **{"If-Modified-Since": headers["Last-Modified"]})
    assert (unchanged[0], unchanged[2]) == (304, b"")


def test_static_files_do_not_reach_outside(server: Server) -> None:
    assert get(server, "/static/../secret.key")[0] == 404
    assert get(server, "/static/%2e%2e/secret.key")[0] == 404


def test_what_follows_the_head_of_an_answer_waits_for_nobody() -> None:
    """Nagle's algorithm held each page's body back until the browser confirmed its head."""
    with (
        parts.listen("127.0.0.1", 0, "HUBUNG_PORT") as listener,
        socket.create_connection(listener.getsockname()) as _visitor,
    ):
        connection, _address = listener.accept()
        with connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.parametrize("form", ["json", "console"])
def test_log_tells_what_failed_but_not_the_values(form: str) -> None:
    """Local variables hold what people wrote."""
    code = f"""
import logging
from hubung.project import logs
logs.configure({{"format": "{form}", "level": "info"}})
def store(text):
    raise ValueError("cannot store " + text)
try:
    store("Ibu Contoh, 0811-5550-0001")
except ValueError:
    logging.getLogger("hubung.test").exception("failed", extra={{"case": 42, "request": object()}})
logging.getLogger("library").error("%s, %d", "Ibu Contoh", 7, extra={{"a": "Ibu Contoh"}})
"""
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert "ValueError" in result.stderr
    assert "in store" in result.stderr
    assert ("…, 7" if form == "console" else r"\u2026, 7") in result.stderr
    assert "42" in result.stderr
    assert "object at" not in result.stderr
    told = result.stderr.replace('store("Ibu Contoh', "")  # a console shows the source line
    assert "Ibu Contoh" not in told
    if form == "json":
        line = json.loads(result.stderr.splitlines()[0])
        assert (line["event"], line["level"], line["case"]) == ("failed", "error", 42)
