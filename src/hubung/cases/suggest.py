"""Kind and sector suggested from a report's words, with the words that said so. Pure.

A small honest lexicon in place of a model: everybody can read why it suggests what it does, and
where it knows nothing it says nothing. Indonesian first, with the few English words that visitors
use. It only ever suggests; the reporter or the agent decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from hubung.cases.choices import Kind
from hubung.directory.models import Sector

#: Below this the words are too few to speak up.
ENOUGH = 2

# Each word or phrase with its weight: 3 says it alone, 1 needs company. A trailing * takes any
# ending (`manifes*`), and Indonesian's short suffixes (-nya, -lah, -kah) are always taken.
_Lexicon = Mapping[str, int]

KINDS: Mapping[Kind, _Lexicon] = {
    Kind.MISCONDUCT: {
        **dict.fromkeys(
            (
                "pungli",
                "pungutan liar",
                "suap",
                "disuap",
                "menyuap",
                "sogok*",
                "disogok",
                "menyogok",
                "korupsi",
                "gratifikasi",
                "uang pelicin",
                "uang rokok",
                "uang damai",
                "minta uang",
                "meminta uang",
                "dimintai uang",
                "diminta uang",
                "memeras",
                "diperas",
                "pemerasan",
                "calo",
                "percaloan",
                "jual beli jabatan",
                "pelecehan",
                "bribe*",
                "extort*",
                "corruption",
                "illegal fee",
            ),
            3,
        ),
        "tanpa karcis": 2,
        "tanpa kuitansi": 2,
        "tanpa kwitansi": 2,
        "oknum": 1,
        "di luar tarif": 2,
        "di luar biaya resmi": 2,
        "penyalahgunaan wewenang": 3,
        "minta rp*": 2,
        "meminta rp*": 2,
        "dimintai rp*": 2,
    },
    Kind.INFORMATION_REQUEST: {
        "permintaan informasi": 3,
        "minta informasi": 3,
        "mohon informasi": 3,
        "ingin bertanya": 3,
        "mau tanya": 3,
        "ingin tahu": 2,
        "mau tahu": 2,
        "apakah": 1,
        "bagaimana cara*": 2,
        "apa syarat*": 2,
        "berapa biaya*": 2,
        "salinan dokumen": 2,
        "di mana saya bisa": 2,
        "kapan jadwal": 2,
        "how do i": 2,
        "could you tell": 2,
        "may i know": 2,
    },
    Kind.SUGGESTION: {
        "saran": 2,
        "usul*": 2,
        "mengusulkan": 3,
        "menyarankan": 3,
        "sebaiknya": 2,
        "alangkah baiknya": 3,
        "mohon dipertimbangkan": 2,
        "aspirasi": 2,
        "suggest*": 2,
        "seharusnya disediakan": 2,
    },
    Kind.PRAISE: {
        "terima kasih atas pelayanan*": 3,
        "apresiasi": 3,
        "mengapresiasi": 3,
        "salut": 2,
        "pelayanan* sangat baik": 3,
        "memuaskan": 2,
        "bangga": 1,
        "ramah": 1,
        "well done": 2,
        "excellent service": 3,
        "thank you for": 1,
    },
    Kind.COMPLAINT: {
        "rusak": 1,
        "terlambat": 1,
        "keterlambatan": 1,
        "delay*": 1,
        "hilang": 1,
        "kecewa": 2,
        "keluhan": 2,
        "mengeluh": 2,
        "tidak ada tanggapan": 2,
        "belum terbit": 2,
        "belum dibayar": 2,
        "tidak laik": 2,
        "kelebihan muatan": 2,
        "ugal-ugalan": 2,
        "tidak dilayani": 2,
        "ditolak": 1,
        "berbahaya": 1,
        "kotor": 1,
        "mati": 1,
        "refund": 1,
        "complain*": 2,
        "lost": 1,
        "broken": 1,
    },
}

SECTORS: Mapping[Sector, _Lexicon] = {
    Sector.LAND: {
        "bus": 2, "terminal bus": 3, "terminal tipe*": 3, "terminal": 1, "truk": 2, "odol": 3,
        "jembatan timbang": 3, "angkot": 2, "angkutan umum": 2, "taksi": 2, "ojek": 2,
        "jalan nasional": 2, "uji kir": 3, "kir": 2, "bptd": 3, "rambu": 2, "sopir": 1,
        "pengemudi": 1, "travel": 1, "feri penyeberangan": 2, "penyeberangan": 1, "truck": 2,
    },
    Sector.SEA: {
        "kapal": 2, "km": 1, "pelabuhan": 2, "pelayaran": 2, "pelaut": 3, "manifes*": 1,
        "nakhoda": 3, "nahkoda": 3, "ksop": 3, "syahbandar": 3, "buku pelaut": 3, "bst": 3,
        "dermaga": 2, "kmp": 2, "feri": 2, "ferry": 2, "sertifikat pelaut": 3, "laut": 1,
        "pelni": 2, "ship": 2, "seafarer*": 3, "harbour": 2, "port": 1, "coc": 2, "stcw": 3,
    },
    Sector.AIR: {
        "pesawat": 3, "bandara": 3, "penerbangan": 3, "maskapai": 3, "bagasi": 2, "drone": 3,
        "boarding": 2, "pilot": 2, "landasan": 1, "tiket pesawat": 3, "flight": 3,
        "airport": 3, "airline": 3, "baggage": 2, "bandar udara": 3,
    },
    Sector.RAIL: {
        "kereta": 3, "krl": 3, "lrt": 3, "mrt": 2, "stasiun": 2, "perlintasan": 2, "rel": 2,
        "masinis": 3, "gerbong": 3, "kai": 2, "commuter": 2, "train": 3, "railway": 3,
        "palang pintu": 2,
    },
}  # fmt: skip


@dataclass(frozen=True)
class Suggestion:
    """What the words point to; empty where they say too little. `*_words` are the reasons."""

    kind: str = ""
    kind_words: tuple[str, ...] = ()
    sector: str = ""
    sector_words: tuple[str, ...] = ()


def suggest(text: str) -> Suggestion:
    """What kind of report this is, and of which sector, by the words in it."""
    plain = " ".join(text.casefold().split())
    kind, kind_words = _strongest(plain, KINDS)
    sector, sector_words = _strongest(plain, SECTORS)
    return Suggestion(kind, kind_words, sector, sector_words)


def _strongest(
    text: str, lexicons: Mapping[Kind, _Lexicon] | Mapping[Sector, _Lexicon]
) -> tuple[str, tuple[str, ...]]:
    scored = []
    for meaning, lexicon in lexicons.items():
        found = {
            match.group(): weight
            for term, weight in lexicon.items()
            if (match := _pattern(term).search(text))
        }
        # What stands inside a longer find is not counted twice.
        words = [
            word for word in found if not any(word != other and word in other for other in found)
        ]
        scored.append(
            (sum(found[word] for word in words), str(meaning), tuple(sorted(words, key=text.find)))
        )
    scored.sort(key=lambda entry: -entry[0])
    best, second = scored[0], scored[1]
    # Two meanings that weigh the same are no suggestion.
    if best[0] < ENOUGH or best[0] == second[0]:
        return "", ()
    return best[1], best[2]


@cache
def _pattern(term: str) -> re.Pattern[str]:
    ending = r"\w*" if term.endswith("*") else r"(?:nya|lah|kah|ku|mu)?"
    middle = r"\w*".join(re.escape(part) for part in term.removesuffix("*").split("*"))
    return re.compile(rf"(?<!\w){middle}{ending}(?!\w)")
