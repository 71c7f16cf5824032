"""Blacking out documents of a request: for whoever replies to it."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.forms import Form
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hubung.desk.redaction.forms import DocumentForm, FindForm, MarkForm
from hubung.desk.requests.page import find_request
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.disclosure.redaction import services
from hubung.disclosure.redaction.models import Document, State
from hubung.disclosure.redaction.services import RedactionError
from hubung.disclosure.requests import policies
from hubung.kernel.files import BlobMissingError, StorageFullError
from hubung.ui.downloads import SANDBOX


@require_POST
@never_cache
@staff_required
def add(request: StaffRequest, number: str) -> HttpResponse:
    """A document is added; it stays sealed, and leads to its page."""
    policies.require(policies.may_handle(request.user))
    asked = find_request(request.user, number)
    if not policies.handles(request.user, asked.case):
        raise Http404
    form = DocumentForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            document = services.add_document(
                by=request.user, request=asked, source=file, name=file.name or ""
            )
        except StorageFullError:
            messages.error(request, _("There is no room for files at the moment."))
        except RedactionError as error:
            messages.error(request, str(error))
        else:
            return redirect("desk:requests:document", document.pk)
    else:
        messages.error(request, _("Choose a file."))
    return redirect("desk:requests:one", number)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def document(request: StaffRequest, pk: int) -> HttpResponse:
    """A document page by page (`?halaman=`), its marks, and the file made without them."""
    found = _document(request, pk)
    if request.method != "POST":
        return _page(request, found)
    deed = {"mark": _mark, "unmark": _unmark, "find": _find, "make": _make, "remove": _remove}.get(
        request.POST.get("do", "")
    )
    if deed is None:
        return _page(request, found)
    try:
        form = deed(request, found)
    except RedactionError as error:
        messages.error(request, str(error))
        form = None
    if form is not None:
        return _page(request, found, form)
    if not Document.objects.filter(pk=pk).exists():
        return redirect("desk:requests:one", found.request.case.number)
    address = reverse("desk:requests:document", args=[pk])
    return redirect(f"{address}?halaman={_number(request, found) + 1}#lembar")


@require_safe
@staff_required
def page(request: StaffRequest, pk: int, page: int) -> HttpResponse:
    """A page as a picture; kept by nothing."""
    found = _document(request, pk)
    if not 1 <= page <= len(found.pages):
        raise Http404
    try:
        picture = services.picture(by=request.user, document=found, page=page - 1)
    except (RedactionError, BlobMissingError) as error:
        raise Http404 from error
    response = HttpResponse(picture, content_type="image/webp")
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@staff_required
def made(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The file that was made, as it would go out."""
    found = _document(request, pk)
    if found.state != State.MADE:
        raise Http404
    try:
        content = services.open_made(found)
    except BlobMissingError as error:
        raise Http404 from error
    response = FileResponse(
        content, as_attachment=True, filename=found.made_name, content_type=services.PDF
    )
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "private, no-store"
    return response


def _mark(request: StaffRequest, found: Document) -> Form | None:
    form = MarkForm(request.POST)
    if not form.is_valid():
        return form
    services.mark(by=request.user, document=found, place=form.place)
    return None


def _unmark(request: StaffRequest, found: Document) -> Form | None:
    marks = [int(each) for each in request.POST.getlist("mark") if each.isdecimal()]
    services.unmark(by=request.user, document=found, marks=marks)
    return None


def _find(request: StaffRequest, found: Document) -> Form | None:
    form = FindForm(request.POST)
    if not form.is_valid():
        return form
    said = form.cleaned_data
    count, pages = services.mark_found(
        by=request.user, document=found, patterns=said["patterns"], words=said["words"]
    )
    if count:
        told = ngettext(
            "%(n)d place marked, on %(pages)d pages. Look at each.",
            "%(n)d places marked, on %(pages)d pages. Look at each.",
            count,
        )
        messages.success(request, told % {"n": count, "pages": pages})
    else:
        messages.warning(
            request, _("Nothing new found. A scan has no text: look at it and mark by hand.")
        )
    return None


def _make(request: StaffRequest, found: Document) -> Form | None:
    services.ask_for(by=request.user, document=found)
    return None


def _remove(request: StaffRequest, found: Document) -> Form | None:
    services.remove(by=request.user, document=found)
    messages.success(request, _("The document is gone; what was given already stays."))
    return None


def _document(request: StaffRequest, pk: int) -> Document:
    """A document of a request that is theirs to reply to. Raises Http404."""
    policies.require(policies.may_handle(request.user))
    found = Document.objects.select_related("request__case__unit").filter(pk=pk).first()
    if found is None or not policies.handles(request.user, found.request.case):
        raise Http404
    return found


def _number(request: StaffRequest, found: Document) -> int:
    """The page that is looked at, counted from 0."""
    asked = request.GET.get("halaman") or request.POST.get("halaman") or "1"
    number = int(asked) if asked.isdecimal() and len(asked) < 5 else 1
    return min(max(number, 1), len(found.pages)) - 1


def _page(request: StaffRequest, found: Document, failed: Form | None = None) -> HttpResponse:
    number = _number(request, found)
    marks = list(found.marks.all())
    per_page = [sum(one.page == each for one in marks) for each in range(len(found.pages))]
    width, height = found.pages[number]
    is_mark, is_find = isinstance(failed, MarkForm), isinstance(failed, FindForm)
    context = {
        "here": "first",
        "document": found,
        "case": found.request.case,
        "number": number + 1,
        "last": len(found.pages),
        "size": (1000, round(1000 * height / width)),
        "marks": [one for one in marks if one.page == number],
        "count": len(marks),
        "marked_pages": [(each + 1, n) for each, n in enumerate(per_page) if n],
        "mark_form": failed if is_mark else MarkForm(initial={"page": number}, auto_id="mark_%s"),
        "find_form": failed if is_find else FindForm(auto_id="find_%s"),
        "failed": failed,
        "waiting": found.state == State.WAITING,
        "made": found.state == State.MADE,
        "broken": found.state == State.FAILED,
        "without_text": [each + 1 for each in found.without_text],
        "elsewhere": [each + 1 for each in found.elsewhere],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if failed else HTTPStatus.OK
    return render(request, "desk/redaction/document.html", context, status=status)
