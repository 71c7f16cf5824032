"""Which folder goes where, from the servers that people come from."""

from __future__ import annotations

import pytest

from hubung.mail.moving.folders import Folder, Tree, plan

OURS = Tree(
    (
        *(Folder(name, frozenset({name.lower()})) for name in ("Sent", "Drafts", "Trash")),
        *(Folder("Junk", frozenset({"junk"})), Folder("Archive", frozenset({"archive"}))),
        Folder("INBOX"),
    )
)


def tree(*names: str, prefix: str = "", separator: str = "/", **marks: str) -> Tree:
    """A tree; `marks` are special uses by name, with `_` for a blank."""
    uses = {name.replace("_", " "): frozenset({use}) for name, use in marks.items()}
    folders = tuple(Folder(name, uses.get(name, frozenset())) for name in names)
    return Tree(folders, prefix, separator)


def ways(there: Tree, here: Tree = OURS, **known: str) -> dict[str, str]:
    return {route.source: route.target for route in plan(there, here, known=known)}


def test_exchange() -> None:
    assert ways(tree("INBOX", "Sent Items", "Deleted Items", "Junk E-mail", "Drafts")) == {
        "INBOX": "INBOX",
        "Sent Items": "Sent",
        "Deleted Items": "Trash",
        "Junk E-mail": "Junk",
        "Drafts": "Drafts",
    }


def test_outlook_in_indonesian() -> None:
    assert ways(tree("INBOX", "Item Terkirim", "Item Terhapus", "Email Sampah", "draf")) == {
        "INBOX": "INBOX",
        "Item Terkirim": "Sent",
        "Item Terhapus": "Trash",
        "Email Sampah": "Junk",
        "draf": "Drafts",
    }


def test_a_namespace_around_everything_and_another_separator() -> None:
    there = tree("INBOX", "INBOX.Sent", "INBOX.Proyek.2024", prefix="INBOX.", separator=".")
    assert ways(there) == {
        "INBOX": "INBOX",
        "INBOX.Sent": "Sent",
        "INBOX.Proyek.2024": "Proyek/2024",
    }
    cyrus = Tree(
        (Folder("INBOX.Sent", frozenset({"sent"})), Folder("INBOX")), prefix="INBOX.", separator="."
    )
    assert ways(tree("INBOX", "Terkirim", "Proyek/2024"), cyrus) == {
        "INBOX": "INBOX",
        "Terkirim": "INBOX.Sent",
        "Proyek/2024": "INBOX.Proyek.2024",
    }


def test_what_the_server_itself_says_goes_before_names() -> None:
    there = tree("INBOX", "Korespondensi Keluar", Korespondensi_Keluar="sent")
    assert ways(there)["Korespondensi Keluar"] == "Sent"


def test_below_a_special_folder_it_stays_below() -> None:
    assert ways(tree("INBOX", "Sent Items", "Sent Items/2023", "INBOX/Proyek")) == {
        "INBOX": "INBOX",
        "Sent Items": "Sent",
        "Sent Items/2023": "Sent/2023",
        "INBOX/Proyek": "INBOX/Proyek",
    }


def test_gmail_loses_what_is_only_archived_last_and_views_are_told() -> None:
    there = tree(
        *("INBOX", "[Gmail]/Semua Email", "[Gmail]/Terkirim", "[Gmail]/Berbintang", "Proyek"),
        **{
            "[Gmail]/Semua_Email": "all",
            "[Gmail]/Terkirim": "sent",
            "[Gmail]/Berbintang": "flagged",
        },
    )
    routes = plan(there, OURS, known={})
    assert {route.source: route.target for route in routes} == {
        "INBOX": "INBOX",
        "Proyek": "Proyek",
        "[Gmail]/Terkirim": "Sent",
        "[Gmail]/Berbintang": "",
        "[Gmail]/Semua Email": "Archive",
    }
    assert routes[-1].is_everything
    assert "other folders again" in next(r.note for r in routes if "Berbintang" in r.source)


@pytest.mark.parametrize("order", [("a/b", "a-b"), ("a-b", "a/b")])
def test_two_folders_never_become_one(order: tuple[str, str]) -> None:
    assert ways(tree(*order, separator=".")) == {"a-b": "a-b", "a/b": "a-b (2)"}


def test_a_target_that_was_chosen_stays() -> None:
    there = tree("a/b", "a-b", separator=".")
    assert ways(there, **{"a/b": "a-b"}) == {"a/b": "a-b", "a-b": "a-b (2)"}


@pytest.mark.parametrize(
    ("name", "target"),
    [("..", "-.."), ("~admin", "-~admin"), ("a\tb", "a b"), ("x//y", "x/-/y")],
)
def test_no_name_climbs_or_hides(name: str, target: str) -> None:
    assert ways(tree(name))[name] == target


def test_what_others_share_and_what_holds_nothing_is_not_copied() -> None:
    there = Tree(
        (
            Folder("Umum", frozenset({"noselect"})),
            Folder("Other Users/budi"),
            Folder("Bersama"),
        ),
        foreign=("Other Users/",),
    )
    routes = plan(there, OURS, known={}, skipped=["bersa*"])
    assert {route.source: route.target for route in routes} == {
        "Bersama": "",
        "Other Users/budi": "",
    }
    assert all(route.note for route in routes)
