"""Signing in as somebody does: by the code in a letter, as it travelled."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from hubung.cases.choices import Channel, Kind
from hubung.cases.models import Case
from hubung.cases.services import ReporterDetails, receive_case
from hubung.channels.email.models import OutboundMessage
from tests.integration.portal.subscriptions.readers import as_received

ENTER, PROVE, HOME = "/saya/masuk/", "/saya/masuk/kode/", "/saya/"
RANI = "rani@contoh.id"
PASS = re.compile(r'name="pass" value="([0-9a-f]{64})"')


def ask(visitor: Client, email: str = RANI, **more: Any) -> Any:
    return visitor.post(ENTER, {"email": email, "website": ""}, **more)


def letters(email: str = RANI) -> list[OutboundMessage]:
    return list(OutboundMessage.objects.filter(to=email, kind="sign-in").order_by("pk"))


def code_in(letter: OutboundMessage) -> str:
    body = as_received(letter).get_body(("plain",))
    assert body is not None
    (code,) = re.findall(r"^\s*(\d{4} \d{4})\s*$", body.get_content(), re.MULTILINE)
    return str(code)


def sign_in(visitor: Client, email: str = RANI) -> None:
    ask(visitor, email)
    answer = visitor.post(PROVE, {"code": code_in(letters(email)[-1])})
    assert (answer.status_code, answer["Location"]) == (303, HOME)


def send(visitor: Client, path: str, page: str = HOME, **said: str) -> Any:
    """Press a button of theirs: with the pass that stands in the form of a page."""
    found = PASS.search(visitor.get(page).content.decode())
    assert found
    return visitor.post(path, {**said, "pass": found[1]})


def report(title: str, email: str = RANI, **more: Any) -> Case:
    """One that came with this address, by mail unless something else is said."""
    fields: dict[str, Any] = {"channel": Channel.MAIL, "kind": Kind.COMPLAINT, **more}
    reporter = None if fields.get("anonymous") else ReporterDetails(email=email)
    return receive_case(title=title, text=f"{title}, sejak pagi.", reporter=reporter, **fields)
