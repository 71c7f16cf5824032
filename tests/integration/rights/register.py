"""Something in every address of the register: an item at sea with a file, one to decide about."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from PIL import Image

from hubung.cases.files import keep_staff_file
from hubung.cases.models import Case
from hubung.directory.models import Person, Role, today
from hubung.disclosure.grounds.queries import ground_on
from hubung.disclosure.redaction import services as redaction
from hubung.disclosure.redaction.models import Document
from hubung.disclosure.register import services
from hubung.disclosure.register.models import Edition, Exemption, Item
from hubung.disclosure.register.services import Closing, Said
from hubung.disclosure.requests.models import Request
from hubung.kernel import files
from tests.support.ministry import Ministry


def edition(ministry: Ministry) -> Edition:
    known = Edition.objects.select_related("item__unit").first()
    if known:
        return known
    file = keep_staff_file(BytesIO(b"Uji"), "uji.txt")
    return services.publish(by=ministry.jaya, item=_enter(ministry, None), file=file)


def exemption(ministry: Ministry) -> Exemption:
    """Proposed by Jaya, whom nobody here is."""
    known = Exemption.objects.filter(decision="pending").select_related("item__unit").first()
    if known:
        return known
    closing = Closing(
        name="Uji",
        ground=ground_on("a", today()),
        harm="Uji",
        benefit="Uji",
        weighing="Uji",
        until=today(),
    )
    return _enter(ministry, closing).exemptions.get()


def values(ministry: Ministry, local: str) -> tuple[Mapping[str, Any], object]:
    """The parameters of an address, and the thing that they name."""
    if local in ("decide", "exemption"):
        asked = exemption(ministry)
        return {"pk": asked.pk}, asked
    published = edition(ministry)
    if local in ("edition", "take_back"):
        return {"pk": published.pk}, published
    return {"pk": published.item_id, "file": published.pk}, published.item


def document(case: Case) -> Document:
    """A document of a formal request, sealed, with a file that was made of it."""
    known = Document.objects.filter(request__case=case).first()
    if known:
        return known
    content = BytesIO()
    Image.new("RGB", (8, 8)).save(content, "PNG")
    content.seek(0)
    added = redaction.add_document(
        by=Person.objects.filter(role_grants__role=Role.INFORMATION_OFFICER)[0],
        request=Request.objects.get(case=case),
        source=content,
        name="uji.png",
    )
    made = files.store(iter([b"%PDF-1.7"]))
    Document.objects.filter(pk=added.pk).update(
        state="made", made_name="uji.pdf", made_sha256=made.sha256
    )
    return added


def _enter(ministry: Ministry, closing: Closing | None) -> Item:
    said = Said(
        title="Uji",
        summary="Uji",
        category="anytime",
        unit=ministry.sea,
        form="file",
        begins_on=today(),
    )
    return services.enter(by=ministry.jaya, said=said, closing=closing)
