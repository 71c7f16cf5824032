"""What hostile words try where they get into something else: a name, a header, a query."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from html import unescape
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hubung.api.webhooks import targets
from hubung.cases.files import keep_file
from hubung.cases.models import Attachment, CannedAnswer, Case
from hubung.channels.email.rfc5322.compose import Outgoing, compose
from tests.integration.rights.world import World
from tests.integration.security.test_headers import wrong_with
from tests.integration.web.conftest import filled
from tests.integration.web.test_track import opened
from tests.support.accounts import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]

FILE_NAMES = [
    "../../../../etc/passwd",
    "..\\..\\secret.key",
    "/etc/shadow",
    'bukti".html',
    "bukti.pdf\r\nSet-Cookie: sessionid=dicuri",
    "bukti\x00.html",
    "gambar\u202egpj.exe",
    "foto; filename=jahat.html",
    "laporan 'resmi' – čžš 文件.html",
    "%2e%2e%2fsecret.key",
    "a" * 400 + ".html",
    "CON",
    ".htaccess",
    "",
]
PAGE = b"<html><script>alert(document.cookie)</script></html>"
TEMPLATES = "{{ 7|add:42 }} {% debug %} ${7*7} #{7*7} <%= 7*7 %> {nomor.__class__} %(x)s {0}"
INSIDE = [
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://127.1/",
    "https://0/",
    "https://localhost/",
    "https://localhost./",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[fe80::1]/",
    "https://[fd00::1]/",
    "https://100.64.0.1/",
    "https://192.0.2.1/",
    "https://198.18.0.1/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "gopher://127.0.0.1/",
    "https://127.0.0.1\\@public.example.com/",
    "https://public.example.com\x00.127.0.0.1/",
]


def handler(here: World) -> Client:
    """Damar at sea, who handles the ordinary report."""
    client = Client(raise_request_exception=False)
    sign_in(client, here.ministry.damar)
    return client


def test_a_files_name_is_words_and_nothing_else(here: World) -> None:
    """As it is stored, and out again at the desk and at the reporter's page."""
    case = here.ordinary
    reporter, desk = Client(), handler(here)
    opened(reporter, case)
    for name in FILE_NAMES:
        file = keep_file(BytesIO(PAGE), name)
        found = Attachment.objects.create(
            case=case,
            entry_seq=1,
            sha256=file.sha256,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
        )
        assert re.fullmatch(r"[^/\\\x00-\x1f\u202a-\u202e\u2066-\u2069]{1,200}", found.name)
        for answer in (
            desk.get(reverse("desk:file", args=[case.number, found.pk])),
            reporter.get(reverse("web:file", args=[case.number, found.pk])),
        ):
            assert answer.status_code == 200
            # One parameter, quoted or encoded, and nothing behind it.
            assert re.fullmatch(
                r"attachment; filename(=\"(?:[^\"\\]|\\.)*\"|\*=utf-8''[\w.~!$&+^`|%'()*-]*)",
                answer["Content-Disposition"],
            ), answer["Content-Disposition"]
            assert answer["Content-Type"].startswith("text/html")
            assert "sandbox" in answer["Content-Security-Policy"]
            assert [*wrong_with(answer)] == []
        found.delete()


def test_templates_in_words_stay_words(here: World) -> None:
    upload = SimpleUploadedFile("bukti {{ 7|add:42 }}.txt", b"x", "text/plain")
    answer = Client().post("/lapor/", filled(text=TEMPLATES, place=TEMPLATES, attachments=[upload]))
    assert answer.status_code == 303
    case = Case.objects.latest("pk")
    page = unescape(opened(Client(), case))
    assert TEMPLATES in page
    # Nor do the placeholders of canned answers reach anything but their own names.
    canned = CannedAnswer.objects.create(title="Uji", text=TEMPLATES)
    text = handler(here).get(reverse("desk:canned", args=[here.ordinary.number, canned.pk]))
    assert text.content.decode() == TEMPLATES


def test_line_ends_in_words_make_no_header() -> None:
    evil = "Rinai\r\nBcc: korban@contoh.id\r\n\r\nIsi lain"
    raw = compose(
        Outgoing(
            sender_name=evil,
            sender="info151@dephub.go.id",
            to="rinai@contoh.id",
            subject=evil,
            text=evil,
            language="id",
            message_id="uji@contoh.id",
            in_reply_to="a@b>\r\nBcc: korban@contoh.id",
            date=timezone.now(),
        )
    )
    message = message_from_bytes(raw, policy=policy.default)
    assert message["Bcc"] is None
    assert message["To"] == "rinai@contoh.id"
    assert [*message.keys()].count("Subject") == 1
    for address in ("a@b.id\r\nBcc: korban@contoh.id", "a@b.id\n", "<a@b.id>", "a b@c.id"):
        with pytest.raises(ValueError, match="not an address"):
            compose(Outgoing("X", "a@b.id", address, "s", "t", "id", "m", timezone.now()))


@pytest.mark.parametrize("address", INSIDE)
def test_no_spelling_of_an_address_leads_inside(address: str) -> None:
    """Resolved for real: the system's resolver knows more spellings than we do."""
    with pytest.raises((targets.ForbiddenTargetError, OSError)):
        targets.resolve(targets.parse(address))


def test_no_words_change_a_query_or_break_a_page(here: World) -> None:
    client = handler(here)
    words = [
        "' OR '1'='1",
        "'; DROP TABLE cases_case; --",
        '" OR 1=1 --',
        "1) UNION SELECT password FROM directory_person --",
        '"" NEAR/2 * ^ : -',
        "a*b(c)d\"e'f",
        "%' ESCAPE '",
        "\\",
        "\x00",
        "9" * 400,
        "-1",
        "NaN",
        "٣",
        "\ud7ff\uffff",
    ]
    names = ["cari", "tampilan", "bidang", "pintu", "setelah", "banyak", "page", "sejak", "nomor"]
    before = Case.objects.count()
    for word in words:
        for address in ("/desk/", "/desk/surat/", "/desk/tugas/", "/lacak/", "/lapor/"):
            answer = client.get(address, dict.fromkeys(names, word))
            assert answer.status_code < 500, (address, word)
            assert b"argon2" not in answer.content
        asked = {"number": word, "code": word, "login": word, "password": word, "text": word}
        for address in ("/lacak/", "/lapor/saran/", "/akun/masuk/", "/akun/sandi/lupa/"):
            assert Client().post(address, asked).status_code < 500, (address, word)
    assert Case.objects.count() == before


def test_a_forged_reference_to_a_file_is_none(here: World) -> None:
    for forged in ("../../secret.key", "0" * 64, "", here.ordinary.attachments.first().sha256):  # type: ignore[union-attr]
        answer = Client().post("/lapor/", filled(kept=forged))
        assert answer.status_code == 303
        assert not Case.objects.latest("pk").attachments.exists()
