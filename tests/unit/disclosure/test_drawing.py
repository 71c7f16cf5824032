"""What is marked is gone from the new file, wherever it was in the old one."""

from __future__ import annotations

import io
import re
import zlib
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, ImageDraw

from hubung.disclosure.redaction import studio
from hubung.disclosure.redaction.drawing import Document, find, make
from hubung.disclosure.redaction.places import Place
from hubung.disclosure.redaction.studio import StudioError

PDF = "application/pdf"
SECRET = "Bagaskara"
NIK = "3171014501900004"
#: Stands on a page without a mark, and has to be found again.
OPEN = "Jadwal kapal perintis"


def scan() -> bytes:
    """A picture of a text."""
    picture = Image.new("L", (400, 60), 255)
    ImageDraw.Draw(picture).text((10, 10), SECRET, fill=0, font_size=36)
    return zlib.compress(picture.tobytes())


def document() -> bytes:
    """A letter that says the secret in every way that there is, and an open page."""
    pdf = pikepdf.new()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Lapisan")))
    picture = Stream(
        pdf,
        scan(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=400,
        Height=60,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
        Filter=Name.FlateDecode,
    )
    texts = (
        f"BT /F 14 Tf 72 760 Td (Nama: {SECRET}, NIK {NIK}) Tj ET q 200 0 0 30 72 600 cm /P Do Q",
        f"BT /F 14 Tf 72 760 Td ({OPEN}) Tj ET "
        # Under a bar, invisible, white, off the page, and on a layer that is switched off.
        f"BT /F 12 Tf 72 400 Td ({SECRET}bar) Tj ET 0 g 60 390 200 30 re f "
        f"BT 3 Tr /F 12 Tf 72 300 Td ({SECRET}tak) Tj ET "
        f"1 g BT 0 Tr /F 12 Tf 72 200 Td ({SECRET}putih) Tj ET 0 g "
        f"BT /F 12 Tf 72 2000 Td ({SECRET}luar) Tj ET "
        f"/OC /L BDC BT /F 12 Tf 72 500 Td ({SECRET}lapis) Tj ET EMC",
    )
    for text in texts:
        page = pdf.add_blank_page(page_size=(595, 842)).obj
        page.Contents = pdf.make_indirect(Stream(pdf, text.encode()))
        page.Resources = Dictionary(
            Font=Dictionary(F=pdf.make_indirect(font)),
            XObject=Dictionary(P=pdf.make_indirect(picture)),
            Properties=Dictionary(L=layer),
        )
        note = Dictionary(
            Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], T=SECRET, Contents=SECRET
        )
        page.Annots = Array([pdf.make_indirect(note)])
    pdf.Root.OCProperties = Dictionary(
        OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), Order=Array([layer]))
    )
    pdf.attachments["asal.txt"] = SECRET.encode()
    with pdf.open_metadata() as xmp:
        xmp["dc:creator"] = [SECRET]
    pdf.docinfo["/Author"] = SECRET
    out = io.BytesIO()
    pdf.save(out, compress_streams=False)
    # As a program leaves it that only appends.
    return out.getvalue() + f"\n99 0 obj\n({SECRET})\nendobj\n".encode()


def opened(content: bytes) -> Document:
    return Document(io.BytesIO(content), PDF)


def all_of(content: bytes) -> str:
    """Every string and stream of a PDF, and its bytes."""
    said = [content.decode("latin-1")]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for each in pdf.objects:
            said.append(repr(each))
            if isinstance(each, Stream):
                if each.get("/Subtype") == Name.Image:
                    continue
                said.append(each.read_bytes().decode("latin-1"))
    return "\n".join(said)


def text_of(content: bytes) -> list[str]:
    read: Any = pdfium.PdfDocument(content)
    return [re.sub(r"\s+", " ", page.get_textpage().get_text_bounded()).strip() for page in read]


