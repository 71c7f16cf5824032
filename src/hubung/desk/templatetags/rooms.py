"""`{% load rooms %}`: the way between the rooms of the desk, and what all of them must say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.http import HttpRequest

from hubung.audit.policies import may_read_log
from hubung.channels.phone.policies import may_use_calls
from hubung.desk.boxes import policies as boxes
from hubung.desk.boxes.state import sending_problem
from hubung.desk.intake.policies import has_counter
from hubung.desk.official.waiting import waiting_for
from hubung.desk.phone import policies as phone
from hubung.desk.setup import policies as setup
from hubung.directory.models import Person, Role
from hubung.directory.queries import has_role
from hubung.disclosure.agenda import policies as agenda
from hubung.disclosure.register import policies as register_policies
from hubung.disclosure.requests import policies as requests
from hubung.insight.times import policies as times
from hubung.mail.delays import delay
from hubung.mail.policies import may_keep_mail
from hubung.privacy.policies import may_handle
from hubung.telephony.menu.emergency import emergency
from hubung.telephony.menu.policies import may_announce
from hubung.telephony.queues import policies as queues

register = template.Library()
register.filter("handles_data", may_handle)
register.filter("handles_requests", requests.may_handle)
register.filter("has_counter", requests.has_counter)
register.filter("answers_calls", phone.answers_calls)


def _person(context: Mapping[str, Any]) -> Person | None:
    request: HttpRequest | None = context.get("request")
    user = getattr(request, "user", None)
    return user if isinstance(user, Person) else None


@register.inclusion_tag("desk/rooms.html", takes_context=True)
def rooms(context: Mapping[str, Any]) -> dict[str, Any]:
    """Links to the rooms that this person's roles open, for the head of every desk page."""
    person = _person(context)
    if person is None:
        return {}
    official = has_role(person, Role.TIER3_OFFICIAL)
    return {
        "request": context.get("request"),
        "official": official,
        "waiting": waiting_for(person).count() if official else 0,
        "may_take": has_counter(person),
        "may_use_calls": may_use_calls(person),
        "box": boxes.first_box(person),
        "sees_wallboard": queues.may_see_wallboard(person),
        "may_watch": queues.may_watch(person),
        "keeps_agendas": agenda.may_enter_room(person),
        "keeps_register": register_policies.may_enter_room(person),
        "keeps_services": times.may_enter_room(person),
        "may_handle_data": may_handle(person),
        "may_handle_requests": requests.may_handle(person),
        "may_audit": may_read_log(person),
        "may_set_up": bool(setup.first_page(person)),
    }


@register.inclusion_tag("desk/ivr/banner.html", takes_context=True)
def emergency_banner(context: Mapping[str, Any]) -> dict[str, Any]:
    """Says so on every desk page, for those who may switch it off, while an emergency lasts."""
    person = _person(context)
    if person is None or not may_announce(person):
        return {}
    return {"lasting": emergency()}


@register.inclusion_tag("desk/mail_banner.html", takes_context=True)
def mail_banner(context: Mapping[str, Any]) -> dict[str, Any]:
    """Says so on every desk page, for those who can mend it, when mail is not going out."""
    person = _person(context)
    if person is None or not boxes.may_see_outbox(person):
        return {}
    return {"problem": sending_problem()}


@register.inclusion_tag("desk/queue_banner.html", takes_context=True)
def queue_banner(context: Mapping[str, Any]) -> dict[str, Any]:
    """Says so on every desk page, for those who can mend it, while official mail is late."""
    person = _person(context)
    if person is None or not may_keep_mail(person):
        return {}
    return {"late": delay()}
