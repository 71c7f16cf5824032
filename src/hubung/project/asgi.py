"""The web application as uvicorn serves it.

Django takes a request's whole body before anything else looks at it. Ours bounds it and puts it in
the state folder, not in the system's temp folder: that one is small, and is not watched. What does
not fit is read to its end and thrown away, since a browser that is cut off shows no answer.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from http import HTTPStatus
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

import django
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, ASGIRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hubung.project.settings")
django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402 - after set-up

from hubung.desk.phone import socket as desk_phone  # noqa: E402
from hubung.portal import calling  # noqa: E402
from hubung.project import ready  # noqa: E402
from hubung.telephony import relay  # noqa: E402

_DISK_FULL = {errno.ENOSPC, errno.EDQUOT}


class _Refused(BytesIO):
    """Stands for a body that was not kept."""

    def __init__(self, why: HTTPStatus) -> None:
        super().__init__()
        self.why = why


#: Who may open which WebSocket.
SOCKETS: dict[str, relay.Admission] = {
    desk_phone.PATH: desk_phone.admit,
    calling.SOCKET: calling.admit,
}


class Application(ASGIHandler):
    """Django's handler, with bodies that are bounded.

    Before it, public pages that are ready; beside it, the telephone's WebSockets.
    """

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            await relay.serve(scope, receive, send, SOCKETS.get(scope["path"], relay.nobody))
        elif (answer := ready.find(scope)) is not None:
            await answer.send(send)
        else:
            await super().__call__(scope, receive, send)

    async def run_get_response(self, request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase = await super().run_get_response(request)
        ready.keep(request, cast(ASGIRequest, request).scope, response)
        return response

    async def read_body(self, receive: Callable[[], Awaitable[Any]]) -> IO[bytes]:
        """The whole body. Raises RequestAborted when the visitor leaves, or does not end."""
        limits = settings.HUBUNG.limits
        body: IO[bytes] = _spool()
        received, more = 0, True
        while more:
            message = await receive()
            part = message.get("body", b"")
            more = message.get("more_body", False)
            received += len(part)
            if message["type"] == "http.disconnect" or received > limits.heard_bytes:
                _discard(body)
                raise RequestAborted
            if isinstance(body, _Refused):
                continue
            try:
                body.write(part)
                if not more:
                    body.seek(0)
            except OSError as error:
                _discard(body)
                if error.errno not in _DISK_FULL:
                    raise
                body = _Refused(HTTPStatus.SERVICE_UNAVAILABLE)
            else:
                if received > limits.request_bytes:
                    _discard(body)
                    body = _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return body

    def create_request(
        self, scope: Mapping[str, Any], body_file: IO[bytes]
    ) -> tuple[ASGIRequest, None] | tuple[None, HttpResponseBase]:
        """The request; `project.middleware.Refusals` answers one whose body was refused."""
        made = super().create_request(scope, body_file)
        if made[0] is not None and isinstance(body_file, _Refused):
            made[0].refused = body_file.why  # type: ignore[attr-defined]
        return made


def _spool() -> IO[bytes]:
    """In memory while it is small."""
    most, folder = settings.FILE_UPLOAD_MAX_MEMORY_SIZE, settings.FILE_UPLOAD_TEMP_DIR
    return cast(IO[bytes], SpooledTemporaryFile(max_size=most, dir=str(folder)))


def _discard(body: IO[bytes]) -> None:
    # Closing writes what was not written yet, for which there may be no room either.
    with suppress(OSError):
        body.close()


application = Application()
