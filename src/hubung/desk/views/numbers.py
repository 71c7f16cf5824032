"""The NIK of a reporter, in whole: the answer to a form that says why."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hubung.cases.models import ResidentNumber
from hubung.cases.policies import may_reveal_nik
from hubung.desk.casepage import find_case
from hubung.desk.revealing import RevealForm, reveal
from hubung.desk.views.case import case_context
from hubung.desk.views.worklist import list_context
from hubung.directory.accounts.access import StaffRequest, staff_required


@require_POST
@never_cache
@staff_required
def show_nik(request: StaffRequest, number: str) -> HttpResponse:
    """The page of the case with the number, this once."""
    case = find_case(request.user, number)
    nik = ResidentNumber.objects.filter(reporter=case.reporter_id).first()
    if nik is None or not may_reveal_nik(request.user, case):
        raise Http404
    form = RevealForm(request.POST, auto_id="nik_%s")
    whole, status = "", HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        whole = reveal(nik, by=request.user, subject=case.subject, form=form)
        status = HTTPStatus.OK
    else:
        form.fields["reason"].widget.attrs["autofocus"] = True
    context = {**list_context(request, number=number), **case_context(request, case)}
    shown = {"nik_form": form, "whole_nik": whole}
    return render(request, "desk/desk.html", {**context, **shown}, status=status)
