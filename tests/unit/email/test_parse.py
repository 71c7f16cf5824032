"""Mail as it really comes: every charset, broken MIME, hostile markup, and any bytes at all."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubung.channels.email.rfc5322 import html
from hubung.channels.email.rfc5322.parse import (
    ParsedMessage,
    Unparseable,
    file_name,
    parse,
    understand,
)
from hubung.kernel.numbers import CaseNumber

OWN = frozenset({"info151@dephub.go.id"})


def read(raw: bytes | str, sender: str | None = "siti@contoh.id") -> ParsedMessage:
    data = raw.encode() if isinstance(raw, str) else raw
    found = understand(data.replace(b"\n", b"\r\n"), own=OWN, envelope_sender=sender)
    assert isinstance(found, ParsedMessage)
    return found


def simple(body: bytes, headers: str) -> bytes:
    return f"From: Siti <siti@contoh.id>\nSubject: Kapal\n{headers}\n\n".encode() + body


class TestPlain:
    def test_a_mail_from_an_ordinary_program(self) -> None:
        message = EmailMessage()
        message["From"] = "Siti Contoh-Nelayan <siti@contoh.id>"
        message["To"] = "info151@dephub.go.id"
        message["Subject"] = "Kapal penuh sesak – pelabuhan Contoh"
        message["Date"] = "Tue, 03 Mar 2026 09:14:00 +0700"
        message["Message-ID"] = "<abc.1@contoh.id>"
        message.set_content("Selamat pagi, kapal yang saya naiki tidak aman.\n")
        message.add_attachment(
            b"%PDF-1.7 ", maintype="application", subtype="pdf", filename="é.pdf"
        )
        found = read(message.as_bytes())
        assert found.sender == ("Siti Contoh-Nelayan", "siti@contoh.id")
        assert found.subject == "Kapal penuh sesak – pelabuhan Contoh"
        assert found.message_id == "abc.1@contoh.id"
        assert found.date is not None
        assert found.date.isoformat() == "2026-03-03T02:14:00+00:00"
        assert found.text == "Selamat pagi, kapal yang saya naiki tidak aman."
        assert found.language == "id"
        assert [(a.name, a.declared_type, a.content) for a in found.attachments] == [
            ("é.pdf", "application/pdf", b"%PDF-1.7 ")
        ]
        assert (found.automatic, found.answerable, found.problems) == (None, True, ())

    def test_english_is_recognised(self) -> None:
        found = read(simple(b"Dear sir, the ship was late and I would like to know why.", ""))
        assert found.language == "en"

    def test_plain_text_is_preferred_to_html(self) -> None:
        message = EmailMessage()
        message["From"] = "siti@contoh.id"
        message.set_content("teks biasa")
        message.add_alternative("<p>teks <b>HTML</b></p>", subtype="html")
        found = read(message.as_bytes())
        assert found.text == "teks biasa"
        assert "<b>HTML</b>" in found.html

    def test_html_only_mail_is_read_as_text(self) -> None:
        body = b"<p>Halo&nbsp;Bapak<br>kedua</p><ul><li>satu<li>dua</ul>"
        found = read(simple(body, "Content-Type: text/html; charset=utf-8"))
        assert found.text == "Halo Bapak\nkedua\n\n- satu\n- dua"


class TestCharsets:
    @pytest.mark.parametrize(
        ("declared", "data", "expected"),
        [
            ("utf-8", "Cañón kapal".encode(), "Cañón kapal"),
            ("iso-8859-1", "Cañón kapal".encode("latin-1"), "Cañón kapal"),
            ("windows-1252", "“kapal” – ok".encode("cp1252"), "“kapal” – ok"),
            ("iso-8859-1", "“kapal” – ok".encode("cp1252"), "“kapal” – ok"),
            ("shift_jis", "日本丸".encode("cp932"), "日本丸"),
            ("gb2312", "轮船".encode("gb18030"), "轮船"),
            ("koi8-r", "Паром".encode("koi8-r"), "Паром"),
            ("utf-16", "kapal".encode("utf-16"), "kapal"),
            ("us-ascii", "Cañón".encode(), "Cañón"),
            ("utf-8", "Cañón".encode("cp1252"), "Cañón"),
            ("x-user-defined", "Cañón".encode(), "Cañón"),
            ("no-such-charset", "Cañón".encode("cp1252"), "Cañón"),
            ("rot13", b"kapal", "kapal"),
            ("zlib", b"kapal", "kapal"),
            ("utf-7", b"+ADw-script+AD4- kapal", "+ADw-script+AD4- kapal"),
        ],
    )
    def test_body(self, declared: str, data: bytes, expected: str) -> None:
        found = understand(
            simple(data, f"Content-Type: text/plain; charset={declared}"),
            own=OWN,
            envelope_sender=None,
        )
        assert isinstance(found, ParsedMessage)
        assert found.text == expected

    def test_undeclared_and_nul(self) -> None:
        found = read(simple("Caf\u00e9 \x00kapal".encode(), "X-Test: 1"))
        assert found.text == "Café kapal"

    @pytest.mark.parametrize(
        ("raw", "expected"),
        [
            ("=?utf-8?q?Kapal_=C3=A9?=", "Kapal é"),
            ("=?utf-8?b?S2FwYWwgw6k=?=", "Kapal é"),
            ("=?utf-8?b?S2FwYWwgw6k?=", "Kapal é"),
            ("=?utf-8?b?ww==?= =?utf-8?b?qQ==?=", "é"),
            ("=?utf-8?q?a=C3?= =?utf-8?q?=A9b?=", "aéb"),
            ("=?utf-8*id?q?Kapal?= biasa", "Kapal biasa"),
            ("=?nonsense?q?Kapal?=", "Kapal"),
            ("=?utf-7?q?+ADw-script?=", "+ADw-script"),
            ("tanpa kode é", "tanpa kode é"),
        ],
    )
    def test_subject(self, raw: str, expected: str) -> None:
        found = read(f"From: a@contoh.id\nSubject: {raw}\n\nisi")
        assert found.subject == expected

    @pytest.mark.parametrize(
        ("disposition", "expected"),
        [
            ("filename*=utf-8''surat%20%C3%A9.pdf", "surat é.pdf"),
            ("filename*0*=utf-8''sur; filename*1*=at%20%C3%A9; filename*2=.pdf", "surat é.pdf"),
            ('filename="=?utf-8?b?c3VyYXQgw6kucGRm?="', "surat é.pdf"),
            ("filename=surat saya.pdf", "surat saya.pdf"),
            ('filename="a\\"b.pdf"', "a_b.pdf"),
            ('filename="../../etc/passwd"', "passwd"),
            ('filename="C:\\\\x\\\\y.pdf"', "y.pdf"),
            ('filename="<script>alert(1)</script>.pdf"', "script_.pdf"),
            ('filename="gambar\u202egpj.exe"', "gambar_gpj.exe"),
            ('filename=""', "lampiran-1.pdf"),
        ],
    )
    def test_file_names(self, disposition: str, expected: str) -> None:
        raw = (
            "From: a@contoh.id\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"
            "Content-Type: application/pdf\n"
            f"Content-Disposition: attachment; {disposition}\n\n%PDF\n--x--\n"
        )
        assert [a.name for a in read(raw).attachments] == [expected]


class TestQuoting:
    @pytest.mark.parametrize(
        "older",
        [
            "Pada Sel, 3 Mar 2026 pukul 09.14 Kemenhub <info151@dephub.go.id> menulis:\n> lama",
            "Pada Sel, 3 Mar 2026 pukul 09.14 Kementerian\nPerhubungan <info151@dephub.go.id>\n"
            "menulis:\n\n> lama",
            "On Tue, 3 Mar 2026 at 09:14, 151 <info151@dephub.go.id> wrote:\n> lama",
            "-----Original Message-----\nFrom: x\nlama",
            "________________________________\nDari: 151 <info151@dephub.go.id>\n"
            "Dikirim: Selasa\nKepada: Siti\nPerihal: Kapal\n\nlama",
            "From: 151 <info151@dephub.go.id>\nSent: Tuesday\nTo: Siti\nSubject: x\n\nlama",
            "> lama\n> lebih lama",
            "-- \nSiti lama\nTelp 0000",
            "Dikirim dari ponsel lama saya",
        ],
    )
    def test_older_mail_is_folded(self, older: str) -> None:
        found = read(simple(f"Baru saja.\n\n{older}\n".encode(), ""))
        assert found.text == "Baru saja."
        assert "lama" in found.quoted

    def test_an_answer_below_the_quotation_stays(self) -> None:
        body = "On Tue, 3 Mar 2026, 151 wrote:\n> pertanyaan\n\nJawaban saya.\n"
        found = read(simple(body.encode(), ""))
        assert found.text == "Jawaban saya."
        assert "pertanyaan" in found.quoted

    def test_answers_between_quoted_lines_stay_in_their_place(self) -> None:
        body = "> satu?\nya\n> dua?\ntidak\n> sisa\n"
        assert read(simple(body.encode(), "")).text == "> satu?\nya\n> dua?\ntidak"

    def test_forwarded_mail_is_what_the_sender_wants_read(self) -> None:
        body = "---------- Forwarded message ---------\nFrom: Toko\nDate: x\nTo: y\n\nisi penting"
        assert "isi penting" in read(simple(body.encode(), "")).text

    def test_a_mail_of_nothing_but_quotation_is_left_whole(self) -> None:
        found = read(simple(b"> hanya kutipan", ""))
        assert (found.text, found.quoted) == ("> hanya kutipan", "")

    def test_html_quotation_is_folded_too(self) -> None:
        body = b"<p>Baru.</p><p>On Tue, 151 Kemenhub wrote:</p><blockquote>lama</blockquote>"
        found = read(simple(body, "Content-Type: text/html"))
        assert found.text == "Baru."
        assert "lama" in found.quoted

    def test_a_sentence_beginning_with_dari_is_no_header(self) -> None:
        body = "Dari: pelabuhan Contoh kapal berangkat.\nSaya terlambat.\nTerima kasih."
        assert read(simple(body.encode(), "")).text == body


class TestAutomatic:
    @pytest.mark.parametrize(
        ("headers", "kind"),
        [
            ("Auto-Submitted: auto-replied", "auto_reply"),
            ("Auto-Submitted: auto-generated; x=1", "auto_reply"),
            ("Auto-Submitted: no", None),
            ("X-Autoreply: yes", "auto_reply"),
            ("Precedence: auto_reply", "auto_reply"),
            ("Return-Path: <>", "auto_reply"),
            ("Precedence: bulk", "bulk"),
            ("List-Unsubscribe: <https://x.invalid>", "bulk"),
            ("List-Id: <berita.contoh.id>", "list"),
            ("Precedence: list", "list"),
            ("List-Id: <info151.dephub.go.id>", None),
            ("X-Loop: info151@dephub.go.id", "loop"),
            ("X-Loop: orang@lain.id", None),
            ("\n".join(["Received: from a by b"] * 60), "loop"),
            ("X-Failed-Recipients: a@b.id", "bounce"),
        ],
    )
    def test_headers(self, headers: str, kind: str | None) -> None:
        found = read(simple(b"isi", headers))
        assert found.automatic == kind
        assert found.answerable is (kind is None)

    def test_null_sender(self) -> None:
        assert read(simple(b"isi", ""), sender="").automatic == "auto_reply"

    @pytest.mark.parametrize("value", ["All", "OOF, AutoReply", "oof, all"])
    def test_whoever_asks_for_no_automatic_answer_gets_none(self, value: str) -> None:
        found = read(simple(b"isi", f"X-Auto-Response-Suppress: {value}"))
        assert (found.automatic, found.answerable) == (None, False)

    def test_noreply_addresses_are_not_answered(self) -> None:
        found = read("From: noreply@toko.id\nSubject: x\n\nisi")
        assert (found.automatic, found.answerable) == (None, False)

    def test_delivery_report(self) -> None:
        found = read(BOUNCE, sender="")
        assert found.automatic == "bounce"
        assert found.bounce is not None
        assert found.bounce.original_id == "47.abc@dephub.go.id"
        assert found.bounce.recipient == "siti@contoh.id"
        assert (found.bounce.action, found.bounce.status) == ("failed", "5.1.1")
        assert found.bounce.diagnostic == "550 5.1.1 tidak ada"
        assert found.bounce.failed

    def test_a_delay_is_not_a_failure(self) -> None:
        text = BOUNCE.replace("Action: failed", "Action: delayed").replace("5.1.1", "4.4.1")
        found = read(text, sender="")
        assert found.bounce is not None
        assert not found.bounce.failed


BOUNCE = """From: MAILER-DAEMON@contoh.id
To: info151+babcdef@dephub.go.id
Subject: Undelivered Mail
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b

