"""What the clock asks for: pages that are to appear or to disappear now."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, transaction
from wagtail.models import Page, Revision

from hubung.kernel import clock
from hubung.kernel.tasks import periodic

log = logging.getLogger(__name__)


@periodic(every=timedelta(seconds=20))
def publish_and_withdraw() -> None:
    """One page that cannot be published does not hold up the others; it is tried again."""
    now = clock.now()
    expired = Page.objects.filter(live=True, expire_at__lte=now).order_by("expire_at")
    for pk in expired.values_list("pk", flat=True):
        with _each(pk):
            page = Page.objects.get(pk=pk).specific
            page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    due = Revision.page_revisions.filter(approved_go_live_at__lte=now)
    for revision in due.order_by("approved_go_live_at"):
        with _each(revision.object_id):
            revision.publish(log_action="wagtail.publish.scheduled")


@contextmanager
def _each(pk: object) -> Iterator[None]:
    """All of a page's publication or nothing; what went wrong is logged."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError:
        raise
    except Exception:
        log.exception("a page could not be published on time", extra={"page": pk})
