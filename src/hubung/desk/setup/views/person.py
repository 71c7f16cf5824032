"""`/desk/pengaturan/orang/7/`: one person's roles and account."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hubung.cases.models import Case
from hubung.cases.queries import owned_by, publishable
from hubung.desk.revealing import RevealForm, reveal
from hubung.desk.setup import policies, roster
from hubung.desk.setup.forms.people import EndForm, GrantForm, ReasonForm
from hubung.desk.setup.frame import frame, status_of
from hubung.directory import services
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.directory.accounts.services import (
    may_look_after,
    reset_second_factor,
    switch_account,
)
from hubung.directory.models import Grant, Person, Role, StaffNumber, today
from hubung.directory.policies import may_change_unit
from hubung.directory.services import DirectoryError
from hubung.telephony.models import DeskPhone
from hubung.telephony.services import desk_phones


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def person(request: StaffRequest, pk: int) -> HttpResponse:
    """What they are and hold; what is done is named by the button that was pressed."""
    policies.require(policies.may_see_people(request.user))
    seen = Person.objects.filter(policies.people_seen_by(request.user)).distinct()
    somebody = get_object_or_404(seen.select_related("unit", "nip"), pk=pk)
    do, _mark, grant_pk = request.POST.get("do", "").partition(":")
    form = _forms(request, do).get(do)
    if request.method == "POST":
        policies.require(form is not None)
    if isinstance(form, RevealForm):
        policies.require(policies.may_reveal_nip(request.user, somebody))
        return _number(request, somebody, form)
    if do == "telephone":
        return _telephone(request, somebody)
    if form is not None and form.is_valid():
        try:
            messages.success(request, _done(request, somebody, do, grant_pk, form))
        except DirectoryError as error:
            form.add_error(None, str(error))
        else:
            return redirect("desk:setup:person", pk)
    return _page(request, somebody, do, grant_pk, form)


def _number(request: StaffRequest, person: Person, form: RevealForm) -> HttpResponse:
    """Their page with the NIP in whole. It is the answer to a form: no address leads there."""
    number = get_object_or_404(StaffNumber, person=person)
    if not form.is_valid():
        return _page(request, person, "nip", "", form)
    whole = reveal(number, by=request.user, subject=f"person:{person.pk}", form=form)
    return _page(request, person, "", "", None, whole)


def _telephone(request: StaffRequest, person: Person) -> HttpResponse:
    """Their page with the new password, this one time. It is the answer to a form, too."""
    password = desk_phones.give(by=request.user, person=person)
    return _page(request, person, "", "", None, phone_password=password)


def _done(request: StaffRequest, person: Person, do: str, grant_pk: str, form: Form) -> str:
    """Carry it out; returns the word about it. Raises DirectoryError, PermissionDenied."""
    said, by = form.cleaned_data, request.user
    if do == "grant":
        role = Role(said["role"])
        services.grant_role(by=by, person=person, role=role, unit=said["unit"], on=said["on"])
        return _("%(name)s has the role now: %(role)s, %(unit)s.") % {
            "name": person.name,
            "role": role.label,
            "unit": said["unit"],
        }
    if do == "end":
        pk = int(grant_pk) if grant_pk.isascii() and grant_pk.isdigit() else 0
        grant = get_object_or_404(person.role_grants.select_related("unit"), pk=pk)
        services.revoke_role(
            by=by, person=person, role=Role(grant.role), unit=grant.unit, on=said["on"]
        )
        return _("The role ends: %(role)s.") % {"role": grant}
    if do == "factor":
        reset_second_factor(person, by, said["reason"])
        return _("Reset. %(name)s is told by mail, and enrols anew at the next sign-in.") % {
            "name": person.name
        }
    if do == "no_telephone":
        desk_phones.take(by=by, person=person)
        return _("The desk telephone is cut off.")
    switch_account(person, by, on=do == "open", reason=said["reason"])
    if do == "open":
        return _("The account is open again.")
    return _("The account is closed, and signed out everywhere.")


def _forms(request: StaffRequest, do: str = "") -> dict[str, Form]:
    """By what they do; only the one that was sent is checked."""

    def sent(name: str) -> Any:
        return request.POST if do == name else None

    now = {"on": today()}
    units = policies.units_administered(request.user)
    return {
        "grant": GrantForm(sent("grant"), units=units, initial=now, auto_id="grant_%s"),
        "end": EndForm(sent("end"), initial=now, auto_id="end_%s"),
        "factor": ReasonForm(sent("factor"), auto_id="factor_%s"),
        "close": ReasonForm(sent("close"), auto_id="close_%s"),
        "open": ReasonForm(sent("open"), auto_id="open_%s"),
        "nip": RevealForm(sent("nip"), auto_id="nip_%s"),
        "telephone": Form(sent("telephone")),
        "no_telephone": Form(sent("no_telephone")),
    }


def _page(
    request: StaffRequest,
    person: Person,
    do: str,
    grant_pk: str,
    failed: Form | None,
    whole_nip: str = "",
    phone_password: str = "",
) -> HttpResponse:
    held = roster.held_by(person)
    forms = _forms(request)
    if failed is not None:
        forms[do] = failed
    viewer = request.user
    context = {
        **frame(request, "people"),
        "somebody": person,
        "held": [(one, _end_form(one.grant, viewer, do, grant_pk, failed)) for one in held],
        "forms": forms,
        "failed": failed,
        "do": do,
        "factors": roster.factors_of(person),
        "whole_nip": whole_nip,
        "may_reveal": policies.may_reveal_nip(viewer, person),
        "phone": DeskPhone.objects.filter(person=person).select_related("made_by").first(),
        "phone_password": phone_password,
        "may_give_phone": settings.HUBUNG.phone.enabled and desk_phones.may_give(viewer, person),
        "phone_server": _phone_server(request),
        "looks_after": may_look_after(viewer, person),
        "may_grant": viewer.pk != person.pk and policies.units_administered(viewer).exists(),
        "is_self": viewer.pk == person.pk,
        "open_cases": publishable(Case.objects.filter(owned_by(person))).count(),
    }
    status = status_of(failed) if failed is not None else 200
    return render(request, "desk/setup/person.html", context, status=status)


def _phone_server(request: StaffRequest) -> str:
    """What is typed into a desk telephone; the engine may listen at every address."""
    phone = settings.HUBUNG.phone
    host = request.get_host().partition(":")[0] if phone.host == "0.0.0.0" else phone.host  # noqa: S104 - no address
    return f"{host}:{phone.sip_port}"


def _end_form(
    grant: Grant, viewer: Person, do: str, grant_pk: str, failed: Form | None
) -> Form | None:
    """The form that ends this role, with what was wrong with it; None for whom it is not."""
    if not may_change_unit(viewer, grant.unit):
        return None
    if failed is not None and do == "end" and grant_pk == str(grant.pk):
        failed.auto_id = f"end{grant.pk}_%s"
        return failed
    return EndForm(initial={"on": today()}, auto_id=f"end{grant.pk}_%s")
