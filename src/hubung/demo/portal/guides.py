"""A guide of the demonstration: what a passenger may claim when a flight is late (PM 89/2015)."""

from __future__ import annotations

from typing import Any

from hubung.demo.portal.news import Said

SECTION = "udara"
ID = Said("Penerbangan saya terlambat", "Beberapa pertanyaan, lalu hak Anda dan cara memintanya.")
EN = Said("My flight is late", "A few questions, then what you may claim, and how.")


def _outcome(name: str, words: str, english: str, text: str, text_en: str) -> tuple[str, Any]:
    said = {"text": f"<p>{text}</p>", "text_en": f"<p>{text_en}</p>"}
    return "outcome", {"name": name, "words": words, "words_en": english, **said}


def _question(
    name: str, words: str, english: str, *answers: tuple[str, str, str]
) -> tuple[str, Any]:
    offered = [{"words": a, "words_en": b, "leads_to": to} for a, b, to in answers]
    return "question", {"name": name, "words": words, "words_en": english, "answers": offered}


FLOW = [
    _question(
        "apa",
        "Apa yang terjadi?",
        "What happened?",
        ("Terlambat berangkat", "It leaves late", "lama"),
        ("Dibatalkan", "It was cancelled", "batal"),
    ),
    _question(
        "lama",
        "Berapa lama dari jadwal?",
        "How long after the timetable?",
        ("Kurang dari 2 jam", "Less than 2 hours", "ringan"),
        ("2 sampai 4 jam", "2 to 4 hours", "makan"),
        ("Lebih dari 4 jam", "More than 4 hours", "ganti"),
    ),
    _outcome(
        "ringan",
        "Minuman ringan, dan makanan kecil setelah satu jam",
        "A drink, and a snack after one hour",
        "Minta di loket maskapai. Bila ditolak, telepon 151.",
        "Ask at the airline's counter. If they refuse, call 151.",
    ),
    _outcome(
        "makan",
        "Minuman dan makanan berat",
        "A drink and a meal",
        "Minta di loket maskapai, tanpa biaya. Bila ditolak, telepon 151.",
        "Ask at the airline's counter; it costs nothing. If they refuse, call 151.",
    ),
    _outcome(
        "ganti",
        "Ganti rugi Rp 300.000",
        "Compensation of Rp 300,000",
        "Simpan pas naik. Maskapai membayar di bandara atau lewat rekening.",
        "Keep your boarding pass. The airline pays at the airport or to your account.",
    ),
    _outcome(
        "batal",
        "Penerbangan lain, atau uang kembali seluruhnya",
        "Another flight, or all your money back",
        "Anda yang memilih, bukan maskapai.",
        "You choose, not the airline.",
    ),
]
