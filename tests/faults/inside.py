"""What a test of faults asks of an installation; see `tests.support.inside`."""

from __future__ import annotations

from tests.support.inside import answer


def ministry() -> dict[str, str]:
    """Build the small ministry; each person's first name with the key of a signed-in session."""
    from hubung.directory.models import Person
    from tests.support.accounts import session_for
    from tests.support.ministry import build

    build()
    return {
        person.name.split(" ")[0].lower(): session_for(person).session_key or ""
        for person in Person.objects.all()
    }


def numbers() -> dict[int, str]:
    """Every case's number, by its id."""
    from hubung.cases.models import Case

    return {case.pk: case.number for case in Case.objects.order_by("pk")}


def found(words: list[str]) -> dict[str, list[int]]:
    """What the supervisor of the contact centre finds by each of these words, as case ids."""
    from hubung.cases import search
    from hubung.directory.models import Person

    kirana = Person.objects.get(email="kirana@dephub.go.id")
    return {
        word: list(search.find(kirana, f"{word} ").cases.values_list("pk", flat=True))
        for word in words
    }


def harm() -> list[str]:
    """What is wrong with timelines; and files that are missing, or not what their checksum says."""
    import hashlib

    from hubung.cases import timeline
    from hubung.cases.models import Attachment
    from hubung.kernel.files import BlobMissingError, open_blob

    wrong = [str(fault) for fault in timeline.verify_all() if fault]
    for address in Attachment.objects.values_list("sha256", flat=True).distinct():
        try:
            with open_blob(address) as file:
                whole = hashlib.file_digest(file, "sha256").hexdigest() == address
        except BlobMissingError:
            whole = False
        if not whole:
            wrong.append(address)
    return wrong


if __name__ == "__main__":
    answer(ministry, numbers, found, harm)
