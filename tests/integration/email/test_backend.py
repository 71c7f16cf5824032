"""Mail of the account pages waits in the outbox like every other."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest
from django.conf import settings
from django.core.mail import send_mail
from django.test import Client
from django.utils.translation import override

from hubung.channels.email.models import OutboundMessage, OutboundState
from hubung.channels.email.outbox import to_wire
from hubung.project import settings as program
from tests.support import ministry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def real_backend(settings: object) -> None:
    """The tests' own stand-in for mail is put aside."""
    settings.EMAIL_BACKEND = program.EMAIL_BACKEND  # type: ignore[attr-defined]


def test_a_forgotten_password_goes_through_the_outbox() -> None:
    house = ministry.build()
    Client(HTTP_HOST="localhost").post("/akun/sandi/lupa/", {"email": house.ratih.email})
    message = OutboundMessage.objects.get()
    assert (message.to, message.kind, message.language, message.state) == (
        house.ratih.email,
        "account",
        "id",
        OutboundState.OUTBOX,
    )
    wire = message_from_bytes(to_wire(message), policy=policy.default)
    assert wire["Subject"] == "[151] Buat kata sandi Anda"
    part = wire.get_body(("plain",))
    assert part is not None
    # At the address that the settings name: a visitor's Host header says nothing.
    assert f"{settings.HUBUNG.public_url}/akun/sandi/baru/" in part.get_content()


def test_each_recipient_gets_a_message_of_their_own() -> None:
    with override("en"):
        assert send_mail("Hello", "Text", None, ["a@dephub.go.id", "b@dephub.go.id"]) == 1
    queued = OutboundMessage.objects.order_by("to")
    assert [(row.to, row.language) for row in queued] == [
        ("a@dephub.go.id", "en"),
        ("b@dephub.go.id", "en"),
    ]
    assert len({row.message_id for row in queued}) == 2
