"""A real nginx before a program, with the configuration that `hubung nginx` prints."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.patience import PATIENCE

#: Where Debian has it; an ordinary user's path lacks the folder.
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
_AROUND = """\
{user}daemon off;
worker_processes 2;
pid {folder}/nginx.pid;
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/hubung.conf;
}}
"""


def write(folder: Path, printed: str, ports: list[int]) -> None:
    """The files of an nginx that anybody may run; it listens on the loopback address only."""
    for port in ports:
        printed = printed.replace(f"listen {port}", f"listen 127.0.0.1:{port}")
    (folder / "hubung.conf").write_text(printed)
    # Started by root it would give its files away to an account that may not read this folder.
    user = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(_AROUND.format(folder=folder, user=user))


def command(folder: Path) -> list[str]:
    return [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"]


def told(folder: Path) -> str:
    """What `nginx -t` says of the files."""
    done = subprocess.run(
        [*command(folder), "-t"], check=False, capture_output=True, text=True, timeout=PATIENCE
    )
    return done.stderr


@contextmanager
def running(folder: Path, port: int) -> Iterator[None]:
    """It answers at the port for the length of the block."""
    with (folder / "nginx.log").open("wb") as log:
        process = subprocess.Popen(command(folder), stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + PATIENCE
        while True:
            assert process.poll() is None, (folder / "nginx.log").read_text()
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)
