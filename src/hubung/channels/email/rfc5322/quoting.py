"""What the sender wrote now, apart from the older mail and the signature below it.

Mail programs mark quoted text in their own words; these are the Indonesian and English ones.
Folding hides, it never removes: the reader of a case can open the folded part.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# "Pada Sel, 3 Mar 2026 pukul 09.14 Budi <budi@…> menulis:" may be wrapped over three lines.
_ATTRIBUTION = re.compile(
    r"(?:On|Pada|Tanggal)\b.{5,400}\b(?:wrote|menulis|tulis)\s*:|.{1,200}\bmenulis\s*:",
    re.IGNORECASE,
)
_ATTRIBUTION_START = re.compile(r"(?:On|Pada|Tanggal)\b.{5,}", re.IGNORECASE)
_ORIGINAL = re.compile(
    r"[-_ ]{2,}\s*(?:Original Message|Original Appointment|Pesan Asli|Pesan Awal)\s*[-_ ]{2,}",
    re.IGNORECASE,
)
_BLOCK_FROM = re.compile(r"\*?(?:From|Dari)\s*:\*?\s*\S.*", re.IGNORECASE)
_BLOCK_NEXT = re.compile(
    r"\*?(?:Sent|Date|To|Subject|Dikirim|Terkirim|Tanggal|Kepada|Ke|Perihal|Subjek|Cc)\s*:.*",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"[-_ ]{2,}\s*(?:Forwarded message|Pesan (?:yang )?diteruskan|Diteruskan)\b.*"
    r"|Begin forwarded message:",
    re.IGNORECASE,
)
_RULE = re.compile(r"[_-]{5,}")
_DEVICE = re.compile(
    r"(?:Sent from my|Sent from|Get Outlook for|Dikirim dari|Dapatkan Outlook untuk)\b.{0,80}",
    re.IGNORECASE,
)
_SIGNATURE_LINES = 15


class Split(NamedTuple):
    """`text` is new; `quoted` is what is folded away."""

    text: str
    quoted: str


def split(body: str) -> Split:
    """The new text and the folded rest. A message that is all quotation is left whole."""
    lines = body.rstrip().split("\n")
    kept, folded = _fold(lines)
    kept, signature = _signature(kept)
    text = "\n".join(kept).strip()
    if not text:
        return Split(body.strip(), "")
    return Split(text, "\n".join([*signature, *folded]).strip("\n"))


def _fold(lines: list[str]) -> tuple[list[str], list[str]]:
    """Lines to keep and lines to fold, in order."""
    for index, line in enumerate(lines):
        stripped = line.strip()
        if _FORWARDED.fullmatch(stripped):
            # What is passed on is the very thing the sender wants read.
            return lines, []
        if _ORIGINAL.fullmatch(stripped) or _is_header_block(lines, index):
            above = index - 1 if index and _RULE.fullmatch(lines[index - 1].strip()) else index
            return lines[:above], lines[above:]
        length = _attribution(lines, index)
        if length:
            return _after_attribution(lines, index, index + length)
    end = len(lines)
    while end and (lines[end - 1].lstrip().startswith(">") or not lines[end - 1].strip()):
        end -= 1
    return lines[:end], lines[end:]


def _attribution(lines: list[str], index: int) -> int:
    """How many lines an attribution that begins at `index` takes; 0 when there is none."""
    first = lines[index].strip()
    if not first or first.startswith(">"):
        return 0
    if len(first) < 500 and _ATTRIBUTION.fullmatch(first):
        return 1
    if not _ATTRIBUTION_START.fullmatch(first[:500]):
        return 0
    for length in (2, 3):
        joined = " ".join(line.strip() for line in lines[index : index + length])
        if len(joined) < 500 and _ATTRIBUTION.fullmatch(joined):
            return length
    return 0


def _after_attribution(lines: list[str], start: int, body: int) -> tuple[list[str], list[str]]:
    """Folds the quotation only, so that an answer written below it stays."""
    end = body
    while end < len(lines) and (not lines[end].strip() or lines[end].lstrip().startswith(">")):
        end += 1
    if not any(line.lstrip().startswith(">") for line in lines[body:end]):
        return lines[:start], lines[start:]
    return [*lines[:start], *lines[end:]], lines[start:end]


def _is_header_block(lines: list[str], index: int) -> bool:
    """Outlook's block: From/Dari, then at least two more header lines right below."""
    if not _BLOCK_FROM.fullmatch(lines[index].strip()[:500]):
        return False
    following = [line.strip()[:500] for line in lines[index + 1 : index + 6]]
    return sum(bool(_BLOCK_NEXT.fullmatch(line)) for line in following) >= 2


def _signature(lines: list[str]) -> tuple[list[str], list[str]]:
    for index in range(max(0, len(lines) - _SIGNATURE_LINES), len(lines)):
        if lines[index].rstrip("\r") in ("-- ", "--"):
            return lines[:index], lines[index:]
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    if end and _DEVICE.fullmatch(lines[end - 1].strip()):
        return lines[: end - 1], lines[end - 1 :]
    return lines, []
