"""What files may tell of an anonymous reporter: neither by their names nor by what is left in them.

A file is stored before the reporter chooses how their name is treated, so this is decided when the
report is recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from hubung.cases.models import Attachment
from hubung.kernel.files import delete_blob

if TYPE_CHECKING:
    from hubung.cases.services.receiving import NewAttachment


def unnamed(files: Sequence[NewAttachment], *, before: int = 0) -> list[NewAttachment]:
    """Files of an anonymous reporter as a case keeps them; `before`: how many it has already.

    They are called `lampiran-1.pdf` and so on. Of a file whose metadata could not be removed only
    the sealed original stays; what lies open of it is deleted once the transaction is committed.
    """
    kept = []
    for number, file in enumerate(files, start=before + 1):
        extension = file.name.rpartition(".")[2]
        address = file.sha256
        if file.problem and file.sealed:
            _drop(file.sha256)
            address = file.sealed
        kept.append(replace(file, name=f"lampiran-{number}.{extension}", sha256=address))
    return kept


def _drop(address: str) -> None:
    def drop() -> None:
        if not Attachment.objects.filter(Q(sha256=address) | Q(sealed=address)).exists():
            delete_blob(address)

    transaction.on_commit(drop)
