"""A PDF of pictures, each with words that are searched and not seen."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

#: Letters of one font: a byte each, without 0.
_LETTERS = 255
#: How wide the letters of our font are, of 1000.
_WIDTH = 500


@dataclass(frozen=True)
class Word:
    """Text, and where it stands in parts of the page's width and height, from the top left."""

    text: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Drawn:
    """A page: a JPEG with its size in pixels and its mode, the size in points, and its words."""

    jpeg: bytes
    pixels: tuple[int, int]
    mode: str
    size: tuple[float, float]
    words: Sequence[Word]


def write(pages: Sequence[Drawn]) -> bytes:
    """The file; it says nothing of who made it, or when."""
    document = pikepdf.new()
    letters = sorted(
        {letter for page in pages for word in page.words for letter in word.text} | {" "}
    )
    fonts = [
        document.make_indirect(_font(document, letters[start : start + _LETTERS]))
        for start in range(0, len(letters), _LETTERS)
    ]
    codes = {
        letter: (index // _LETTERS, index % _LETTERS + 1) for index, letter in enumerate(letters)
    }
    for page in pages:
        _add(document, page, fonts, codes)
    out = io.BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()


def _add(
    document: pikepdf.Pdf,
    page: Drawn,
    fonts: Sequence[pikepdf.Object],
    codes: dict[str, tuple[int, int]],
) -> None:
    width, height = page.size
    picture = Stream(
        document,
        page.jpeg,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=page.pixels[0],
        Height=page.pixels[1],
        ColorSpace=Name.DeviceGray if page.mode == "L" else Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    added = document.add_blank_page(page_size=(width, height))
    added.obj.Resources = Dictionary(
        XObject=Dictionary(P=document.make_indirect(picture)),
        Font=Dictionary({f"/F{index}": font for index, font in enumerate(fonts)}),
    )
    drawing = [f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /P Do Q", *_text(page, codes)]
    added.obj.Contents = document.make_indirect(Stream(document, "\n".join(drawing).encode()))


def _text(page: Drawn, codes: dict[str, tuple[int, int]]) -> Iterator[str]:
    width, height = page.size
    for word in page.words:
        # Blanks part the words for whoever copies them.
        for font, said, before in _runs(word.text + " ", codes):
            wide = word.width * width / (len(word.text) * _WIDTH / 1000)
            x = word.x * width + before * wide * _WIDTH / 1000
            y = height - (word.y + word.height) * height
            matrix = f"{wide:.4f} 0 0 {word.height * height:.4f} {x:.3f} {y:.3f}"
            yield f"BT 3 Tr /F{font} 1 Tf {matrix} Tm <{said.hex()}> Tj ET"


def _runs(text: str, codes: dict[str, tuple[int, int]]) -> Iterator[tuple[int, bytes, int]]:
    """Letters of one font after the other: the font, their codes, and how many come before."""
    said, font, begun = bytearray(), codes[text[0]][0], 0
    for index, letter in enumerate(text):
        of, code = codes[letter]
        if of != font:
            yield font, bytes(said), begun
            said, font, begun = bytearray(), of, index
        said.append(code)
    yield font, bytes(said), begun


def _font(document: pikepdf.Pdf, letters: Sequence[str]) -> Dictionary:
    """A font of empty letters, which says what each of them means."""
    blank = document.make_indirect(Stream(document, f"{_WIDTH} 0 d0".encode()))
    names = [Name(f"/g{code}") for code in range(1, len(letters) + 1)]
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=[0, 0, _WIDTH, 1000],
        FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        CharProcs=Dictionary({str(name): blank for name in names}),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([1, *names])),
        FirstChar=1,
        LastChar=len(letters),
        Widths=[_WIDTH] * len(letters),
        Resources=Dictionary(),
        ToUnicode=document.make_indirect(Stream(document, _meanings(letters).encode())),
    )


def _meanings(letters: Sequence[str]) -> str:
    """A CMap (Adobe technical note 5411); at most a hundred in one list."""
    lines = [
        f"<{code:02x}> <{letter.encode('utf-16-be').hex()}>"
        for code, letter in enumerate(letters, start=1)
    ]
    lists = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "\n".join(
        f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in lists
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /Meanings def /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{body}\nendcmap CMapName currentdict /CMap defineresource pop end end"
    )
