"""A registry with one of everything, for whoever walks over all addresses."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from PIL import Image

from hubung.cases import services
from hubung.cases.choices import Channel, Kind
from hubung.cases.files import keep_file
from hubung.cases.models import CannedAnswer, Case, Link, LocalHoliday, SavedView, TimeLimit
from hubung.cases.services import NewAttachment, ReporterDetails
from hubung.channels.email.models import (
    InboundMessage,
    InboundState,
    OutboundMessage,
    RawMessage,
)
from hubung.channels.phone.services import tie
from hubung.directory.importing.models import ImportJob
from hubung.directory.models import Person, Role
from hubung.disclosure.requests.models import Offered
from hubung.disclosure.requests.services import reply as reply_to
from hubung.kernel import numbers
from hubung.opendata import services as open_data
from hubung.portal.content.models import SectionPage
from hubung.portal.content.queries import home
from hubung.privacy.choices import Right
from hubung.privacy.models import Hold, Restriction
from hubung.privacy.services import Asked, receive_request
from hubung.privacy.services.giving import make
from hubung.telephony.models import Recording
from tests.integration.disclosure.asking import ask, given
from tests.support import calls
from tests.support.ministry import Ministry, build, person


@dataclass(frozen=True)
class World:
    """An ordinary report at sea, tier 2, and one of misconduct; each with all that hangs on one."""

    ministry: Ministry
    ordinary: Case
    misconduct: Case
    links: Mapping[int, Link]
    canned: CannedAnswer
    text_at_sea: CannedAnswer
    held: InboundMessage
    outgoing: Mapping[int, OutboundMessage]
    job: ImportJob
    holiday: LocalHoliday
    limit: TimeLimit
    data_request: Case
    data_hold: Hold
    restriction: Restriction
    formal: Case
    offered: Offered
    recordings: Mapping[int, Recording]
    views: Mapping[int, SavedView] = field(default_factory=dict)


def world() -> World:
    ministry = build()
    home().add_child(instance=SectionPage(title="Laut", unit=ministry.sea))
    ordinary = _report(Kind.COMPLAINT)
    services.move_case(
        actor=ministry.kirana, case=ordinary, tier=2, unit=ministry.sea, reason="Ke laut."
    )
    misconduct, other = _report(Kind.MISCONDUCT), _report(Kind.MISCONDUCT)
    linked = _report(Kind.COMPLAINT)
    services.move_case(
        actor=ministry.kirana, case=linked, tier=2, unit=ministry.sea, reason="Ke laut."
    )
    asked = Asked(right=Right.ACCESS, channel=Channel.WEB, proven=_report(Kind.COMPLAINT))
    data_request = receive_request(asked)
    make.call(data_request.pk)
    formal, offered = _formal(ministry)
    open_data.refresh()
    open_data.write_catalogue("https://hubung.contoh.id")
    raw = RawMessage.objects.create(sha256="0" * 64, size=5, content=b"Surat")
    return World(
        ministry=ministry,
        ordinary=Case.objects.get(pk=ordinary.pk),
        misconduct=misconduct,
        links={
            ordinary.pk: _link(ordinary, linked, ministry.kirana),
            misconduct.pk: _link(misconduct, other, ministry.sekar),
        },
        canned=CannedAnswer.objects.create(title="Terima kasih", text="Terima kasih."),
        text_at_sea=CannedAnswer.objects.create(
            title="Cuaca", text="Kapal menunggu cuaca.", unit=ministry.sea
        ),
        held=InboundMessage.objects.create(
            raw=raw, recipient="postmaster@dephub.go.id", door="smtp", state=InboundState.HELD
        ),
        outgoing={case.pk: _mail(case) for case in (ordinary, misconduct)},
        job=ImportJob.objects.create(kind="units", file_name="unit.csv", asked_by=ministry.arum),
        holiday=LocalHoliday.objects.create(
            day=date(2027, 3, 3), name="Hari jadi kota", unit=ministry.sea
        ),
        limit=TimeLimit.objects.create(
            clock="tier1", days=1, source="Uji", valid_from=date(2030, 1, 1)
        ),
        data_request=data_request.case,
        data_hold=Hold.objects.create(case=ordinary, reason="Gugatan", placed_by=ministry.arum),
        restriction=Restriction.objects.create(
            case=data_request.belongings.get().case, placed_by=ministry.arum
        ),
        formal=formal,
        offered=offered,
        recordings={case.pk: _recording(case) for case in (ordinary, misconduct)},
    )


def _formal(ministry: Ministry) -> tuple[Case, Offered]:
    """A formal request at sea, and a reply to another one that everybody may read."""
    officer = person("Puspita Gandaria-Luhur", ministry.sea, Role.INFORMATION_OFFICER)
    waiting, replied = ask().case, ask()
    for case in (waiting, replied.case):
        Case.objects.filter(pk=case.pk).update(unit=ministry.sea)
    reply_to(request=replied, actor=officer, given=given(attachments=[_picture()]))
    return Case.objects.get(pk=waiting.pk), Offered.objects.get()


def _recording(case: Case) -> Recording:
    call = calls.call(f"{case.pk}.1", agent=None)
    tie(call=call, case=case, by=None)
    return Recording.objects.create(
        call=call,
        kind=Recording.Kind.TALK,
        file=f"recordings/{case.pk}.1.raw",
        sha256="0" * 64,
        size=44,
        channels=2,
        milliseconds=0,
        peaks=b"",
    )


def nowhere(case: Case) -> str:
    """A number with a right check digit that no case has."""
    return numbers.case_number("151", case.year, 4_711_000)


def _report(kind: Kind) -> Case:
    return services.receive_case(
        channel=Channel.WEB,
        kind=kind,
        sector="laut",
        text="Petugas di Dermaga Kertas meminta uang kepada awak KM Bahtera Angan.",
        place="Dermaga Kertas",
        reporter=ReporterDetails(
            name="Rinai Senja", email="rinai@contoh.id", nik="3171014501900004"
        ),
        attachments=[_picture()],
    )


def _picture() -> NewAttachment:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(file, "JPEG")
    file.seek(0)
    return keep_file(file, "bukti.jpg")


def _link(case: Case, other: Case, by: Person) -> Link:
    return services.link_cases(actor=by, case=case, other=other, reason="Perkara sama.")


def _mail(case: Case) -> OutboundMessage:
    return OutboundMessage.objects.create(
        case=case,
        kind="received",
        dedupe_key=f"uji:{case.pk}",
        to="rinai@contoh.id",
        subject="Laporan Anda",
        text="Kami terima.",
        message_id=f"<uji-{case.pk}@contoh.id>",
    )