def test_nothing_of_a_marked_word_is_left_anywhere() -> None:
    old = document()
    places = list(find(opened(old), ["nik"], SECRET))
    # Found where it can be seen, and where it was hidden.
    assert {one.page for one in places} == {0, 1}
    seen = [one for one in places if one.page == 0]
    made = make(opened(old), [*seen, _over_the_scan()])
    assert SECRET not in all_of(made.content)
    assert NIK not in all_of(made.content)
    assert text_of(made.content) == ["", OPEN]
    assert made.without_text == [0]
    assert all(SECRET in said for said in (all_of(old), text_of(old)[0]))
    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        assert not pdf.attachments
        assert not pdf.docinfo
        assert {"/OCProperties", "/Names", "/Metadata", "/AcroForm"} & set(pdf.Root.keys()) == set()
        assert [page.obj.get("/Annots") for page in pdf.pages] == [None, None]


def test_the_pixels_under_a_mark_are_gone() -> None:
    old = document()
    made = make(opened(old), [_over_the_scan()])
    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        (picture,) = pdf.pages[0].get_images().values()
        drawn = pikepdf.PdfImage(picture).as_pil_image().convert("L")
    width, height = drawn.size
    place = _over_the_scan()
    inside = drawn.crop(
        (
            int(place.x * width) + 2,
            int(place.y * height) + 2,
            int((place.x + place.width) * width) - 2,
            int((place.y + place.height) * height) - 2,
        )
    )
    assert inside.getextrema()[1] < 40  # type: ignore[operator]
    # And the rest of the page is still there.
    assert drawn.crop((0, 0, width, height // 6)).getextrema()[0] < 100  # type: ignore[operator]


def test_a_word_that_stands_elsewhere_is_told() -> None:
    pdf = pikepdf.new()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    for _page in range(2):
        page = pdf.add_blank_page(page_size=(595, 842)).obj
        page.Contents = pdf.make_indirect(
            Stream(pdf, f"BT /F 14 Tf 72 760 Td ({SECRET}) Tj ET".encode())
        )
        page.Resources = Dictionary(Font=Dictionary(F=pdf.make_indirect(font)))
    out = io.BytesIO()
    pdf.save(out)
    places = [one for one in find(opened(out.getvalue()), [], SECRET) if one.page == 0]
    assert make(opened(out.getvalue()), places).elsewhere == [1]


@pytest.mark.parametrize(
    ("patterns", "text", "found"),
    [
        (["nik"], f"NIK {NIK[:4]} {NIK[4:8]} {NIK[8:12]} {NIK[12:]}", 1),
        (["nik"], "Nomor 12345678901234567", 0),
        (["phone"], "Hubungi 0812-3456-7890 atau +62 21 3811 308.", 2),
        (["phone"], "Pasal 17 tahun 2008, 151", 0),
        (["mail"], "surel rinai@surel.example, ya", 1),
    ],
)
def test_patterns_find_what_they_name(patterns: list[str], text: str, found: int) -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842)).obj
    page.Contents = pdf.make_indirect(Stream(pdf, f"BT /F 12 Tf 72 760 Td ({text}) Tj ET".encode()))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.Resources = Dictionary(Font=Dictionary(F=pdf.make_indirect(font)))
    out = io.BytesIO()
    pdf.save(out)
    assert len(list(find(opened(out.getvalue()), patterns, ""))) == found


def test_a_process_draws_and_says_what_it_cannot() -> None:
    old = document()
    assert studio.look(old, PDF) == [(595.0, 842.0)] * 2
    made = studio.make(old, PDF, [_over_the_scan()])
    assert text_of(made.content)[1] == OPEN
    with pytest.raises(StudioError, match="corrupt"):
        studio.look(b"%PDF-1.7\nnothing", PDF)
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(old)) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(user="rahasia", owner="rahasia"))
    with pytest.raises(StudioError, match="encrypted"):
        studio.look(locked.getvalue(), PDF)


def _over_the_scan() -> Any:
    """In parts of the page: 200 by 30 points at 72, 600 from the bottom, and a little more."""
    return Place(0, 70 / 595, (842 - 632) / 842, 204 / 595, 34 / 842)
