"""What the worker does for redaction."""

from __future__ import annotations

from django_tasks import task

from hubung.disclosure.redaction.services import make_file


@task()
def make(document_id: int) -> None:
    """Make a document anew, without what was marked."""
    make_file(document_id)
