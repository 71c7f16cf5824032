"""Two people whose reports are entangled: merged, linked, noted, answered, rated.

Every value that is only about one of them contains a word that nothing else contains.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.db import connection

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.cases import services
from hubung.cases.choices import Channel, Outcome
from hubung.cases.files import keep_file
from hubung.cases.models import Case, Draft
from hubung.cases.services import ReporterDetails
from hubung.cases.timeline import REPORTER
from hubung.channels.email.intake import take_in
from hubung.channels.email.models import InboundMessage, RawMessage
from hubung.directory.models import Person, Role
from hubung.kernel import tasks
from tests.integration.email.conftest import letter
from tests.support.ministry import Ministry, build, person

RINAI = ReporterDetails(
    name="Rinai Zamrudwati", email="rinai.zamrud@contoh.id", phone="+6281155550188"
)
GUNADI = ReporterDetails(
    name="Gunadi Mirahjaya", email="gunadi.mirah@contoh.id", phone="+6281155550199"
)
#: In everything of Rinai's, and in everything of Gunadi's.
HERS = re.compile(r"zamrud|81155550188", re.IGNORECASE)
HIS = re.compile(r"mirah|81155550199", re.IGNORECASE)


@dataclass(frozen=True)
class Story:
    """Hers came by mail and was merged into his; `lone` is another one of hers, `linked` of his."""

    ministry: Ministry
    officer: Person
    hers: Case
    his: Case
    lone: Case
    linked: Case

    @property
    def cases(self) -> tuple[Case, ...]:
        return self.hers, self.his, self.lone, self.linked


def tell() -> Story:
    ministry = build()
    officer = person("Puspa Ningrum-Jati", ministry.root, Role.INFORMATION_OFFICER)
    hers = by_mail("Kapal KM Zamrud terlambat, kata Zamrudwati.", subject="Zamrud terlambat")
    his = by_web("Kapal KM Mirah terlambat sekali.", GUNADI, "Dermaga Mirah")
    lone = by_web("Kata sandi Zamrud saya salah.", RINAI, "Kantor Zamrud")
    linked = by_web("Mirah juga ditolak.", GUNADI, "Loket Mirah")
    kirana = ministry.kirana
    services.correct_facts(actor=kirana, case=hers, title="KM Zamrud", place="Pulau Zamrud")
    services.add_note(actor=kirana, case=hers, text="Zamrudwati dan Mirahjaya sama-sama menunggu.")
    services.add_note(actor=kirana, case=his, text="Pak Mirahjaya menelepon dua kali.")
    services.link_cases(
        actor=kirana, case=hers, other=linked, reason="Zamrud bercerita seperti Mirah"
    )
    services.link_cases(actor=kirana, case=lone, other=linked, reason="Zamrud dan Mirah")
    services.merge_case(actor=kirana, case=hers, into=his, reason="Zamrud dan Mirah satu kapal")
    hers.refresh_from_db()
    for case, said, word in (
        (hers, "Saya Zamrudwati, masih menunggu.", "zamrud"),
        (his, "Saya Mirahjaya, juga.", "mirah"),
    ):
        services.add_information(case=case, text=said, attachments=[_file(word)])
    services.withdraw_case(case=linked, reason="Mirah menarik laporan.", actor=REPORTER)
    Draft.objects.create(case=lone, person=kirana, kind="answer", text="Yth. Ibu Zamrudwati")
    for case, word in ((lone, "Zamrud"), (his, "Mirah")):
        record(Act.CONTACT_SHOWN, kirana, case.subject, why=f"Menelepon {word}")
        services.answer_case(
            actor=kirana,
            case=case,
            text=f"Yth. {word if case is lone else 'pelapor'}, sudah kami urus.",
            outcome=Outcome.RESOLVED,
        )
        services.rate_service(case=case, score=3, comment=f"Terima kasih, {word}")
        services.close_case(case=case)
    tasks.run_until_idle()
    return Story(
        ministry=ministry,
        officer=officer,
        hers=Case.objects.get(pk=hers.pk),
        his=Case.objects.get(pk=his.pk),
        lone=Case.objects.get(pk=lone.pk),
        linked=Case.objects.get(pk=linked.pk),
    )


def by_web(text: str, reporter: ReporterDetails, place: str) -> Case:
    word = place.split()[-1]
    return services.receive_case(
        channel=Channel.WEB, text=text, reporter=reporter, place=place, attachments=[_file(word)]
    )


def by_mail(text: str, subject: str) -> Case:
    """A mail of hers as the doors store it, read by the intake."""
    message = letter(text, sender=RINAI.email, subject=subject)
    message.replace_header("From", f"{RINAI.name} <{RINAI.email}>")
    message.add_attachment(b"bukti Zamrud", maintype="text", subtype="plain", filename="zamrud.txt")
    content = message.as_bytes()
    raw = RawMessage.objects.create(
        sha256=sha256(content).hexdigest(), size=len(content), content=content
    )
    InboundMessage.objects.create(
        raw=raw, recipient=settings.HUBUNG.case_address, sender=RINAI.email, door="smtp"
    )
    take_in()
    return Case.objects.latest("pk")


def _file(word: str) -> services.NewAttachment:
    return keep_file(io.BytesIO(f"Isi berkas {word}.".encode()), f"{word}.txt")


def everything() -> Iterator[tuple[str, str]]:
    """Every value of every table, and every stored file: where it is, and what it says."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("cases_search_"):
                continue  # SQLite's own pages of the index, not rows of it
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    if isinstance(value, bytes | memoryview):
                        yield f"{table}.{name}", bytes(value).decode("utf-8", "replace")
                    elif value is not None:
                        yield f"{table}.{name}", str(value)
    for path in (settings.HUBUNG.home / "files").glob("??/*"):
        yield f"file {path.name[:8]}", path.read_bytes().decode("utf-8", "replace")


def found(pattern: re.Pattern[str]) -> set[str]:
    """Where something is said that the pattern finds."""
    return {where for where, said in everything() if pattern.search(said)}
