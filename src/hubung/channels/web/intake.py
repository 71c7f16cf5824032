"""From a filled form to a case: once, however often it is sent."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.db import IntegrityError
from django.utils.translation import get_language

from hubung.cases.choices import Channel, Kind
from hubung.cases.models import Case
from hubung.cases.queries import by_external_id
from hubung.cases.services import NewAttachment, ReporterDetails, receive_case
from hubung.cases.suggest import suggest
from hubung.channels.web.forms import ANONYMOUS, CONFIDENTIAL


def submission_id(given: str) -> str:
    """The id that the client made for its report, or a fresh one where that is none."""
    try:
        return str(uuid.UUID(given))
    except ValueError:
        return str(uuid.uuid4())


def receive(
    cleaned: Mapping[str, Any],
    files: Sequence[NewAttachment],
    submission: str,
    *,
    gone: Sequence[NewAttachment] = (),
) -> Case:
    """Commit the report and return its case.

    The same content under the same submission id is the same case: a double click, or a retry when
    the first answer was lost on the way. Changed content is a case of its own, since somebody who
    goes back, corrects and sends again means what they wrote last; and knowing an id is not
    enough to be shown another person's receipt. `gone` are files that were brought as well and are
    no longer in the store, since the first attempt of an anonymous report has sealed them.
    """
    text: str = cleaned["text"]
    guess = suggest(text)
    anonymous = cleaned["privacy"] == ANONYMOUS
    external_id = f"{submission}:{_fingerprint(cleaned, [*files, *gone])}"
    try:
        return receive_case(
            channel=Channel.WEB,
            external_id=external_id,
            text=text,
            kind=cleaned["kind"] or guess.kind or Kind.COMPLAINT,
            sector=cleaned["sector"] or guess.sector,
            reporter=None if anonymous else _details(cleaned),
            anonymous=anonymous,
            confidential=cleaned["privacy"] == CONFIDENTIAL,
            place=cleaned["place"],
            happened_on=cleaned["happened_on"],
            happened_at=cleaned["happened_at"],
            language="en" if (get_language() or "").startswith("en") else "id",
            attachments=files,
        )
    except IntegrityError:
        # Its twin was committed a moment earlier.
        if twin := by_external_id(Channel.WEB, external_id):
            return twin
        raise


def _details(cleaned: Mapping[str, Any]) -> ReporterDetails:
    return ReporterDetails(name=cleaned["name"], email=cleaned["email"], phone=cleaned["phone"])


def _fingerprint(cleaned: Mapping[str, Any], files: Sequence[NewAttachment]) -> str:
    said = {name: str(value) for name, value in cleaned.items() if name != "attachments"}
    said["contents"] = " ".join(sorted(file.sha256 for file in files))
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:24]
