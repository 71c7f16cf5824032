"""Pages as pictures, the words on them, and the new file. Knows nothing of the ministry.

The new file has of the old one what an eye sees: each page is a picture, in which the marked places
are painted over before it is encoded. A page without a mark gets its words back as a layer that can
be searched, but only those that can be seen in the picture. So metadata, comments, attachments,
scripts, hidden layers, earlier versions, and text under a picture or a bar have no way into it.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw, ImageOps
from pypdfium2 import raw

from hubung.disclosure.redaction.places import Place
from hubung.disclosure.redaction.writing import Drawn, Word, write

POINTS_PER_INCH = 72
#: What is read well, and printed; in dots per inch.
RESOLUTION = 150
#: For the screen, in pixels.
SCREEN_WIDTH = 1000
#: More is no page but a bomb.
MOST_PIXELS = 24_000_000
MOST_PAGES = 200
#: A letter that can be seen differs from its ground by so much, of 255.
CONTRAST = 24
#: Around what was found, in parts of the letter's height.
_PADDING = 0.15
_INVISIBLE = 3  # text render mode, ISO 32000-2: 9.3.6
#: Shorter words stand everywhere.
_TELLING = 4

PATTERNS = {
    "nik": r"(?<!\d)\d(?:[ .\-]?\d){15}(?!\d)",
    "phone": r"(?<!\d)(?:\+?62|0)[ .\-]?(?:\(?\d\)?[ .\-]?){7,12}\d(?!\d)",
    "mail": r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+",
}


class CannotDrawError(Exception):
    """The document cannot be worked on; `str()` is one of encrypted, corrupt, too_much."""


@dataclass(frozen=True)
class Letter:
    """A letter of the text and where it is; without a box it was put there to part words."""

    text: str
    box: Place | None
    hidden: bool


class Document:
    """A PDF, or a picture, which has one page and no text."""

    def __init__(self, file: IO[bytes], media_type: str) -> None:
        self._picture: Image.Image | None = None
        self._pdf: Any = None
        try:
            if media_type == "application/pdf":
                self._pdf = pdfium.PdfDocument(file.read())
                self._pdf.init_forms()
            else:
                self._picture = _picture(file)
        except pdfium.PdfiumError as error:
            locked = "assword" in str(error)
            raise CannotDrawError("encrypted" if locked else "corrupt") from error
        except (OSError, ValueError, Image.DecompressionBombError) as error:
            raise CannotDrawError("corrupt") from error
        if not 0 < len(self) <= MOST_PAGES:
            raise CannotDrawError("too_much")

    def __len__(self) -> int:
        return 1 if self._pdf is None else len(self._pdf)

    def sizes(self) -> list[tuple[float, float]]:
        """Width and height of each page, in points."""
        if self._picture is not None:
            width, height = self._picture.size
            return [(width * POINTS_PER_INCH / RESOLUTION, height * POINTS_PER_INCH / RESOLUTION)]
        return [self._pdf.get_page_size(number) for number in range(len(self))]

    def picture(self, number: int, scale: float) -> Image.Image:
        """What can be seen of a page: with its comments and the fields of forms."""
        if self._picture is not None:
            return self._picture
        drawn: Image.Image = self._bitmap(self._pdf[number], scale).to_pil()
        return drawn.convert("RGB")

    def letters(self, number: int) -> list[Letter]:
        """The text of a page in the order of the file, hidden letters too."""
        if self._pdf is None:
            return []
        page = self._pdf[number]
        bitmap = self._bitmap(page, RESOLUTION / POINTS_PER_INCH)
        grey = bitmap.to_pil().convert("L")
        place = bitmap.get_posconv(page)
        pictures = [_placed(place, one.get_bounds()) for one in _pictures(page)]
        text = page.get_textpage()
        found = []
        for index in range(text.count_chars()):
            letter = chr(raw.FPDFText_GetUnicode(text, index))
            if letter.isspace() or not letter.isprintable():
                found.append(Letter(" ", None, False))
                continue
            edges = _placed(place, text.get_charbox(index))
            hidden = _is_invisible(text, index) or not _is_seen(grey, edges)
            hidden = hidden or any(_overlap(edges, one) for one in pictures)
            found.append(Letter(letter, _box(number, edges, grey.size), hidden))
        return found

    def _bitmap(self, page: Any, scale: float) -> Any:
        width, height = page.get_size()
        if not (0 < width < math.inf and 0 < height < math.inf):
            raise CannotDrawError("corrupt")
        scale = min(scale, math.sqrt(MOST_PIXELS / (width * height)))
        return page.render(scale=scale, may_draw_forms=True)


def screen(document: Document, number: int) -> bytes:
    """A page for the screen, as WebP."""
    width, _height = document.sizes()[number]
    picture = document.picture(number, SCREEN_WIDTH / width)
    picture = ImageOps.contain(picture, (SCREEN_WIDTH, SCREEN_WIDTH * 4))
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=80)
    return out.getvalue()


def find(document: Document, patterns: Sequence[str], words: str) -> Iterator[Place]:
    """Where patterns (of `PATTERNS`) or words stand; what runs over lines is a box for each."""
    wanted = [PATTERNS[name] for name in patterns]
    if words.split():
        wanted.append(r"\s+".join(map(re.escape, words.split())))
    if not wanted:
        return
    sought = re.compile("|".join(f"(?:{one})" for one in wanted), re.IGNORECASE)
    for number in range(len(document)):
        letters = document.letters(number)
        for match in sought.finditer("".join(one.text for one in letters)):
            boxes = [one.box for one in letters[slice(*match.span())] if one.box]
            yield from _lines(boxes)


@dataclass(frozen=True)
class Made:
    """The new file. `without_text`: pages whose words cannot be searched any more; `elsewhere`:
    pages where a word stands still that was marked on another. Both count from 0."""

    content: bytes
    without_text: list[int]
    elsewhere: list[int]


def make(document: Document, boxes: Sequence[Place]) -> Made:
    """Draw every page anew, without what is in the boxes."""
    pages, without, kept, gone = [], [], {}, set()
    for number, (width, height) in enumerate(document.sizes()):
        marked = [box for box in boxes if box.page == number]
        letters = document.letters(number)
        seen = [] if marked else _words([one for one in letters if not one.hidden])
        kept[number] = {each.casefold() for each in _said(_remaining(letters, marked))}
        gone |= {each.casefold() for each in _said(_under(letters, marked))}
        if not seen:
            without.append(number)
        picture = _blacked(document.picture(number, RESOLUTION / POINTS_PER_INCH), marked)
        pages.append(Drawn(_encoded(picture), picture.size, picture.mode, (width, height), seen))
    content = write(pages)
    _require_empty(content, {box.page for box in boxes})
    elsewhere = sorted(number for number, words in kept.items() if words & gone)
    return Made(content, without, elsewhere)


def _blacked(picture: Image.Image, boxes: Sequence[Place]) -> Image.Image:
    """A copy with the places painted over: their pixels are gone."""
    copy = picture.copy()
    draw = ImageDraw.Draw(copy)
    width, height = copy.size
    for box in boxes:
        left, top = math.floor(box.x * width) - 1, math.floor(box.y * height) - 1
        right = math.ceil((box.x + box.width) * width) + 1
        bottom = math.ceil((box.y + box.height) * height) + 1
        draw.rectangle((left, top, right, bottom), fill=(0, 0, 0))
    red, green, blue = copy.split()
    grey = not ImageChops.difference(red, green).getbbox()
    grey = grey and not ImageChops.difference(green, blue).getbbox()
    return red if grey else copy


def _encoded(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82)
    return out.getvalue()


def _require_empty(content: bytes, pages: set[int]) -> None:
    """Read the new file again: a marked page that says a word is a fault of ours."""
    made = pdfium.PdfDocument(content)
    for number in pages:
        if made[number].get_textpage().get_text_bounded().strip():
            raise CannotDrawError("corrupt")


def _picture(file: IO[bytes]) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(file, formats=("JPEG", "PNG", "WEBP")) as opened:
        turned = ImageOps.exif_transpose(opened)
        if turned.mode in ("RGBA", "LA", "PA"):
            ground = Image.new("RGBA", turned.size, "white")
            turned = Image.alpha_composite(ground, turned.convert("RGBA"))
        return turned.convert("RGB")


def _pictures(page: Any) -> Iterator[Any]:
    return iter(page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=5))


def _placed(place: Any, bounds: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
    """Left, top, right, bottom in the bitmap, however the page is turned."""
    left, bottom, right, top = bounds
    (x1, y1), (x2, y2) = place.to_bitmap(left, top), place.to_bitmap(right, bottom)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _box(page: int, edges: tuple[int, int, int, int], size: tuple[int, int]) -> Place:
    left, top, right, bottom = edges
    width, height = size
    return Place(
        page,
        left / width,
        top / height,
        max(right - left, 1) / width,
        max(bottom - top, 1) / height,
    )


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _is_invisible(text: Any, index: int) -> bool:
    drawn = raw.FPDFText_GetTextObject(text, index)
    return bool(drawn) and raw.FPDFTextObj_GetTextRenderMode(drawn) == _INVISIBLE


def _is_seen(grey: Image.Image, edges: tuple[int, int, int, int]) -> bool:
    """Whether the picture shows anything where the letter should be."""
    left, top, right, bottom = edges
    if left < 0 or top < 0 or right > grey.width or bottom > grey.height:
        return False
    shades = [
        shade
        for shade, count in enumerate(
            grey.crop((left - 1, top - 1, right + 1, bottom + 1)).histogram()
        )
        if count
    ]
    return shades[-1] - shades[0] >= CONTRAST


def _lines(boxes: Sequence[Place]) -> Iterator[Place]:
    """Boxes of letters as boxes of lines, a little larger."""
    line: list[Place] = []
    for box in boxes:
        if line and (box.y > line[-1].y + line[-1].height or box.x < line[-1].x):
            yield _around(line)
            line = []
        line.append(box)
    if line:
        yield _around(line)


def _around(boxes: Sequence[Place]) -> Place:
    more = max(box.height for box in boxes) * _PADDING
    left = max(min(box.x for box in boxes) - more, 0)
    top = max(min(box.y for box in boxes) - more, 0)
    right = min(max(box.x + box.width for box in boxes) + more, 1)
    bottom = min(max(box.y + box.height for box in boxes) + more, 1)
    return Place(boxes[0].page, left, top, right - left, bottom - top)


def _under(letters: Sequence[Letter], boxes: Sequence[Place]) -> list[Letter]:
    return [one for one in letters if one.box is None or any(box.touches(one.box) for box in boxes)]


def _remaining(letters: Sequence[Letter], boxes: Sequence[Place]) -> list[Letter]:
    return [
        one
        for one in letters
        if one.box is None or not (one.hidden or any(box.touches(one.box) for box in boxes))
    ]


def _said(letters: Sequence[Letter]) -> Iterator[str]:
    """Words that tell something."""
    for word in re.findall(r"\w+", "".join(one.text for one in letters)):
        if len(word) >= _TELLING:
            yield word


def _words(letters: Sequence[Letter]) -> list[Word]:
    """Letters that follow one another on a line, with where they are."""
    found: list[Word] = []
    word: list[Letter] = []
    for one in [*letters, Letter(" ", None, False)]:
        if one.box is not None and (not word or _follows(word[-1].box, one.box)):
            word.append(one)
            continue
        if word:
            found.append(_word(word))
        word = [one] if one.box is not None else []
    return found


def _follows(before: Place | None, box: Place) -> bool:
    """Whether a letter stands next to the one before it, in whatever direction."""
    if before is None:
        return False
    apart = max(box.x - before.x - before.width, before.x - box.x - box.width)
    over = max(box.y - before.y - before.height, before.y - box.y - box.height)
    return apart < 2 * max(box.width, before.width) and over < max(box.height, before.height)


def _word(letters: Sequence[Letter]) -> Word:
    boxes = [one.box for one in letters if one.box is not None]
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right = max(box.x + box.width for box in boxes)
    bottom = max(box.y + box.height for box in boxes)
    return Word("".join(one.text for one in letters), left, top, right - left, bottom - top)
