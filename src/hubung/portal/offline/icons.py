"""The icon among others on a telephone: the ministry's, else the sign of the house."""

from __future__ import annotations

from functools import cache
from io import BytesIO

from django.conf import settings
from PIL import Image, ImageDraw

#: Edges in pixels; the first is for telephones that read no manifest.
SIZES = (180, 192, 512)
PETROL, YELLOW = "#0b3c51", "#f7bd16"
#: What a telephone may cut into a circle shows this share of the edge for certain, and some air.
_SAFE = 0.66
#: Drawn so much larger, and made smaller: edges without steps.
_FINER = 4


def ground() -> str:
    """The colour behind it, of the band at the top of each page."""
    return settings.HUBUNG.ministry.colour or PETROL


def drawable() -> bool:
    """Whether it can be drawn; an emblem that is there as SVG only cannot."""
    ministry = settings.HUBUNG.ministry
    return bool(ministry.icon or not ministry.emblem)


@cache
def draw(size: int, *, whole: bool) -> bytes:
    """PNG; `whole` fills the square, for telephones that cut their own shape out of it."""
    picture = Image.new("RGBA", (size, size), ground() if whole else (0, 0, 0, 0))
    inner = round(size * _SAFE) if whole else size
    sign = _of_the_ministry(inner) or _of_the_house(inner, plate=not whole)
    at = (size - inner) // 2
    picture.alpha_composite(sign, (at, at))
    made = BytesIO()
    picture.save(made, "PNG", optimize=True)
    return made.getvalue()


def _of_the_ministry(size: int) -> Image.Image | None:
    path = settings.HUBUNG.ministry.icon
    if not path:
        return None
    with Image.open(path) as found:
        return found.convert("RGBA").resize((size, size), Image.Resampling.LANCZOS)


def _of_the_house(size: int, *, plate: bool) -> Image.Image:
    """As in ui/static/ui/mark.svg: two lanes, a bridge, and you are here."""
    edge = size * _FINER
    picture = Image.new("RGBA", (edge, edge), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    if plate:
        pen.rounded_rectangle((0, 0, edge - 1, edge - 1), edge / 9, fill=ground())
    part, margin = (0.8, 0.1) if plate else (1.0, 0.0)
    unit = edge * part / 36

    def box(left: float, top: float, right: float, bottom: float) -> tuple[float, ...]:
        return tuple(margin * edge + unit * value for value in (left, top, right, bottom))

    for lane in (box(6.75, 3, 11.25, 33), box(24.75, 3, 29.25, 33), box(9, 15.75, 27, 20.25)):
        pen.rectangle(lane, fill="#ffffff")
    for centre, colour in ((9, ground()), (27, YELLOW)):
        pen.ellipse(box(centre - 6.5, 11.5, centre + 6.5, 24.5), fill="#ffffff")
        pen.ellipse(box(centre - 3.5, 14.5, centre + 3.5, 21.5), fill=colour)
    return picture.resize((size, size), Image.Resampling.LANCZOS)
