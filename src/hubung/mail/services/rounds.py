"""Bringing the mail in line with the directory from a page: asked for here, done by the worker."""

from __future__ import annotations

import logging

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.mail import policies
from hubung.mail.models import Round, RoundState
from hubung.mail.services.errors import MailError
from hubung.mail.services.provisioning import provision

log = logging.getLogger(__name__)

#: Problems that a report keeps in full; how many there are, it always tells.
_KEPT = 500


@transaction.atomic
def ask_round(*, by: Person, dry_run: bool) -> Round:
    """Have the worker look at everybody. Raises MailError while it does so already."""
    policies.require(policies.may_keep_mail(by))
    try:
        with transaction.atomic():
            made = Round.objects.create(dry_run=dry_run, asked_by=by)
    except IntegrityError as error:
        raise MailError(_("Somebody has asked for that a moment ago; wait for its end.")) from error
    work_round.enqueue(made.pk)
    return made


@task()
def work_round(pk: int) -> None:
    """Safe to run again: it is one transaction."""
    asked = Round.objects.select_related("asked_by").get(pk=pk)
    if asked.state != RoundState.WORKING:
        return
    with override(asked.asked_by.language):
        try:
            report = provision(by=asked.asked_by, dry_run=asked.dry_run)
        except Exception:
            log.exception("a round over the mail failed", extra={"round": pk})
            asked.state = RoundState.FAILED
        else:
            asked.state = RoundState.DONE
            found = report.as_dict()
            count = len(found["problems"])
            asked.report = {**found, "problems": found["problems"][:_KEPT], "count": count}
    asked.finished_at = clock.now()
    asked.save(update_fields=["state", "report", "finished_at"])
