"""From a service request to a case, through the door that every report comes in by."""

from __future__ import annotations

import json

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hubung.api.models import Application, Submission
from hubung.cases.choices import Channel
from hubung.cases.models import Case
from hubung.cases.queries import by_external_id
from hubung.cases.services import ReporterDetails, receive_case
from hubung.kernel import clock
from hubung.open311.catalogue import Service
from hubung.open311.forms import ServiceRequestForm

#: By one of these an application tells its users from each other.
_WHO = ("account_id", "device_id", "email", "phone")


def receive(application: Application, service: Service, form: ServiceRequestForm) -> Case:
    """Commit the report and return its case; the application may follow it.

    The standard has no key for a call that is tried again. So the same words of the same person in
    the same hour are the same case; where nothing tells who reports, each call is one of its own.
    Raises IncompleteError.
    """
    external_id = _external_id(application, service, form)
    try:
        with transaction.atomic():
            case = _receive(service, form, external_id)
            Submission.objects.get_or_create(application=application, case=case)
            return case
    except IntegrityError:
        # Its twin was committed a moment earlier.
        if external_id and (twin := by_external_id(Channel.WEB, external_id)):
            return twin
        raise


def _receive(service: Service, form: ServiceRequestForm, external_id: str | None) -> Case:
    said = form.cleaned_data
    day, time = said["happened_on"]
    return receive_case(
        channel=Channel.WEB,
        external_id=external_id,
        text=_text(said["description"], said["media_url"]),
        kind=service.kind,
        sector=service.sector or "",
        reporter=None if form.is_anonymous else _reporter(form),
        anonymous=form.is_anonymous,
        place=str(form.place),
        happened_on=day,
        happened_at=time,
        language="en" if (get_language() or "").startswith("en") else "id",
    )


def _text(description: str, link: str) -> str:
    if not link:
        return description
    return f"{description}\n\n" + _("Picture or file, as a link: %(link)s") % {"link": link}


def _reporter(form: ServiceRequestForm) -> ReporterDetails | None:
    said = form.cleaned_data
    name = " ".join(filter(None, (said["first_name"], said["last_name"])))
    if not (name or said["email"] or said["phone"]):
        return None
    return ReporterDetails(name=name, email=said["email"], phone=said["phone"])


def _external_id(
    application: Application, service: Service, form: ServiceRequestForm
) -> str | None:
    """What a second try has in common with the first; of an anonymous report nothing is kept."""
    if form.is_anonymous or not any(form.cleaned_data[name] for name in _WHO):
        return None
    said = json.dumps([service.code, form.cleaned_data], sort_keys=True, default=str)
    mark = salted_hmac("hubung.open311.request", said, algorithm="sha256").hexdigest()[:32]
    return f"open311:{application.pk}:{clock.now():%Y%m%d%H}:{mark}"
