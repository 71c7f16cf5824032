"""The menu of a new installation, and of one whose own menu has not gone live yet."""

from __future__ import annotations

from hubung.telephony.menu.tree import (
    CaseStatus,
    Choice,
    Choose,
    HangUp,
    Key,
    Notice,
    Play,
    Queue,
    Say,
    SectorCode,
    Tree,
)

#: The queue to which everybody may be led.
GENERAL_QUEUE = "umum"

_SECTORS: tuple[tuple[Key, str, SectorCode], ...] = (
    ("1", "Angkutan darat", "darat"),
    ("2", "Angkutan laut", "laut"),
    ("3", "Angkutan udara", "udara"),
    ("4", "Kereta api", "kereta"),
)


def default_tree() -> Tree:
    """Notice of the recording, language, sector, state of a report, queue."""
    sectors: dict[Key, Choice] = {
        key: Choice(label=label, next=sector, sector=sector) for key, label, sector in _SECTORS
    }
    both = ("id", "en")
    return Tree(
        start="salam",
        person="petugas",
        nodes={
            "salam": Play(
                title="Salam pembuka",
                prompts=tuple(Say(key="welcome", language=one) for one in both),
                next="rekaman",
            ),
            "rekaman": Notice(
                title="Pemberitahuan rekaman",
                prompts=tuple(Say(key="recording", language=one) for one in both),
                refused=tuple(Say(key="not-recorded", language=one) for one in both),
                next="bahasa",
            ),
            "bahasa": Choose(
                title="Pilihan bahasa",
                prompts=tuple(Say(key="language", language=one) for one in both),
                choices={
                    "1": Choice(label="Bahasa Indonesia", next="utama", language="id"),
                    "2": Choice(label="English", next="utama", language="en"),
                },
            ),
            "utama": Choose(
                title="Menu utama",
                prompts=(Say(key="main"),),
                choices=sectors | {"5": Choice(label="Perkembangan laporan", next="status")},
            ),
            "status": CaseStatus(
                title="Nomor laporan", prompts=(Say(key="enter-number"),), next="sesudah"
            ),
            "sesudah": Choose(
                title="Sesudah status",
                prompts=(Say(key="after-status"),),
                choices={
                    "1": Choice(label="Laporan lain", next="status"),
                    "9": Choice(label="Selesai", next="selesai"),
                },
            ),
            "selesai": HangUp(title="Penutup", prompts=(Say(key="goodbye"),)),
            "petugas": Queue(
                title="Antrean petugas", prompts=(Say(key="please-wait"),), queue=GENERAL_QUEUE
            ),
            **{
                sector: Queue(title=label, prompts=(Say(key="please-wait"),), queue=sector)
                for _key, label, sector in _SECTORS
            },
        },
    )
