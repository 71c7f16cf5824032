"""The register at the desk: what units hold, what is late, what was published."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.cases.files import keep_staff_file
from hubung.desk.register.forms import EditionForm, ExemptionForm, ItemForm, initial_of
from hubung.desk.register.frame import found_item, put_right, undecided
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.directory.models import today
from hubung.directory.queries import unit_ids
from hubung.disclosure.register import policies, services
from hubung.disclosure.register.choices import Decision
from hubung.disclosure.register.errors import ChangedMeanwhileError, RegisterError
from hubung.disclosure.register.models import Edition, Item
from hubung.disclosure.register.queries import is_closed, missing, owed_by
from hubung.kernel import clock
from hubung.kernel.files import BlobMissingError, StorageFullError, open_blob
from hubung.ui.downloads import SANDBOX

PAGE = 40


@require_safe
@never_cache
@staff_required
def first(request: StaffRequest) -> HttpResponse:
    """What waits for a decision, what is late in their units, and what these hold."""
    person = request.user
    policies.require(policies.may_enter_room(person))
    words = request.GET.get("cari", "")[:100]
    rows = policies.seen_by(person).filter(ends_on__isnull=True)
    for word in words.split()[:8]:
        rows = rows.filter(Q(title__icontains=word) | Q(summary__icontains=word))
    rows = rows.annotate(closed=is_closed(clock.now()))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "decides": policies.sees_decisions(person),
        "waiting": undecided(person),
        "missing": missing(within=unit_ids(person, *policies.READERS)),
        "page": page,
        "words": words,
        "may_add": policies.may_add(person),
    }
    return render(request, "desk/register/first.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def add(request: StaffRequest) -> HttpResponse:
    """A new item, public at once, or proposed to be exempted from the start."""
    person = request.user
    policies.require(policies.may_add(person))
    units = policies.kept_units(person)
    unit = (units.filter(pk=person.unit_id).first() if person.unit_id else None) or units.first()
    if unit is None:
        raise Http404
    if request.method != "POST":
        form = ItemForm(person=person, initial={"unit": unit, "begins_on": today()})
        return _adding(request, form, ExemptionForm(unit=unit))
    form = ItemForm(request.POST, person=person)
    wanted = "close" in request.POST
    closing = ExemptionForm(request.POST if wanted else None, unit=unit)
    if form.is_valid() and (not wanted or closing.is_valid()):
        try:
            item = services.enter(
                by=person, said=form.said(), closing=closing.closing() if wanted else None
            )
        except RegisterError as error:
            put_right(closing if error.field in closing.fields else form, error)
        else:
            messages.success(
                request,
                _("Kept. It is not shown until somebody else decides.")
                if wanted
                else _("It stands in the register now."),
            )
            return redirect("desk:register:edit", item.pk)
    return _adding(request, form, closing, wanted=wanted)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """An item: what it says, what was published of it, how it was exempted."""
    item = found_item(request, pk)
    form = ItemForm(request.POST or None, person=request.user, initial=initial_of(item))
    if request.method == "POST":
        policies.require(policies.may_write(request.user, item))
        if form.is_valid():
            try:
                services.amend(
                    by=request.user,
                    item=item,
                    said=form.said(),
                    version=form.cleaned_data["version"],
                )
            except ChangedMeanwhileError as error:
                form.add_error(None, str(error))
            except RegisterError as error:
                put_right(form, error)
            else:
                messages.success(request, _("Kept."))
                return redirect("desk:register:edit", pk)
    return _item_page(request, item, form=form)


@require_POST
@never_cache
@staff_required
def publish(request: StaffRequest, pk: int) -> HttpResponse:
    """A file or a page of an item, for everybody at once."""
    item = found_item(request, pk, keeps=True)
    form = EditionForm(request.POST, request.FILES, item=item)
    if form.is_valid():
        given = form.cleaned_data
        try:
            file = given["file"]
            services.publish(
                by=request.user,
                item=item,
                file=keep_staff_file(file, file.name or "") if file else None,
                url=given["url"],
                period_start=form.start,
            )
        except StorageFullError:
            form.add_error(None, _("There is no room for files at the moment."))
        except RegisterError as error:
            put_right(form, error)
        else:
            messages.success(request, _("Published."))
            return redirect("desk:register:edit", pk)
    return _item_page(request, item, edition=form)


@require_POST
@staff_required
def take_back(request: StaffRequest, pk: int) -> HttpResponse:
    """What was published is not any more."""
    edition = _edition(request, pk)
    if not policies.may_write_edition(request.user, edition):
        raise Http404
    services.take_back(by=request.user, edition=edition)
    messages.success(request, _("Nobody else reads it any more."))
    return redirect("desk:register:edit", edition.item_id)


@require_safe
@staff_required
def open_edition(request: StaffRequest, pk: int) -> HttpResponseBase:
    """A file of an item, also while that is exempted: then the reading is on record."""
    edition = _edition(request, pk)
    if Item.objects.filter(is_closed(clock.now()), pk=edition.item_id).exists():
        record(Act.FILE_READ, request.user, edition.item.subject, data={"what": f"edition:{pk}"})
    if not edition.sha256:
        raise Http404
    try:
        content = open_blob(edition.sha256)
    except BlobMissingError as error:
        raise Http404 from error
    response = FileResponse(
        content, as_attachment=True, filename=edition.name, content_type=edition.media_type
    )
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@staff_required
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an item out of the register."""
    item = found_item(request, pk, keeps=True)
    try:
        services.end(by=request.user, item=item, on=today(item.unit.timezone))
    except RegisterError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is not in the register any more."))
    return redirect("desk:register:first")


def _item_page(
    request: StaffRequest,
    item: Item,
    *,
    form: ItemForm | None = None,
    edition: EditionForm | None = None,
) -> HttpResponse:
    """The page of an item, with the form that failed in place of an empty one."""
    editions = list(item.editions.select_related("published_by"))
    proposals = item.exemptions.select_related("ground", "proposed_by", "decided_by")
    owed = owed_by(item, editions)
    initial: dict[str, Any] = {"period_start": owed[0].start.isoformat()} if owed else {}
    failed = next((one for one in (form, edition) if one and one.errors), None)
    context = {
        "item": item,
        "keeps": policies.may_write(request.user, item),
        "closed": Item.objects.filter(is_closed(clock.now()), pk=item.pk).exists(),
        "form": form or ItemForm(person=request.user, initial=initial_of(item)),
        "editions": editions,
        "owed": owed,
        "edition_form": edition or EditionForm(item=item, initial=initial),
        "exemptions": proposals,
        "may_propose": not proposals.filter(decision=Decision.PENDING).exists(),
        "failed": failed,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if failed else HTTPStatus.OK
    return render(request, "desk/register/item.html", context, status=status)


def _adding(
    request: StaffRequest, form: ItemForm, closing: ExemptionForm, *, wanted: bool = False
) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"form": form, "exemption_form": closing, "wanted": wanted}
    return render(request, "desk/register/add.html", context, status=status)


def _edition(request: StaffRequest, pk: int) -> Edition:
    """Something published of an item that they may read. Raises Http404."""
    edition = Edition.objects.select_related("item__unit").filter(pk=pk).first()
    if edition is None or not policies.may_see_edition(request.user, edition):
        raise Http404
    return edition
