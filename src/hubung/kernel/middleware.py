"""A base for middleware that works on both sides of Django.

Django wraps what knows one side only, and then a page that is served asynchronously takes a thread
for it. Here a middleware says what it does before and after, and both sides do that.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

Handler = Callable[[HttpRequest], Any]


class BothWays:
    """Passes requests on, synchronously or not; subclasses override what they need."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if self.is_async:
            return self._asynchronous(request)
        with self.around(request):
            answer = self.before(request)
            return self.after(request, self.get_response(request) if answer is None else answer)

    async def _asynchronous(self, request: HttpRequest) -> HttpResponseBase:
        with self.around(request):
            answer = self.before(request)
            if answer is None:
                answer = await self.get_response(request)
            return self.after(request, answer)

    def around(self, _request: HttpRequest) -> AbstractContextManager[Any]:
        """What holds while the request is answered."""
        return nullcontext()

    def before(self, _request: HttpRequest) -> HttpResponseBase | None:
        """The answer, if nobody further in is to be asked."""
        return None

    def after(self, _request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The response as it goes out."""
        return response
