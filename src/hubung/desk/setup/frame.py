"""What the pages of the setup share."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.forms import Form

from hubung.desk.setup import policies
from hubung.directory.accounts.access import StaffRequest
from hubung.directory.policies import administers_ministry
from hubung.mail import delays
from hubung.mail.daemons import installation
from hubung.mail.policies import may_keep_mail, may_see_accounts
from hubung.telephony.menu.policies import may_announce, may_keep_menu
from hubung.telephony.queues.policies import may_keep_queues


def frame(request: StaffRequest, here: str) -> dict[str, Any]:
    """The tabs of the room; `here` names the open one."""
    return {
        "here": here,
        "sees_answers": policies.may_see_answers(request.user),
        "sees_calendar": policies.may_see_calendar(request.user),
        "sees_queues": may_keep_queues(request.user),
        "sees_people": policies.may_see_people(request.user),
        "keeps_clients": administers_ministry(request.user),
        "sees_mail": may_see_accounts(request.user),
        "keeps_menu": may_keep_menu(request.user),
        "announces": may_announce(request.user),
    }


def mail_frame(request: StaffRequest) -> dict[str, Any]:
    """The same for the pages of the official mail, with what is open there and what is missing."""
    keeps_all = may_keep_mail(request.user)
    return {
        **frame(request, "mail"),
        "keeps_all_mail": keeps_all,
        "no_mail_system": keeps_all and _has_no_mail_system(),
        "missing_packages": installation.missing(),
    }


def _has_no_mail_system() -> bool:
    """It is wanted, and neither installed here nor seen at work on another machine."""
    wanted = settings.HUBUNG.mail_system.enabled
    return bool(wanted and not installation.is_there() and not delays.queues())


def status_of(*forms: Form) -> int:
    """422 when one of the forms came back with errors."""
    wrong = any(form.is_bound and form.errors for form in forms)
    return HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
