"""Invented reports and mails, the same ones for everybody: only the seed decides.

Words follow Zipf's law over a vocabulary of five thousand, so that an index meets what it would
meet in life: a few words in half of all texts, and a long tail.
"""

from __future__ import annotations

import itertools
import random
import tomllib
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from pathlib import Path

CASE_ADDRESS = "info151@dephub.go.id"
TEXT_BYTES = 2_000
PDF_BYTES = 200_000
VOCABULARY = 5_000

_LISTS = tomllib.loads(Path(__file__).with_name("vocabulary.toml").read_text())

#: A word of every second text, one of a few in a million: what searches are measured with.
COMMON_WORD = "kapal"
RARE_WORD = "zamrudkhatulistiwa"


@cache
def _list(name: str) -> tuple[str, ...]:
    return tuple(_LISTS[name].split())


@cache
def vocabulary() -> tuple[str, ...]:
    """Distinct words, the most frequent first; begins with the common ones of the field."""
    dice = random.Random(151)
    words = dict.fromkeys(_list("common"))
    while len(words) < VOCABULARY:
        word = "".join(dice.choices(_list("syllables"), k=dice.choice((2, 2, 3, 3, 4))))
        if dice.random() < 0.3:
            word = dice.choice(("me", "pe", "ke", "ber", "di")) + word
        words.setdefault(word)
    return tuple(words)


@cache
def _weights() -> tuple[float, ...]:
    return tuple(itertools.accumulate(1 / (rank + 10) for rank in range(VOCABULARY)))


def words(dice: random.Random, count: int) -> list[str]:
    """`count` words of running text."""
    return dice.choices(vocabulary(), cum_weights=_weights(), k=count)


def name(dice: random.Random) -> str:
    return f"{dice.choice(_list('first_names'))} {dice.choice(_list('last_names'))}"


def place(dice: random.Random) -> str:
    return f"{dice.choice(_list('place_kinds'))} {dice.choice(_list('place_names'))}"


def text(dice: random.Random, size: int = TEXT_BYTES) -> str:
    """About `size` characters in sentences and lines of an ordinary mail."""
    parts: list[str] = []
    length = 0
    while length < size:
        sentence = " ".join(words(dice, dice.randint(6, 12))).capitalize() + "."
        parts.append(sentence)
        length += len(sentence) + 1
    return "\n".join(parts)[:size]


def pdf(dice: random.Random, size: int = PDF_BYTES) -> bytes:
    """A small valid PDF page with an incompressible stream, so that no two are alike."""
    stream = dice.randbytes(size - 600)
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>/Contents 4 0 R>>",
        b"<</Length %d>>\nstream\n%b\nendstream" % (len(stream), stream),
    )
    body, places = b"%PDF-1.4\n", []
    for number, said in enumerate(objects, start=1):
        places.append(b"%010d 00000 n \n" % len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, said)
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(places)
    end = b"trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    return body + table + end


def mails(count: int, *, attachment: bool, seed: int = 151) -> Iterator[bytes]:
    """Mails to the contact centre, each from somebody else, as they come over the wire."""
    dice = random.Random(seed)
    for number in range(count):
        message = EmailMessage(policy=SMTP)
        message["From"] = f"{name(dice)} <warga{seed}.{number}@contoh.example>"
        message["To"] = CASE_ADDRESS
        message["Subject"] = " ".join(words(dice, 6)).capitalize()
        message["Date"] = "Mon, 06 Jul 2026 09:00:00 +0700"
        message["Message-ID"] = f"<{seed}.{number}.{dice.getrandbits(64):x}@contoh.example>"
        message.set_content(text(dice))
        if attachment:
            message.add_attachment(
                pdf(dice), maintype="application", subtype="pdf", filename=f"bukti-{number}.pdf"
            )
            message.set_boundary(f"bagian-{seed}-{number}")
        yield message.as_bytes()
