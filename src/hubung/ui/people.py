"""A person on a page: initials, and masks that show just enough to recognise oneself."""

from __future__ import annotations

DOT = "•"


def initials(name: str) -> str:
    """Two letters of a name, without titles: "Dr. Laksmi Wandhani-Sagara, M.T." is LW."""
    words = [word for word in name.split(",")[0].split() if not word.endswith(".")]
    letters = [word[0] for word in words if word[0].isalpha()]
    if len(letters) > 1:
        return (letters[0] + letters[1]).upper()
    return "".join(words)[:2].upper()


def mask_name(name: str) -> str:
    """The first word and one letter of each other: "Bayu Lesmana" is "Bayu L••••••"."""
    first, *others = name.split() or [""]
    return " ".join([first, *(word[0] + DOT * (len(word) - 1) for word in others)])


def mask_number(number: str) -> str:
    """First four and last two or three digits: "6212047719" is "6212 •••• 19".

    Up to seven digits show only the last two, so that never half of a number can be read.
    """
    digits = "".join(character for character in number if character.isdigit())
    if len(digits) < 8:
        return f"{DOT * 4} {digits[-2:]}" if len(digits) > 2 else DOT * 4
    return f"{digits[:4]} {DOT * 4} {digits[-3:] if len(digits) > 10 else digits[-2:]}"


def mask_phone(number: str) -> str:
    """As people write it at home: "+6281155550417" is "0811 •••• 417"."""
    return mask_number("0" + number.removeprefix("+62") if number.startswith("+62") else number)


def mask_email(address: str) -> str:
    """ "bayu.lesmana@contoh.id" is "b•••@contoh.id"."""
    box, at, domain = address.rpartition("@")
    return f"{box[:1]}{DOT * 3}@{domain}" if at else DOT * 4
