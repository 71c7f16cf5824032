"""What uvicorn and our handler make of requests that no browser sends, over a raw connection."""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pytest_django.fixtures import Settings

from hubung.channels.web.visitors import network_of
from tests.support.program import Program
from tests.support.server import Server

pytestmark = pytest.mark.once

END = b"\r\n\r\n"


def exchange(server: Server, request: bytes) -> bytes:
    """Everything that the server says until it closes."""
    where = urlsplit(server.url)
    with socket.create_connection((where.hostname, where.port), timeout=20) as line:
        line.sendall(request)
        answer = b""
        while part := line.recv(65536):
            answer += part
    return answer


def ask(server: Server, request: bytes) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and everything after them."""
    answer = exchange(server, request)
    head, _, rest = answer.partition(END)
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = dict(each.lower().split(": ", 1) for each in lines)
    return int(first.split()[1]), headers, rest


def request(method: str, path: str, *lines: str, body: bytes = b"") -> bytes:
    head = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close", *lines]
    return "\r\n".join(head).encode("latin-1") + END + body


SMUGGLED = b"GET /diselundupkan HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def test_where_a_request_ends_is_never_in_doubt(server: Server) -> None:
    """What two servers could read differently is refused."""
    doubtful = {
        "two lengths": request("POST", "/lapor/", "Content-Length: 5", "Content-Length: 6"),
        "two lengths in one": request("POST", "/lapor/", "Content-Length: 5, 6"),
        "no number": request("POST", "/lapor/", "Content-Length: +5"),
        "negative": request("POST", "/lapor/", "Content-Length: -5"),
        "unknown coding": request("POST", "/lapor/", "Transfer-Encoding: xchunked"),
        "coding twice": request("POST", "/lapor/", "Transfer-Encoding: chunked, identity"),
        "space before colon": request("POST", "/lapor/", "Content-Length : 5"),
        "folded line": request("POST", "/lapor/", "X-A: b", " c: d", "Content-Length: x"),
        "NUL in a header": request("GET", "/", "X-A: b\x00c"),
        "bare CR": request("GET", "/", "X-A: b\rContent-Length: 5"),
        "no host": b"GET / HTTP/1.1\r\nConnection: close" + END,
        "two hosts": request("GET", "/", "Host: jahat.example"),
        "chunk size": request(
            "POST", "/lapor/", "Transfer-Encoding: chunked", body=b"0x5\r\nhello\r\n0\r\n\r\n"
        ),
    }
    answered = {name: ask(server, raw + SMUGGLED)[0] for name, raw in doubtful.items()}
    assert {name: status for name, status in answered.items() if status != 400} == {}


def test_length_and_chunks_together_hide_no_second_request(server: Server) -> None:
    chunks = b"0\r\n\r\n"
    raw = request(
        "POST",
        "/lapor/saran/",
        f"Content-Length: {len(chunks)}",
        "Transfer-Encoding: chunked",
        body=chunks,
    )
    status, _headers, rest = ask(server, raw + SMUGGLED)
    assert status in (200, 400)
    assert b"HTTP/1.1" not in rest  # one request, one answer
    _status, headers, _rest = ask(server, request("GET", "/"))
    assert "server" not in headers


def test_what_is_too_large_is_told_and_kept_nowhere(server: Server, settings: Settings) -> None:
    limits = settings.HUBUNG.limits.model_copy(update={"files": 1, "file_bytes": 1_000_000})
    settings.HUBUNG = settings.HUBUNG.model_copy(update={"limits": limits})
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100_000
    body = os.urandom(3_500_000)
    lines = ("Accept: text/html", f"Content-Length: {len(body)}", "Content-Type: text/plain")
    status, headers, page = ask(server, request("POST", "/lapor/", *lines, body=body))
    assert status == 413
    assert "Kirimannya terlalu besar" in page.decode()
    assert headers["x-frame-options"] == "deny"
    assert "default-src 'self'" in headers["content-security-policy"]
    assert not list(Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir())
    # The API says it its own way, and what has no end is cut off.
    status, headers, page = ask(server, request("POST", "/api/v1/cases", *lines, body=body))
    assert (status, headers["content-type"]) == (413, "application/problem+json")
    endless = (b"100000\r\n" + bytes(0x100000) + b"\r\n") * 13
    raw = request("POST", "/lapor/", "Transfer-Encoding: chunked", body=endless)
    try:
        status = ask(server, raw)[0]
    except ConnectionError:  # cut off while it was still sending
        status = 0
    assert status in (0, 500)


def test_no_room_for_what_arrives_is_told(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The device says it itself: there is never room on /dev/full."""
    monkeypatch.setattr(
        "hubung.project.asgi._spool", partial(io.open, "/dev/full", "r+b", buffering=0)
    )
    lines = ("Content-Length: 5", "Content-Type: text/plain")
    raw = request("POST", "/lapor/", "Accept: text/html", *lines, body=b"teks!")
    status, headers, page = ask(server, raw)
    assert (status, headers["retry-after"]) == (503, "300")
    assert "tempat penyimpanan kami penuh" in page.decode()
    raw = request("POST", "/lapor/berkas/", "Accept: application/json", *lines, body=b"teks!")
    status, _headers, rest = ask(server, raw)
    assert (status, rest != b"") == (503, True)
    assert "penuh" in json.loads(rest)["error"]


