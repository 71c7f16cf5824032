"""How servers and mail programs call the folders that everybody has. Pure."""

from __future__ import annotations

#: By the special use of RFC 6154, lower case: names in English and Indonesian, of Dovecot, Exchange
#: and Outlook, Zimbra, Gmail, Apple Mail and Thunderbird. Compared without regard to case.
NAMES = {
    "sent": (
        *("Sent", "Sent Items", "Sent Mail", "Sent Messages", "Sent Email", "Outgoing"),
        *("Terkirim", "Pesan Terkirim", "Surat Terkirim", "Email Terkirim", "Surel Terkirim"),
        *("Item Terkirim", "Butir Terkirim", "Kotak Terkirim"),
    ),
    "drafts": (
        *("Drafts", "Draft", "Draft Messages"),
        *("Draf", "Konsep", "Konsep Surat", "Buram", "Draf Pesan"),
    ),
    "trash": (
        *("Trash", "Deleted Items", "Deleted Messages", "Deleted", "Bin", "Recycle Bin"),
        *("Sampah", "Tempat Sampah", "Kotak Sampah", "Keranjang Sampah", "Terhapus"),
        *("Item Terhapus", "Item yang Dihapus", "Butir Terhapus", "Pesan Terhapus"),
    ),
    "junk": (
        *("Junk", "Junk Email", "Junk E-mail", "Junk Mail", "Spam", "Bulk Mail", "Bulk"),
        *("Email Sampah", "Surat Sampah", "Surel Sampah", "Pesan Sampah", "Email Tak Diinginkan"),
    ),
    "archive": ("Archive", "Archives", "Arsip"),
}
#: What we call them, where the server that they go to does not say.
OURS = {
    "sent": "Sent",
    "drafts": "Drafts",
    "trash": "Trash",
    "junk": "Junk",
    "archive": "Archive",
}
#: Folders of Gmail that only hold its own ones together.
SHELVES = frozenset({"[gmail]", "[google mail]"})
_BY_NAME = {name.casefold(): use for use, names in NAMES.items() for name in names}


def use_of(name: str) -> str:
    """`sent`, `drafts`, … by a folder's own name; empty: an ordinary folder."""
    return _BY_NAME.get(" ".join(name.split()).casefold(), "")
