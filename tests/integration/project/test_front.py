"""nginx in front of the program: quick for everybody, and nothing in it that is somebody's."""

from __future__ import annotations

import asyncio
import http.client
import re
import socket
import ssl
import subprocess
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, TCPConnector, web

from tests.support import front, received
from tests.support.patience import PATIENCE
from tests.support.program import Program, free_ports, installation

NEWS = "/laut/kapal-baru/"
SESSION = "__Host-sessionid"
LARGE = 20_000_000


class Answer(received.Answer):
    """From nginx or from the program behind it."""

    @property
    def from_nginx(self) -> bool:
        """An id that nginx made is twice as long as one of the program's."""
        return len(self.headers["x-request-id"]) == 32


@dataclass
class Site:
    """A program behind nginx; `engine` is where the telephone's engine would listen.

    `staff`: the session of Ratih, who answers calls.
    """

    program: Program
    folder: Path
    port: int
    engine: socket.socket
    staff: str = ""

    @property
    def host(self) -> str:
        return f"localhost:{self.port}"

    @property
    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.folder / "certificate.pem")

    def get(self, address: str, method: str = "GET", **headers: str) -> Answer:
        sent = {"Accept-Language": "id", "Accept-Encoding": "gzip"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self.send(method, address, sent)

    def send(
        self,
        method: str,
        address: str,
        headers: Mapping[str, str],
        body: bytes | None = None,
        source: str = "127.0.0.1",
    ) -> Answer:
        line = self.line(source)
        try:
            line.request(method, address, body, {"Host": self.host, **headers})
            came = line.getresponse()
            told = {name.lower(): value for name, value in came.getheaders()}
            return Answer(came.status, told, came.read())
        finally:
            line.close()

    def line(self, source: str = "127.0.0.1") -> http.client.HTTPSConnection:
        return http.client.HTTPSConnection(
            "127.0.0.1",
            self.port,
            context=self.trust,
            timeout=PATIENCE,
            source_address=(source, 0),
        )

    def inside(self, what: str, /, **given: Any) -> Any:
        return self.program.ask("tests.integration.project.inside", what, **given)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("front")
    with installation(folder) as program, socket.create_server(("127.0.0.1", 0)) as engine:
        site = Site(program, folder, *free_ports(1), engine)
        program.settings = {
            "HUBUNG_WEB__PUBLIC_URL": f"https://{site.host}",
            "HUBUNG_WEB__TRUSTED_PROXIES": '["127.0.0.1"]',
            "HUBUNG_PHONE__ENABLED": "true",
            "HUBUNG_PHONE__WEBSOCKET_URL": f"ws://127.0.0.1:{engine.getsockname()[1]}/ws",
        }
        _certify(folder)
        front.write(folder, _printed(program, folder), [site.port])
        site.staff = site.inside("portal")
        program.start("web", ready=False)
        with front.running(folder, site.port):
            _until(lambda: site.get("/healthz").status == 200)
            yield site


def _printed(program: Program, folder: Path) -> str:
    certificate = folder / "certificate.pem"
    options = ("--certificate", certificate, "--key", certificate, "--cache", folder / "cache")
    printed = program.run("nginx", *map(str, options))
    assert (printed.returncode, printed.stderr) == (0, "")
    return printed.stdout


def _certify(folder: Path) -> None:
    file = str(folder / "certificate.pem")
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1"
    wanted = ["-subj", "/CN=localhost", "-addext", names, "-keyout", file, "-out", file]
    ways = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    subprocess.run(["openssl", "req", "-x509", *ways, *wanted], check=True, capture_output=True)


def _until(so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def from_the_cache(site: Site, address: str = NEWS, **headers: str) -> Answer:
    """The page as nginx gives it by itself, once it has it; a second is a short time."""
    deadline = time.monotonic() + PATIENCE
    while not (answer := site.get(address, **headers)).from_nginx:
        assert time.monotonic() < deadline
    return answer


def never_from_the_cache(site: Site, address: str = NEWS, **headers: str) -> None:
    for _turn in range(20):
        answer = site.get(address, **headers)
        assert not answer.from_nginx
        assert "x-accel-expires" not in answer.headers


def test_nginx_has_nothing_to_object(site: Site) -> None:
    told = front.told(site.folder)
    assert "test is successful" in told
    assert "[" not in told.replace(f"[::1]:{site.port}", ""), told


def test_a_public_page_comes_from_nginx_as_the_program_made_it(site: Site) -> None:
    first, second = from_the_cache(site), from_the_cache(site)
    made = site.get(NEWS, Cookie="lain=1")
    assert not made.from_nginx
    assert first.body == second.body == made.body
    assert first.headers["x-request-id"] != second.headers["x-request-id"]
    own = {"x-request-id", "date", "connection"}
    assert {k: v for k, v in first.headers.items() if k not in own} == {
        k: v for k, v in made.headers.items() if k not in own
    }
    # Browsers are told what they always were.
    assert first.headers["cache-control"] == "private, no-cache"
    assert "x-accel-expires" not in first.headers


def test_whoever_has_it_is_told_so_and_gets_nothing(site: Site) -> None:
    etag = from_the_cache(site).headers["etag"]
    known = from_the_cache(site, If_None_Match=etag)
    assert (known.status, known.body) == (304, b"")
    bare = site.get(NEWS, "HEAD")
    assert (bare.status, bare.body, bare.headers["etag"]) == (200, b"", etag)
    # The agendas are not kept in front, and yet nobody fetches them twice.
    days = site.get("/agenda/agenda.json")
    assert days.status == 200
    assert site.get("/agenda/agenda.json", If_None_Match=days.headers["etag"]).status == 304


def test_each_gets_their_language_theme_and_packing(site: Site) -> None:
    for _turn in range(2):
        assert '<html lang="en"' in from_the_cache(site, Accept_Language="en").text
        assert '<html lang="id"' in from_the_cache(site).text
        dark = from_the_cache(site, Cookie="__Host-theme=dark; __Host-language=en")
        assert 'data-theme="dark"' in dark.text
        assert '<html lang="en"' in dark.text
        assert 'data-theme="dark"' not in from_the_cache(site).text
        plain = from_the_cache(site, Accept_Encoding="identity")
        assert "content-encoding" not in plain.headers
        assert "Ke Sangihe." in plain.body.decode()


def test_what_is_published_or_taken_back_shows_within_a_moment(site: Site) -> None:
    from_the_cache(site)
    site.inside("rename", title="Kapal lain")
    _until(lambda: "Kapal lain" in site.get(NEWS).text)
    assert "Kapal lain" in from_the_cache(site).text
    site.inside("take_back")
    _until(lambda: site.get(NEWS).status == 404)
    # Not even to many at once does an old copy go out.
    with ThreadPoolExecutor(8) as visitors:
        later = list(visitors.map(lambda _: site.get(NEWS), range(40)))
    assert {(one.status, one.from_nginx) for one in later} == {(404, False)}
    site.inside("rename", title="Kapal baru")
    _until(lambda: site.get(NEWS).status == 200)


def test_who_has_a_session_is_never_answered_from_the_cache_nor_leaves_anything(
    site: Site,
) -> None:
    from_the_cache(site)
    never_from_the_cache(site, Cookie=f"{SESSION}={site.staff}")
    never_from_the_cache(site, Cookie=f"__Host-theme=dark; {SESSION}={site.staff}")
    never_from_the_cache(site, Authorization="Bearer bukan-kunci")
    never_from_the_cache(site, Cookie="__Host-csrftoken=" + "a" * 32)
    assert "Ke Sangihe." in from_the_cache(site).text
    desk = site.get("/desk/", Cookie=f"{SESSION}={site.staff}")
    assert desk.status == 200
    assert site.get("/desk/").status == 401


@pytest.mark.parametrize(
    "address",
    ["/lacak/", "/lapor/", "/cari/?q=kapal", "/agenda/", "/akun/masuk/", "/tidak-ada/", "/healthz"],
)
def test_nothing_else_is_kept(site: Site, address: str) -> None:
    never_from_the_cache(site, address)


def test_neither_other_methods_nor_foreign_hosts_get_what_is_kept(site: Site) -> None:
    from_the_cache(site)
    refused = site.get(NEWS, "POST")
    assert (refused.status, refused.from_nginx) == (403, False)
    for _turn in range(20):
        foreign = site.get(NEWS, Host="jahat.example")
        assert (foreign.status, foreign.from_nginx) == (400, False)


def test_static_files_are_kept_for_everybody_and_packed(site: Site) -> None:
    address = re.search(r"/static/[^\"]+\.css", from_the_cache(site).text)
    assert address
    sheet = from_the_cache(site, address.group(), Cookie=f"{SESSION}={site.staff}")
    assert sheet.headers["content-encoding"] == "gzip"
    assert "immutable" in sheet.headers["cache-control"]
    assert sheet.text == from_the_cache(site, address.group(), Accept_Encoding="identity").text
    never_from_the_cache(site, "/static/tidak-ada.css")


def test_a_report_brings_a_large_file_and_counts_for_the_visitors_own_address(site: Site) -> None:
    line = b"Kapal belum berangkat sejak pagi.\n"
    large = (line * (LARGE // len(line) + 1))[:LARGE]
    form = {
        "submission": str(uuid.uuid4()),
        "text": "Petugas di gerbang meminta uang tanpa karcis.",
        "place": "Terminal Contoh",
        "kind": "complaint",
        "sector": "darat",
        "privacy": "anonymous",
        "true": "on",
        "website": "",
    }
    body, kind = _multipart(form, "catatan.txt", large)
    headers = {"Content-Type": kind, "X-Forwarded-For": "198.51.100.7", "Accept-Language": "id"}
    taken = site.send("POST", "/lapor/", headers, body, source="127.0.0.9")
    assert taken.status == 303, taken.text
    assert taken.headers["location"].startswith("/lapor/")
    assert site.inside("file_bytes") == [LARGE]
    assert site.inside("reports_from", address="127.0.0.9") == 1
    assert site.inside("reports_from", address="198.51.100.7") == 0
    assert site.inside("reports_from", address="127.0.0.1") == 0


def _multipart(form: Mapping[str, str], name: str, content: bytes) -> tuple[bytes, str]:
    edge = uuid.uuid4().hex
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in form.items()
    ]
    head = f'--{edge}\r\nContent-Disposition: form-data; name="attachments"; filename="{name}"'
    parts += [f"{head}\r\nContent-Type: text/plain\r\n\r\n".encode(), content, b"\r\n"]
    return b"".join([*parts, f"--{edge}--\r\n".encode()]), f"multipart/form-data; boundary={edge}"


def test_a_live_page_hears_at_once_what_happens(site: Site) -> None:
    line = site.line()
    cookie = {"Host": site.host, "Cookie": f"{SESSION}={site.staff}"}
    try:
        line.request("GET", "/desk/live", headers=cookie)
        stream = line.getresponse()
        assert stream.headers["Content-Type"] == "text/event-stream"
        # The stream never ends: whoever gathers it before passing it on would stand still here.
        assert stream.readline() == b"retry: 2000\n"
    finally:
        line.close()


def test_a_telephone_in_the_browser_reaches_the_engine(site: Site) -> None:
    said = "REGISTER sip:hubung.invalid SIP/2.0\r\n\r\n"

    async def call() -> str:
        address = f"wss://{site.host}/desk/telepon/ws"
        headers = {"Cookie": f"{SESSION}={site.staff}", "Origin": f"https://{site.host}"}
        async with (
            _engine(site.engine),
            ClientSession(connector=TCPConnector(ssl=site.trust)) as session,
            session.ws_connect(address, headers=headers, protocols=["sip"]) as line,
        ):
            await line.send_str(said)
            return await line.receive_str(timeout=PATIENCE)

    assert asyncio.run(call()) == said


@asynccontextmanager
async def _engine(listener: socket.socket) -> AsyncIterator[None]:
    """A WebSocket where the telephone's engine would have its own: it says everything again."""

    async def serve(request: web.Request) -> web.WebSocketResponse:
        line = web.WebSocketResponse(protocols=["sip"])
        await line.prepare(request)
        async for message in line:
            await line.send_str(message.data)
        return line

    application = web.Application()
    application.router.add_get("/ws", serve)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.SockSite(runner, listener).start()
    try:
        yield
    finally:
        await runner.cleanup()


@pytest.mark.once
def test_plain_http_leads_to_https_but_for_programs_with_a_token(
    program: Program, tmp_path: Path
) -> None:
    _certify(tmp_path)
    program.settings["HUBUNG_WEB__PUBLIC_URL"] = "https://151.contoh.go.id"
    program.settings["HUBUNG_WEB__TRUSTED_PROXIES"] = '["127.0.0.1"]'
    plain, secure = free_ports(2)
    printed = _printed(program, tmp_path).replace("listen 80;", f"listen {plain};")
    printed = printed.replace("listen 443 ", f"listen {secure} ")
    front.write(tmp_path, printed, [plain, secure])

    def ask(address: str) -> tuple[int, str | None]:
        line = http.client.HTTPConnection("127.0.0.1", plain, timeout=PATIENCE)
        line.request("GET", address, headers={"Host": "151.contoh.go.id"})
        answer = line.getresponse()
        line.close()
        return answer.status, answer.headers["Location"]

    with front.running(tmp_path, plain):
        assert ask("/kabar/?h=2") == (301, "https://151.contoh.go.id/kabar/?h=2")
        for address in ("/api/v1/cases", "/open311/v2/requests.json", "/scim/v2/Users"):
            assert ask(address) == (403, None)


@pytest.mark.once
def test_without_an_address_for_people_it_says_what_to_set(program: Program) -> None:
    printed = program.run("nginx")
    assert (printed.returncode, printed.stdout) == (1, "")
    assert "web.public_url" in printed.stderr


@pytest.mark.once
def test_whoever_would_take_every_visitor_for_nginx_is_told(program: Program) -> None:
    program.settings["HUBUNG_WEB__PUBLIC_URL"] = "http://151.contoh.go.id"
    printed = program.run("nginx", "--program", "10.0.0.5:8151", "--program", "10.0.0.6:8151")
    assert printed.returncode == 0
    assert "web.trusted_proxies" in printed.stderr
    assert "server 10.0.0.5:8151;\n    server 10.0.0.6:8151;" in printed.stdout
    assert "listen 80;" in printed.stdout
    assert "ssl" not in printed.stdout