def test_bodies_wait_in_the_state_folder(settings: Settings) -> None:
    assert Path(settings.FILE_UPLOAD_TEMP_DIR).parent == settings.HUBUNG.home
    assert Path(settings.FILE_UPLOAD_TEMP_DIR).stat().st_mode & 0o077 == 0
    # Not at the top: the application reads the static files that are there when it is imported.
    from hubung.project import asgi

    with asgi._spool() as body:
        body.rollover()  # type: ignore[attr-defined]
        place = os.readlink(f"/proc/self/fd/{body.fileno()}")
    assert place.startswith(str(settings.FILE_UPLOAD_TEMP_DIR))


def test_nothing_waits_in_the_systems_temp_folder(tmp_path: Path) -> None:
    """Also what takes documents apart works in the state folder: a process of its own."""
    look = (
        "from hubung.project import parts; parts.set_up()\n"
        "import tempfile; from hubung.kernel.workshop import Workshop\n"
        "workshop = Workshop('pdf'); workshop._open()\n"
        "print(tempfile.gettempdir())\n"
        # Empty for the moment at which one program becomes the other.
        "while not (given := open(f'/proc/{workshop._process.pid}/environ').read()): pass\n"
        "print(given.replace('\\0', ' '))"
    )
    told = subprocess.run(
        [sys.executable, "-c", look],
        env=os.environ | {"HUBUNG_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert told[0] == str(tmp_path / "spool")
    assert f"TMPDIR={tmp_path / 'spool'}" in told


def test_behind_a_proxy_with_tls(program: Program) -> None:
    """Only a trusted proxy is believed; cookies are bound to this host; browsers stay on https."""
    program.settings = {
        "HUBUNG_WEB__PUBLIC_URL": "https://hubung.contoh.id",
        "HUBUNG_WEB__TRUSTED_PROXIES": '["127.0.0.1"]',
    }
    program.start("web", ready=False)
    while not program.readyz()[0]:
        assert program.process is not None
        assert program.process.poll() is None, program.log
    server = Server(program.base_url)
    through = (
        "X-Forwarded-Proto: https",
        "X-Forwarded-For: 203.0.113.9",
        "Accept: text/html",
        "X-Requested-With: XMLHttpRequest",
    )
    made: dict[str, str] = {}
    for path in ("/akun/masuk/", "/ui/theme/dark/", "/ui/language/en/", "/akun/masuk/kunci-sandi/"):
        raw = request("GET", path, *through).replace(b"127.0.0.1", b"hubung.contoh.id")
        head = exchange(server, raw).partition(END)[0].decode()
        assert "strict-transport-security: max-age=31536000; includesubdomains" in head.lower()
        for each in head.split("\r\n"):
            name, _, value = each.partition(": ")
            if name.lower() == "set-cookie":
                made[value.partition("=")[0]] = value.lower()
    assert set(made) == {
        "__Host-csrftoken",
        "__Host-theme",
        "__Host-language",
        "__Host-sessionid",
    }
    for name, value in made.items():
        assert "; secure" in value
        assert "; path=/" in value
        assert "domain" not in value
        assert "samesite=lax" in value
        assert ("httponly" in value) == (name not in ("__Host-theme", "__Host-language")), name


@pytest.mark.django_db(transaction=True)
def test_a_stranger_who_forges_the_proxys_words_is_not_believed(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, bool, str]] = []

    def watch(given: object) -> str:
        seen.append((network_of(given), given.is_secure(), given.get_host()))  # type: ignore
        return network_of(given)  # type: ignore[arg-type]

    monkeypatch.setattr("hubung.channels.web.visitors.network_of", watch)
    body = b"number=151-26-0000-0001-4&code=AAAA-BBBB-CCCC"
    forged = (
        "X-Forwarded-For: 198.51.100.1",
        "X-Real-IP: 198.51.100.1",
        "Forwarded: for=198.51.100.1;proto=https",
        "X-Forwarded-Proto: https",
        "X-Forwarded-Host: jahat.example",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
    )
    assert ask(server, request("POST", "/lacak/", *forged, body=body))[0] == 422
    assert set(seen) == {("127.0.0.1", False, "127.0.0.1")}
