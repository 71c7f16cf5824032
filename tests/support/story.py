"""The world around a program that runs: its ministry, the mail servers of others, photographs.

cast = furnish(program)                  # before it starts: people who can sign in
with Post() as post:                     # the mail servers of everybody else
    program.settings |= post.settings
    program.start()
    post.send(program, letter)
    post.letter(to="kirana@surel.example", about="Jawaban")
"""

from __future__ import annotations

import json
import smtplib
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from threading import Condition
from typing import Any

import psycopg
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from PIL import ExifTags, Image

from tests.support import accounts, ministry
from tests.support.patience import PATIENCE
from tests.support.program import Program, free_ports

ROOT = Path(__file__).parents[2]
YESTERDAY = (
    "Tiket KM Tirta Nirmala dari Ternate ke Bitung saya batalkan sebelum berangkat. Uang tiket "
    "KM Tirta Nirmala belum dikembalikan agen di Pelabuhan Ahmad Yani."
)


# The ministry -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Member:
    """Somebody of the ministry who can sign in."""

    name: str
    email: str
    totp_secret: str
    password: str = accounts.PASSWORD


@dataclass(frozen=True)
class Cast:
    """The contact centre's agent, the team's handler, the official; and yesterday's report."""

    agent: Member
    handler: Member
    official: Member
    yesterday: str


def furnish(program: Program) -> Cast:
    """Give a prepared installation its ministry, canned answers, and a report of yesterday."""
    # Its own process: Django in this one belongs to the tests' database.
    made = subprocess.run(
        [
            sys.executable,
            "-c",
            "import django; django.setup(); from tests.support import story; story.found()",
        ],
        env=program.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    said = json.loads(made.stdout)
    people = {role: Member(**said[role]) for role in ("agent", "handler", "official")}
    return Cast(**people, yesterday=said["yesterday"])


def found() -> None:
    """In the installation's own process: make what `furnish` tells of, and print it as JSON."""
    from hubung.cases.services import ReporterDetails, receive_case
    from hubung.demo import canned
    from hubung.directory.accounts import services
    from hubung.directory.models import Person
    from hubung.kernel import clock

    def enter(person: Person) -> dict[str, str]:
        services.set_password(person, accounts.PASSWORD)
        return asdict(Member(person.name, person.email, services.enrol_totp(person)))

    staff = ministry.build()
    canned.load()
    with clock.travel(clock.now() - timedelta(days=1)):
        case = receive_case(
            channel="web",
            text=YESTERDAY,
            sector="laut",
            reporter=ReporterDetails(name="Bayu Lesmana-Muda", phone="+6281355501412"),
        )
    print(
        json.dumps(
            {
                "agent": enter(staff.ratih),
                "handler": enter(staff.damar),
                "official": enter(staff.laksmi),
                "yesterday": case.number,
            }
        )
    )


# Mail ---------------------------------------------------------------------------------------------


class Post:
    """The mail servers of all reporters: they take what the ministry sends, and bring letters."""

    def __init__(self) -> None:
        (self._port,) = free_ports(1)
        self._controller = Controller(self, hostname="127.0.0.1", port=self._port)
        self._arrived = Condition()
        self._letters: list[EmailMessage] = []

    @property
    def settings(self) -> dict[str, str]:
        """What makes the program send its mail here."""
        return {
            "HUBUNG_MAIL__RELAY": f"127.0.0.1:{self._port}",
            "HUBUNG_MAIL__RELAY_SECURITY": "none",
        }

    def __enter__(self) -> Post:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        letter = message_from_bytes(bytes(envelope.original_content or b""), policy=policy.default)
        with self._arrived:
            self._letters.append(letter)
            self._arrived.notify_all()
        return "250 OK"

    def letters(self, to: str, about: str = "") -> list[EmailMessage]:
        """What somebody has in their mailbox, oldest first, with these words in the subject."""
        return [
            one for one in self._letters if to in str(one["To"]) and about in str(one["Subject"])
        ]

    def letter(self, to: str, about: str, *, nth: int = 1) -> EmailMessage:
        """Wait for the nth such letter."""
        with self._arrived:
            came = self._arrived.wait_for(lambda: len(self.letters(to, about)) >= nth, PATIENCE)
        assert came, f"no letter {nth} about {about!r}: {[one['Subject'] for one in self._letters]}"
        return self.letters(to, about)[nth - 1]

    def send(self, program: Program, letter: EmailMessage) -> None:
        """Bring a letter to the ministry's door."""
        with smtplib.SMTP("127.0.0.1", program.smtp_port, timeout=PATIENCE) as door:
            assert door.send_message(letter) == {}


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


# Photographs and papers ---------------------------------------------------------------------------


def photograph(path: Path, *, shade: int) -> Path:
    """A JPEG as a telephone makes it, with the place where it was taken."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Telepon Contoh"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {
            ExifTags.GPS.GPSLatitudeRef: "N",
            ExifTags.GPS.GPSLatitude: (0.0, 46.0, 12.0),
            ExifTags.GPS.GPSLongitudeRef: "E",
            ExifTags.GPS.GPSLongitude: (127.0, 23.0, 6.0),
        }
    )
    picture = Image.linear_gradient("L").point(lambda light: (light + shade) % 256)
    picture.convert("RGB").resize((1280, 960)).save(path, "JPEG", exif=exif)
    assert positions_in(path)
    return path


def positions_in(path: Path) -> dict[int, Any]:
    """The GPS part of a picture's EXIF."""
    with Image.open(path) as picture:
        return dict(picture.getexif().get_ifd(ExifTags.IFD.GPSInfo))


def scanned_ticket() -> bytes:
    """A PDF of one page."""
    paper = BytesIO()
    Image.linear_gradient("L").resize((400, 200)).save(paper, "PDF")
    return paper.getvalue()


# The program's database, from outside -------------------------------------------------------------


def execute(program: Program, statement: str) -> None:
    """Change the program's database behind its back. Raises the database's own error."""
    if program.database_url:
        with psycopg.connect(program.database_url) as connection:
            connection.execute(statement.encode())
        return
    with closing(sqlite3.connect(program.home / "hubung.sqlite3", timeout=30)) as connection:
        connection.execute(statement)
        connection.commit()


def let_the_limit_come_near(program: Program, case_id: int) -> None:
    """Let three quarters of the case's time limit pass.

    The clock of a machine is not ours to turn, so the alarms are brought to it: first the one at
    half of the limit, then the next, each heard by the worker before this returns.
    """

    def armed() -> str:
        alarms = "SELECT case_id, alarm FROM cases_clock WHERE name = 'resolution'"
        return str(dict(program.rows(alarms))[case_id])

    for alarm, following in (("half", "most"), ("most", "breach")):
        assert armed() == alarm
        ring = "UPDATE cases_clock SET alarm_at = started_at WHERE name = 'resolution'"
        execute(program, f"{ring} AND case_id = {case_id:d}")
        eventually(armed, following)


def eventually(read: Callable[[], object], expected: object) -> None:
    """Wait until it reads so."""
    deadline = time.monotonic() + PATIENCE
    while (found := read()) != expected:
        assert time.monotonic() < deadline, f"{found!r} has not become {expected!r}"
        time.sleep(0.05)
