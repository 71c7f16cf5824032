"""An access request: the package is made in the background, looked at, and given."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import task

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.cases.errors import IncompleteError
from hubung.cases.models import Case
from hubung.cases.services import NewAttachment
from hubung.directory.models import Person
from hubung.kernel import clock, files
from hubung.privacy.access.package import make_package
from hubung.privacy.erasing import forget_packages
from hubung.privacy.models import Package, Request
from hubung.privacy.queries import cases_of
from hubung.privacy.services.carrying_out import conclude, ready

NAME = "data-pribadi.zip"
MEDIA_TYPE = "application/zip"


@transaction.atomic
def ask_for_package(*, actor: Person, request: Request) -> None:
    """Have the package made, or made anew. Raises NotIdentifiedError."""
    ready(actor, request)
    forget_packages(Package.objects.filter(request=request))
    make.enqueue(request.pk)


@task()
def make(request_id: int) -> None:
    """Safe to run again: the last one made counts."""
    request = Request.objects.select_related("case").get(pk=request_id)
    stored = make_package(request)
    Package.objects.update_or_create(
        request=request,
        defaults={"sha256": stored.sha256, "size": stored.size, "made_at": clock.now()},
    )


def note_opened(*, actor: Person, request: Request) -> None:
    """That an officer looks into the package is on record for each report in it."""
    subjects = [case.subject for case in cases_of(request)] or request.case.subject
    record(Act.EXPORTED, actor, subjects, data={"what": "data package"})


@transaction.atomic
def give(*, actor: Person, request: Request, text: str) -> Case:
    """Answer the request with the package, which its number and code open."""
    ready(actor, request)
    package = Package.objects.filter(request=request).first()
    if package is None or not package.sha256 or not files.is_stored(package.sha256):
        raise IncompleteError("text", _("The file is not ready yet. Have it made first."))
    package.given_at = clock.now()
    package.save(update_fields=["given_at"])
    file = NewAttachment(package.sha256, NAME, MEDIA_TYPE, package.size)
    return conclude(actor=actor, request=request, text=text, attachments=(file,))
