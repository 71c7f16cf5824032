"""The portal behind nginx, beside nginx serving the same bytes from disk."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import debian, first_views, installation
from bench.installation import Database, Installation, label, say
from bench.report import Report

PROGRAMS = ("nginx", "wrk", "libluajit-5.1-2")
CONNECTIONS = 16
WARM_UP_SECONDS = 3
#: A browser at its first visit: the language that it asks for, and no cookie.
STRANGER = {"Accept-Language": "id"}
_NGINX = """
{user}worker_processes auto;
daemon off;
pid {folder}/nginx.pid;
error_log stderr;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  sendfile on;
  keepalive_requests 1000000;
  types {{ text/html html; }}
  default_type text/html;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; root {folder}/pages; }}
  include {folder}/hubung.conf;
}}
"""
_TOLD = """
done = function(summary, latency, requests)
  local wrong = summary.errors.connect + summary.errors.read + summary.errors.write
    + summary.errors.timeout + summary.errors.status
  io.write(string.format('{{"requests": %d, "us": %d, "p50": %f, "p95": %f, "wrong": %d}}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(95), wrong))
end
"""


@dataclass(frozen=True)
class Question:
    """What is asked for: one address again and again, or several in turn."""

    name: str
    kept: bool
    addresses: Sequence[str]
    headers: dict[str, str]


@dataclass(frozen=True)
class Doors:
    """Ports at which the same page is to be had."""

    program: int
    #: nginx as `hubung nginx` sets it up.
    front: int
    #: nginx with the page as a file.
    bare: int
    folder: Path


def run(
    databases: Sequence[Database] = installation.DATABASES,
    *,
    pages: int = 100_000,
    seconds: int = 5,
    views: int = 5,
) -> list[Report]:
    """First views of the main pages; requests a second and p95, then with many more in the tree."""
    seen = first_views.report(views)
    report = Report(
        "The portal, beside nginx serving the same bytes",
        {
            "database": "database",
            "tree": "pages in the tree",
            "page": "page",
            "kept": "kept",
            "ours": "program/s",
            "front": "behind nginx/s",
            "nginx": "nginx/s",
            "ratio": "ratio",
            "p50_ms": "p50 ms",
            "p95_ms": "p95 ms",
            "alone_ms": "p95 ms, one at a time",
        },
        [
            f"wrk, {CONNECTIONS} connections kept open, {seconds} s each after a warm-up, on this "
            "machine: what wrk takes, neither of them has. Then one connection, so that nothing "
            "waits for anything but its own page.",
            "Behind nginx: with the configuration that `hubung nginx` prints, without TLS.",
            "nginx serves the body of the same page from a file, in the same minute; no log.",
            "Kept: a page that was made before, for the present version of the portal. The others "
            "are made anew for each request: the tracking form, searches for other words, an "
            "opened report, and the article for somebody with a session.",
            "Aim: half of nginx for kept pages, p95 under 50 ms for the others.",
        ],
    )
    for database in databases:
        ports = installation.free_ports("front", "bare")
        settings = {
            "HUBUNG_WEB__PUBLIC_URL": f"http://127.0.0.1:{ports['front']}",
            "HUBUNG_WEB__TRUSTED_PROXIES": '["127.0.0.1"]',
        }
        with installation.installation("portal", database, settings) as ours:
            ours.run("bench.tree", "demo")
            for number in (0, pages) if pages else (0,):
                if number:
                    say(f"Writing {number:,} pages ({label(database)}) …")
                    ours.run("bench.tree", "grow", number)
                told = ours.run("bench.tree", "ask")
                with _serving(ours), _nginx(ours, **ports) as doors:
                    if views and not number:
                        address = f"http://127.0.0.1:{doors.front}"
                        for row in first_views.views(address, ours.folder, views):
                            seen.add(database=label(database), **row)
                    for row in _rows(doors, told, seconds):
                        report.add(database=label(database), tree=told["pages"], **row)
    return [seen, report] if views else [report]


def _rows(doors: Doors, told: dict[str, Any], seconds: int) -> Iterator[dict[str, Any]]:
    for question in _questions(told):
        say(f"Asking for {question.name} …")
        _write(doors, question)
        file = Question("nginx", True, ["/page.html"], {})

        def load(
            port: int, asked: Question, connections: int = CONNECTIONS, seconds: int = seconds
        ) -> dict[str, float]:
            return _load(doors.folder, port, asked, connections, seconds)

        load(doors.front, question, seconds=WARM_UP_SECONDS)
        front = load(doors.front, question)
        alone = load(doors.front, question, connections=1)
        program = load(doors.program, question)
        theirs = load(doors.bare, file)
        ours, behind, most = (
            found["requests"] / found["us"] * 1e6 for found in (program, front, theirs)
        )
        say(f"… {behind:,.0f} a second, nginx {most:,.0f}; p95 alone {alone['p95'] / 1000:.1f} ms")
        yield {
            "page": question.name,
            "kept": "yes" if question.kept else "no",
            "ours": round(ours),
            "front": round(behind),
            "nginx": round(most),
            "ratio": round(behind / most, 2),
            "p50_ms": round(front["p50"] / 1000, 1),
            "p95_ms": round(front["p95"] / 1000, 1),
            "alone_ms": round(alone["p95"] / 1000, 1),
        }


def _questions(told: dict[str, Any]) -> Iterator[Question]:
    article, case = told["article"], {**STRANGER, "Cookie": told["opened"]}
    yield Question("home", True, ["/"], STRANGER)
    yield Question("article", True, [article], STRANGER)
    yield Question("tracking form", False, ["/lacak/"], STRANGER)
    signed = {**STRANGER, "Cookie": "sessionid=bukan-sesi-siapa-pun"}
    yield Question("article, with a session", False, [article], signed)
    yield Question("search", False, [f"/cari/?q={word}" for word in told["words"]], STRANGER)
    yield Question("opened report", False, [told["case"]], case)


def _load(
    folder: Path, port: int, question: Question, connections: int, seconds: int
) -> dict[str, float]:
    """What wrk found; raises RuntimeError when anything but good answers came."""
    programs = debian.unpacked(*PROGRAMS)
    listed = ",".join(json.dumps(address) for address in question.addresses)
    headers = "".join(
        f"wrk.headers[{json.dumps(name)}] = {json.dumps(value)}\n"
        for name, value in question.headers.items()
    )
    script = folder / "wrk.lua"
    script.write_text(
        f"{headers}local all = {{{listed}}}\nlocal at = 0\n"
        "request = function()\n  at = at % #all + 1\n  return wrk.format('GET', all[at])\nend\n"
        + _TOLD.replace("{{", "{").replace("}}", "}")
    )
    command = [
        str(programs / "usr/bin/wrk"),
        "-t1",
        f"-c{connections}",
        f"-d{seconds}s",
        "--timeout=10s",
        f"-s{script}",
        f"http://127.0.0.1:{port}",
    ]
    environment = {**os.environ, "LD_LIBRARY_PATH": debian.libraries(programs)}
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    if found["wrong"] or not found["requests"]:
        raise RuntimeError(f"{question.name}: {done.stdout}")
    return found


@contextlib.contextmanager
def _serving(ours: Installation) -> Iterator[None]:
    with ours.running("web") as process:
        installation.wait_for_port(ours.ports["web"], process)
        yield


def _write(doors: Doors, question: Question) -> None:
    """As a file, what the program answers to the question."""
    line = http.client.HTTPConnection("127.0.0.1", doors.program)
    line.request("GET", question.addresses[0], headers=question.headers)
    (doors.folder / "pages/page.html").write_bytes(line.getresponse().read())
    line.close()


@contextlib.contextmanager
def _nginx(ours: Installation, *, front: int, bare: int) -> Iterator[Doors]:
    folder = ours.folder / "nginx"
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    printed = subprocess.run(
        [installation.HUBUNG, "nginx", "--cache", folder / "cache"],
        env=ours.environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    (folder / "hubung.conf").write_text(printed)
    # Started by root it would give its files away to an account that may not read this folder.
    user = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(_NGINX.format(folder=folder, port=bare, user=user))
    programs = debian.unpacked(*PROGRAMS)
    command = [programs / "usr/sbin/nginx", "-p", folder, "-c", folder / "nginx.conf"]
    with (folder / "nginx.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        installation.wait_for_port(front, process)
        yield Doors(ours.ports["web"], front, bare, folder)
    finally:
        process.terminate()
        process.wait(10)
