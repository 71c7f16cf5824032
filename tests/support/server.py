"""The web server of the program in a thread of the test, over the test's own database.

Unlike Django's own live server this is the real ASGI stack under uvicorn, so server-sent events
work. Data made in the test is seen by the server, since tests that ask for it commit.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
import uvicorn


@dataclass(frozen=True)
class Server:
    """A running server; `url` has no slash at its end."""

    url: str

    def __str__(self) -> str:
        return self.url


@contextmanager
def serving() -> Iterator[Server]:
    """The whole site, on a free port of the loopback address."""
    from hubung.project import conf, parts

    listener = socket.create_server(("127.0.0.1", 0))
    web = uvicorn.Server(parts.web_configuration(conf.get()))
    thread = threading.Thread(target=web.run, kwargs={"sockets": [listener]}, name="server")
    thread.start()
    try:
        yield Server(f"http://127.0.0.1:{listener.getsockname()[1]}")
    finally:
        web.should_exit = True
        thread.join(timeout=20)
        listener.close()
    assert not thread.is_alive(), "the server did not stop"


@pytest.fixture
def server(transactional_db: None) -> Iterator[Server]:
    """The whole site at `server.url`."""
    with serving() as running:
        yield running