Maaf.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; contoh.id

Final-Recipient: rfc822; siti@contoh.id
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 tidak ada

--b
Content-Type: message/rfc822

From: info151@dephub.go.id
Message-ID: <47.abc@dephub.go.id>
Subject: Laporan

isi
--b--
"""


class TestThreads:
    def test_ids_and_numbers(self) -> None:
        found = read(
            f"From: a@contoh.id\nSubject: Re: [{CaseNumber(2026, 47)}] Kapal\n"
            "In-Reply-To: <47.abc@dephub.go.id>\nReferences: <x@y>\n <47.abc@dephub.go.id>\n\nisi"
        )
        assert found.case_numbers == (CaseNumber(2026, 47),)
        assert found.in_reply_to == ("47.abc@dephub.go.id",)
        assert found.references == ("x@y", "47.abc@dephub.go.id")


class TestHostile:
    def test_deep_nesting_is_bounded_and_kept(self) -> None:
        body = "From: a@contoh.id\n"
        body += "".join(
            f"Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n"
            for level in range(2000)
        )
        found = read(body + "\nisi")
        assert "too_nested" in found.problems
        assert found.attachments

    def test_many_parts_are_bounded(self) -> None:
        body = "From: a@contoh.id\nContent-Type: multipart/mixed; boundary=x\n\n"
        found = read(body + "--x\n\nbagian\n" * 5000 + "--x--")
        assert "too_many_parts" in found.problems

    def test_huge_headers_are_bounded(self) -> None:
        raw = "From: a@contoh.id\nSubject: kapal\n" + "".join(
            f"X-{number}: {'y' * 900}\n" for number in range(5000)
        )
        found = read(raw + "\nisi")
        assert "headers_cut" in found.problems
        assert (found.subject, found.text) == ("kapal", "isi")

    def test_one_huge_header(self) -> None:
        found = read(f"From: a@contoh.id\nSubject: {'kapal ' * 100_000}\n\nisi")
        assert len(found.subject) <= 300
        assert "headers_cut" in found.problems

    def test_an_unclosed_boundary_loses_nothing(self) -> None:
        found = read(
            "From: a@contoh.id\nContent-Type: multipart/mixed; boundary=x\n\n"
            "--x\n\nisi pertama\n--x\nContent-Type: image/png\n\nPNG"
        )
        assert found.text == "isi pertama"
        assert found.attachments[0].content == b"PNG"
        assert "boundary_unclosed" in found.problems

    def test_a_missing_boundary_leaves_the_text(self) -> None:
        found = read("From: a@contoh.id\nContent-Type: multipart/mixed\n\nisi")
        assert found.text == "isi"
        assert "boundary_missing" in found.problems

    def test_a_longer_boundary_is_another_boundary(self) -> None:
        found = read(
            "From: a@contoh.id\nContent-Type: multipart/mixed; boundary=x\n\n"
            "--x\n\nawal\n--xyz\nakhir\n--x--"
        )
        assert found.text == "awal\n--xyz\nakhir"

    @pytest.mark.parametrize(
        "markup",
        [
            "<script>alert(1)</script>",
            "<img src=https://pelacak.invalid/x.png onerror=alert(1)>",
            '<a href="javascript:alert(1)">klik</a>',
            '<a href="&#106;avascript:alert(1)">klik</a>',
            '<a href="data:text/html,x">klik</a>',
            "<div style='background:url(https://pelacak.invalid)'>x</div>",
            "<svg><script>alert(1)</script></svg>",
            "<iframe src=https://x.invalid></iframe>",
            "<form action=https://x.invalid><input name=a></form>",
            "<p onclick=alert(1)>x</p>",
            "<a b='</a><script>alert(1)</script>'>x</a>",
            "<!--><img src=x onerror=alert(1)>-->",
            "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
            "<<script>alert(1)//<</script>",
            '<meta http-equiv=refresh content="0;url=https://x.invalid"><base href=//x.invalid>',
        ],
    )
    def test_markup_is_made_safe(self, markup: str) -> None:
        found = read(simple(f"<p>awal</p>{markup}".encode(), "Content-Type: text/html"))
        lower = found.html.lower()
        assert "awal" in lower
        for bad in ("<script", "<img", "<iframe", "<svg", "<form", "<style", "<meta", "style="):
            assert bad not in lower
        assert "onerror=" not in lower.replace("&lt;img src=x onerror=", "")
        assert "onclick" not in lower
        assert 'href="javascript' not in lower
        assert 'href="data' not in lower

    def test_endless_nesting_of_elements_is_cut(self) -> None:
        found = html.read("<div>" * 80_000 + "isi" + "<b><p>" * 5000)
        assert found.markup.count("<div>") == html.MAX_DEPTH
        assert "isi" in found.text

    def test_a_zip_bomb_is_carried_and_never_unpacked(self) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("nol", b"\0" * 50_000_000)
        message = EmailMessage()
        message["From"] = "a@contoh.id"
        message.set_content("lampiran")
        message.add_attachment(
            packed.getvalue(), maintype="application", subtype="zip", filename="bom.zip"
        )
        found = read(message.as_bytes())
        assert found.attachments[0].content == packed.getvalue()

    @pytest.mark.parametrize(
        ("raw", "reason"),
        [
            (b"", "empty"),
            (b"\r\n\r\n", "empty"),
            (b"\x00\x01\x02 binary", "no_headers"),
            (b"Subject: tanpa pengirim\r\n\r\nisi", "no_sender"),
        ],
    )
    def test_what_is_no_message(self, raw: bytes, reason: str) -> None:
        assert parse(raw) == Unparseable(reason)

    def test_a_long_name_keeps_its_ending(self) -> None:
        name = file_name("a" * 400 + ".pdf", "application/pdf", 1)
        assert name.endswith(".pdf")
        assert len(name) <= 150


_PIECES = st.sampled_from(
    [
        *(b"From: a@b.id\r\n", b"Content-Type: multipart/mixed; boundary=x\r\n", b"--x\r\n"),
        *(b"--x--\r\n", b"\r\n", b"\r\n\r\n", b"Content-Type: text/html; charset=utf-7\r\n"),
        *(b"Content-Transfer-Encoding: base64\r\n", b"Content-Transfer-Encoding: x-uuencode\r\n"),
        *(b"Content-Type: multipart/report; boundary=x\r\n", b"Subject: =?x?b?w?=\r\n"),
        *(b"Content-Disposition: a; filename*0*=x''%; filename*9=\r\n", b"<b><p><a href='"),
        *(b"Content-Type: message/delivery-status\r\n", b"Date: Tue, 99 Mar 9999999\r\n"),
        *(b'From: "a, <<>> (((\r\n', b"begin 644 x\r\n#0V%T\r\n", b"Return-Path: <>\r\n"),
    ]
)


@given(st.lists(st.one_of(_PIECES, st.binary(max_size=40)), max_size=30).map(b"".join))
@settings(max_examples=400, deadline=None)
def test_no_bytes_make_it_raise_and_all_text_fits_a_database(raw: bytes) -> None:
    found = understand(raw, own=OWN, envelope_sender=None)
    if isinstance(found, ParsedMessage):
        names = [attachment.name for attachment in found.attachments]
        for text in (found.subject, found.text, found.quoted, found.html, *found.sender, *names):
            assert "\x00" not in text
            text.encode("utf-8")
