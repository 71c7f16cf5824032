"""A registry with one of everything, and for each address with parameters the values to try.

A new address with parameters needs a line in `examples`: the parameters, and the thing they name
(what the `sees` of its row is asked about; None where its row has no `sees`).
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from allauth.idp.oidc.models import Client
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import signing
from django.core.files.images import ImageFile
from PIL import Image
from wagtail.models import ReferenceIndex

from hubung.api.models import Application, Token
from hubung.api.tokens import issue_token, register_application
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
from hubung.directory.accounts.provider import clients
from hubung.directory.accounts.provider.clients import Said
from hubung.directory.importing.models import ImportJob
from hubung.directory.models import Person, Role
from hubung.disclosure.requests.models import Offered
from hubung.disclosure.requests.services import reply as reply_to
from hubung.kernel import clock, numbers
from hubung.mail.models import Account, Group, GroupRule, HeldCopy
from hubung.mail.services import hold
from hubung.opendata import services as open_data
from hubung.portal.content.models import NewsPage, Picture, PlainPage, SectionPage
from hubung.portal.content.queries import home
from hubung.privacy.choices import Right
from hubung.privacy.models import Hold, Restriction
from hubung.privacy.services import Asked, receive_request
from hubung.privacy.services.giving import make
from hubung.telephony.menu.services import begin_draft
from hubung.telephony.models import Call, Callback, MenuVersion, Recording, Telephone
from tests.integration.disclosure.asking import ask, given
from tests.integration.rights import agenda, register
from tests.support import calls
from tests.support.ministry import Ministry, build, person

NOBODYS = "bukan-rahasia-yang-benar"
Example = tuple[Mapping[str, Any], object]


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


def _public_page() -> str:
    """A public page; made when it is asked for, since most addresses need none."""
    page = PlainPage.objects.filter(slug="tentang").first()
    if page is None:
        page = PlainPage(title="Tentang", slug="tentang")
        home().add_child(instance=page)
    return "tentang/"


def _published_picture() -> str:
    """The file of a picture that a public page shows."""
    picture = Picture.objects.filter(title="Kapal").first()
    if picture is None:
        content = io.BytesIO()
        Image.new("RGB", (1, 1)).save(content, "PNG")
        picture = Picture(title="Kapal", file=ImageFile(content, name="kapal.png"))
        picture.save()
        news = NewsPage(title="Kapal", picture=picture, picture_alt="Kapal di dermaga")
        home().add_child(instance=news)
        ReferenceIndex.create_or_update_for_object(news)
    return str(picture.file.name)


def _callback() -> Callback:
    call, _new = Call.objects.get_or_create(
        engine_id="c1", defaults={"began_at": clock.now(), "caller": "+6281234567890"}
    )
    return Callback.objects.get_or_create(call=call, defaults={"asked_at": clock.now()})[0]


def _held_letter(person: Person) -> HeldCopy:
    account, _new = Account.objects.get_or_create(person=person, defaults={"login": person.email})
    letter = hold(raw=b"Subject: Undian\r\n\r\nIsi", sender="", recipients=[account.login])
    copies = letter.copies.select_related("letter", "account__person__unit")
    return copies.get(account=account)


def examples(world: World, name: str, person: Person | None) -> list[Example]:
    """The parameters to try at an address, each with the thing that they name."""
    local = name.rpartition(":")[2]
    if name == "wagtail_serve":
        return [({"path": _public_page()}, None)]
    if name == "content:file":
        return [({"name": _published_picture()}, None)]
    if name == "content:unit":
        return [({"code": world.ministry.sea.code}, None)]
    if name.startswith("api:"):
        return [(_api_values(world), None)]
    if name.startswith("open311:"):
        values = {"service_code": "complaint-laut", "request_id": world.ordinary.number}
        return [(values | {"token_id": NOBODYS, "path": "x"}, None)]
    if name.startswith("scim:"):
        values = {"pk": "u1", "urn": "urn:x", "name": "User", "path": "x"}
        return [(values, None)]
    if name.startswith(("public_agenda:", "desk:agenda:")):
        return [agenda.values(world.ministry, local, person)]
    if name.startswith(("public_register:", "desk:register:")):
        return [register.values(world.ministry, local)]
    if name == "tokens:make_for_application":
        return [({"pk": _application(world).pk}, None)]
    if name == "tokens:revoke":
        return [({"pk": token.pk}, token) for token in _tokens(world, person)]
    if name.startswith("opendata:"):
        return [({"slug": "unit-dan-kantor", "name": "data.csv", "number": 1}, None)]
    if name.startswith("published:"):
        return [({"code": "laut" if local == "sector" else "DJPL"}, None)]
    if name.startswith("web:"):
        values = {"number": world.ordinary.number, "pk": 1, "action": "tambah", "token": NOBODYS}
        return [(values, None)]
    if name.startswith(("desk:boxes:again", "desk:boxes:stop")):
        return [({"pk": mail.pk}, mail) for mail in world.outgoing.values()]
    if name.startswith("desk:boxes:"):
        return [({"pk": world.held.pk}, world.held)]
    if name.startswith("desk:privacy:"):
        kept = {"lift": world.restriction, "lift_hold": world.data_hold}.get(local)
        if kept is not None:
            return [({"pk": kept.pk}, kept)]
        request = world.data_request
        return [({"number": request.number, "slug": "susun"}, request)]
    if name == "desk:requests:withdraw":
        return [({"pk": world.offered.pk}, world.offered)]
    if local in ("document", "document_page", "document_made"):
        kept = register.document(world.formal)
        return [({"pk": kept.pk, "page": 1}, world.formal)]
    if name == "desk:requests:turn":
        return [({"number": case.number}, case) for case in _cases(world)]
    if name.startswith("desk:requests:"):
        asked = world.formal
        return [({"number": asked.number, "slug": "perpanjang"}, asked)]
    if name.startswith("information:"):
        values = {"number": world.formal.number, "action": "keberatan", "pk": world.offered.pk}
        return [({**values, "file": world.offered.files.get().pk}, None)]
    if name == "desk:change_view":
        return [({"pk": view.pk}, view) for view in world.views.values()]
    if name == "desk:calls:write_down":
        return [({"number": case.number}, case) for case in (world.ordinary, world.misconduct)]
    if name.startswith("desk:calls:"):
        heard = local in ("listen", "sound")
        return [
            ({"pk": one.pk if heard else one.call_id}, one if heard else one.call)
            for one in world.recordings.values()
        ]
    if name.startswith("desk:ivr:"):
        key = {"key": "welcome", "language": "id", "name": "utama"}
        return [({"pk": _menu(world).pk, **key}, None)]
    if name == "desk:wallboard:see_to":
        return [({"pk": _callback().pk}, None)]
    if name == "desk:wallboard:set_not_ready":
        return [({"pk": world.ministry.damar.pk}, None)]
    if name == "desk:setup:queue":
        return [({"name": "laut"}, None)]
    if name in ("desk:setup:agent", "desk:setup:remove_phone"):
        telephone, _new = Telephone.objects.get_or_create(
            unit=world.ministry.sea, number="+62213811308"
        )
        pk = world.ministry.ratih.pk if local == "agent" else telephone.pk
        return [({"pk": pk}, None)]
    if name in ("desk:setup:client", "desk:setup:remove_client"):
        return [({"client_id": _client().pk}, None)]
    if name == "desk:setup:mail_account":
        account, _new = Account.objects.get_or_create(
            person=world.ministry.damar, defaults={"login": "damar@dephub.go.id"}
        )
        return [({"pk": account.pk}, account)]
    if name == "desk:setup:mail_office":
        return [({"pk": world.ministry.sea.pk}, None)]
    if name == "mail:held_letter":
        return [({"pk": _held_letter(person or world.ministry.damar).pk}, None)]
    if name == "desk:setup:mail_held_letter":
        copy = _held_letter(world.ministry.damar)
        return [({"pk": copy.pk}, copy)]
    if name == "desk:setup:mail_group":
        group, _new = Group.objects.get_or_create(
            name="Laut", rule=GroupRule.SUBTREE, unit=world.ministry.sea
        )
        return [({"pk": group.pk}, group)]
    if name.startswith("desk:setup:"):
        things = {
            "limit": world.limit,
            "holiday": world.holiday,
            "person": world.ministry.damar,
        }
        thing = things.get(local.rpartition("_")[2], world.text_at_sea)
        return [({"pk": thing.pk}, thing)]
    if name.startswith("directory_import"):
        return [({"pk": world.job.pk, "kind": "units"}, None)]
    if name == "email:stop":
        return [({"token": NOBODYS}, None)]
    if name == "accounts_shut_out":
        return [({"client_id": NOBODYS}, None)]
    if name.startswith(("mfa_", "accounts_end_session")):
        return [({"pk": _passkey(person), "key": _session(person)}, None)]
    if name.startswith("desk:") and not name.startswith("desk:intake"):
        return [(_case_values(world, local, case), case) for case in _cases(world)]
    return [
        (
            {
                "token": _receipt(world, person),
                "code": "id",
                "theme": "dark",
                "what": "unit",
                "uidb36": "1",
                "key": NOBODYS,
            },
            None,
        )
    ]


def _menu(world: World) -> MenuVersion:
    known = MenuVersion.objects.first()
    return known or begin_draft(by=world.ministry.arum)


def _client() -> Client:
    known = Client.objects.first()
    said = Said(name="Kepegawaian", addresses=["https://kepegawaian.contoh.id/"], scopes=[])
    return known or clients.register(by=None, said=said)[0]


def _application(world: World) -> Application:
    known = Application.objects.filter(name="Aplikasi Dermaga").first()
    return known or register_application(name="Aplikasi Dermaga", units=[world.ministry.sea])


def _tokens(world: World, person: Person | None) -> list[Token]:
    """One's own, a colleague's, and one of an application."""
    people = {world.ministry.damar, *([person] if person and person.is_staff else [])}
    holders: list[dict[str, Any]] = [{"person": each} for each in people]
    holders.append({"application": _application(world)})
    return [
        issue_token(name="Uji", scopes=["directory:read"], days=1, **holder)[0]
        for holder in holders
    ]


def _cases(world: World) -> tuple[Case, Case]:
    return world.ordinary, world.misconduct


def _case_values(world: World, local: str, case: Case) -> dict[str, Any]:
    attachment = case.attachments.first()
    assert attachment is not None
    pk = {"unlink": world.links[case.pk].pk, "canned": world.canned.pk}.get(local, attachment.pk)
    slug = {"act": "tautkan"}.get(local, "catatan")
    return {"number": case.number, "pk": pk, "slug": slug, "what": "unit"}


def _api_values(world: World) -> dict[str, Any]:
    return {"number": world.ordinary.number, "code": "DJPL", "webhook_id": 1}


def _receipt(world: World, person: Person | None) -> str:
    """The address at which somebody reads out the code of the report that they wrote down."""
    case = world.ordinary
    facts = [case.pk, case.code_nonce, person.pk if person else 0, clock.now().timestamp()]
    return signing.dumps(facts, salt="desk.intake.receipt")


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


def _passkey(person: Person | None) -> int:
    kind = Authenticator.Type.WEBAUTHN
    found = Authenticator.objects.filter(user=person, type=kind).first() if person else None
    return found.pk if found else 1


def _session(person: Person | None) -> int:
    found = UserSession.objects.filter(user=person).first() if person else None
    return found.pk if found else 1
