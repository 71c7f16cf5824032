"""Files that go with a report, sent before it: stored, and handed back as references."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_noop as _
from ninja import File, Router
from ninja import Status as Answer
from ninja.files import UploadedFile

from hubung.api import problems
from hubung.api.callers import ApiRequest
from hubung.api.operations.changing import WRITE
from hubung.api.problems import Problem
from hubung.api.schemas import changes as schemas
from hubung.api.schemas.common import answers
from hubung.channels.web import uploads

router = Router(tags=["cases"])


@router.post(
    "/uploads",
    response=answers(schemas.UploadOut, 400, 413, 422, 503, status=201),
    summary=_("Upload a file"),
    description=_(
        "Cleaned and checked as at the web form. What goes with no report is deleted after a week."
    ),
    operation_id="upload_file",
    **WRITE,
)
def upload_file(request: ApiRequest, file: File[UploadedFile]) -> Answer[schemas.UploadOut]:
    try:
        kept = uploads.keep(file)
    except ValidationError as error:
        [detail] = error.messages
        if file.size:
            raise Problem(problems.TOO_LARGE, detail) from None
        raise Problem(problems.INVALID, errors=[("file", detail)]) from None
    stored = kept.file
    told = schemas.UploadOut(
        reference=kept.reference,
        name=stored.name,
        media_type=stored.media_type,
        size=stored.size,
        sha256=stored.sha256,
        problem=stored.problem,
    )
    return Answer(201, told)
