"""What an address names and the registry lacks: made when it is asked for, since most need none."""

from __future__ import annotations

import io
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
from hubung.directory.accounts.provider import clients
from hubung.directory.accounts.provider.clients import Said
from hubung.directory.models import Person
from hubung.insight.models import Service
from hubung.kernel import clock
from hubung.mail.models import Account, HeldCopy
from hubung.mail.services import hold
from hubung.portal.content.models import NewsPage, Picture, PlainPage
from hubung.portal.content.queries import home
from hubung.telephony.menu.services import begin_draft
from hubung.telephony.models import Call, Callback, MenuVersion
from tests.integration.rights.world import World


def public_page() -> str:
    """The address of a public page."""
    page = PlainPage.objects.filter(slug="tentang").first()
    if page is None:
        page = PlainPage(title="Tentang", slug="tentang")
        home().add_child(instance=page)
    return "tentang/"


def published_picture() -> str:
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


def callback() -> Callback:
    call, _new = Call.objects.get_or_create(
        engine_id="c1", defaults={"began_at": clock.now(), "caller": "+6281234567890"}
    )
    return Callback.objects.get_or_create(call=call, defaults={"asked_at": clock.now()})[0]


def held_letter(person: Person) -> HeldCopy:
    account, _new = Account.objects.get_or_create(person=person, defaults={"login": person.email})
    letter = hold(raw=b"Subject: Undian\r\n\r\nIsi", sender="", recipients=[account.login])
    copies = letter.copies.select_related("letter", "account__person__unit")
    return copies.get(account=account)


def menu(world: World) -> MenuVersion:
    known = MenuVersion.objects.first()
    return known or begin_draft(by=world.ministry.arum)


def client() -> Client:
    known = Client.objects.first()
    said = Said(name="Kepegawaian", addresses=["https://kepegawaian.contoh.id/"], scopes=[])
    return known or clients.register(by=None, said=said)[0]


def service(world: World) -> Service:
    named = {"name": "Buku pelaut", "unit": world.ministry.sea}
    return Service.objects.get_or_create(code="buku-pelaut", defaults=named)[0]


def application(world: World) -> Application:
    known = Application.objects.filter(name="Aplikasi Dermaga").first()
    return known or register_application(name="Aplikasi Dermaga", units=[world.ministry.sea])


def tokens(world: World, person: Person | None) -> list[Token]:
    """One's own, a colleague's, and one of an application."""
    people = {world.ministry.damar, *([person] if person and person.is_staff else [])}
    holders: list[dict[str, Any]] = [{"person": each} for each in people]
    holders.append({"application": application(world)})
    return [
        issue_token(name="Uji", scopes=["directory:read"], days=1, **holder)[0]
        for holder in holders
    ]


def receipt(world: World, person: Person | None) -> str:
    """The address at which somebody reads out the code of the report that they wrote down."""
    case = world.ordinary
    facts = [case.pk, case.code_nonce, person.pk if person else 0, clock.now().timestamp()]
    return signing.dumps(facts, salt="desk.intake.receipt")


def passkey(person: Person | None) -> int:
    kind = Authenticator.Type.WEBAUTHN
    found = Authenticator.objects.filter(user=person, type=kind).first() if person else None
    return found.pk if found else 1


def session(person: Person | None) -> int:
    found = UserSession.objects.filter(user=person).first() if person else None
    return found.pk if found else 1
