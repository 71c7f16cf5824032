"""Files of a mail → files of a case."""

from __future__ import annotations

import io

from hubung.cases.files import keep_file
from hubung.cases.services import NewAttachment
from hubung.channels.email.rfc5322.parse import ParsedAttachment


def keep(attachment: ParsedAttachment) -> NewAttachment:
    """Store one file on the disk. Raises StorageFullError; what a file holds never raises."""
    return keep_file(io.BytesIO(attachment.content), attachment.name)
