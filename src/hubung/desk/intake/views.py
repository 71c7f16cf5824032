"""`/desk/baru/`: a report taken by telephone, at the counter, by letter or from social media."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from http import HTTPStatus
from uuid import UUID, uuid4

from django.conf import settings
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hubung.cases.choices import Channel, Kind
from hubung.cases.errors import CaseError, IncompleteError
from hubung.cases.models import Case, Reporter
from hubung.cases.policies import can_see
from hubung.cases.suggest import suggest
from hubung.channels.web import uploads
from hubung.desk.intake import during
from hubung.desk.intake.callers import callers
from hubung.desk.intake.forms import IntakeForm
from hubung.desk.intake.policies import Counter, counter_of, writes_down
from hubung.desk.intake.services import write_down
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.directory.models import Sector
from hubung.kernel import clock, numbers
from hubung.kernel.files import StorageFullError
from hubung.ui.dates import language
from hubung.ui.templatetags.hubung import sector_word

_SALT = "desk.intake.receipt"
#: How long number and code can be read out; the code is shown to nobody at the desk after that.
RECEIPT_LIFE = timedelta(minutes=30)
_SUGGEST_CHARS = 5000


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def take(request: StaffRequest) -> HttpResponse:
    """The form; a good one leads to number and code."""
    counter = _counter(request)
    if request.method != "POST":
        initial = {"channel": _remembered(request), "take": True, "language": "id"}
        if call := during.call_of(request):
            initial |= {"channel": Channel.PHONE, "phone": call.caller}
            initial["language"] = call.language or "id"
        return _page(request, IntakeForm(zone=counter.unit.timezone, initial=initial))
    form = IntakeForm(request.POST, request.FILES, zone=counter.unit.timezone)
    kept, problems = _files(request)
    if problems:
        form.add_error("attachments", problems)
    if not form.is_valid():
        return _page(request, form, kept)
    try:
        case = write_down(
            actor=request.user,
            counter=counter,
            report=form.cleaned_data,
            recognised=_ticked(request, form),
            files=[item.file for item in kept],
            submission=_submission(request),
        )
    except IncompleteError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return _page(request, form, kept)
    except CaseError as error:
        form.add_error(None, str(error))
        return _page(request, form, kept)
    during.link(request, case)
    request.session["intake_channel"] = form.cleaned_data["channel"]
    return to_receipt(request, case)


def to_receipt(request: StaffRequest, case: Case) -> HttpResponse:
    """On to number and code, for whoever has just written it down."""
    facts = [case.pk, case.code_nonce, request.user.pk, clock.now().timestamp()]
    token = signing.dumps(facts, salt=_SALT)
    return redirect("desk:intake:receipt", token)


@require_safe
@never_cache
@staff_required
def receipt(request: StaffRequest, token: str) -> HttpResponse:
    """Number and code to read out, for whoever wrote the report down, for a while."""
    if not writes_down(request.user):
        raise PermissionDenied(_("Your roles do not include taking reports."))
    try:
        pk, nonce, person, written = signing.loads(token, salt=_SALT)
        if clock.now().timestamp() - written > RECEIPT_LIFE.total_seconds():
            return _closed(request)
        case = Case.objects.select_related("unit", "owner", "reporter").get(pk=pk, code_nonce=nonce)
    except (signing.BadSignature, ValueError, Case.DoesNotExist):
        return _closed(request)
    if person != request.user.pk:
        raise PermissionDenied(_("Only who wrote this report down may read out its code."))
    return render(
        request,
        "desk/intake/receipt.html",
        {
            "case": case,
            "zone": case.unit.timezone,
            "number_said": numbers.dictate(case.number, language()),
            "code_said": numbers.dictate(case.code, language()),
            "misconduct": case.kind == Kind.MISCONDUCT,
            "may_open": can_see(request.user, case),
            "minutes": int(RECEIPT_LIFE.total_seconds() // 60),
        },
    )


def _closed(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/intake/closed.html", status=HTTPStatus.GONE)


# What is said while somebody types travels in the body: an address would be logged on the way.


@require_POST
@staff_required
def who(request: StaffRequest) -> HttpResponse:
    """Who calls from this number or writes from this address."""
    _counter(request)
    return render(request, "desk/intake/callers.html", _known(request))


@require_POST
@staff_required
def words(request: StaffRequest) -> HttpResponse:
    """What kind and sector the words so far point to."""
    _counter(request)
    return render(request, "desk/intake/words.html", _guess(request.POST.get("text", "")))


def _known(request: StaffRequest) -> dict[str, object]:
    found = callers(
        phone=request.POST.get("phone", ""),
        email=request.POST.get("email", ""),
        nik=request.POST.get("nik", ""),
        seen_by=request.user,
        chosen=request.POST.get("reporter"),
    )
    return {"callers": found, "chosen": any(caller.chosen for caller in found)}


def _known_by(form: IntakeForm, request: StaffRequest) -> dict[str, object]:
    """Before anything is typed: who calls from the number of the call."""
    found = callers(phone=form.initial.get("phone", ""), email="", seen_by=request.user)
    return {"callers": found, "chosen": any(caller.chosen for caller in found)}


def _ticked(request: StaffRequest, form: IntakeForm) -> Reporter | None:
    """The known reporter whom the agent recognised by the number or address in the form."""
    if form.cleaned_data["anonymous"] or not request.POST.get("reporter"):
        return None
    found = callers(
        phone=form.cleaned_data["phone"],
        email=form.cleaned_data["email"],
        nik=form.cleaned_data["nik"],
        seen_by=request.user,
        chosen=request.POST["reporter"],
    )
    return next((caller.reporter for caller in found if caller.chosen), None)


def _guess(text: str) -> dict[str, object]:
    found = suggest(text[:_SUGGEST_CHARS])
    return {
        "guess": found,
        "kind_label": Kind(found.kind).label if found.kind else "",
        "sector_label": sector_word(Sector(found.sector).value) if found.sector else "",
        "misconduct": found.kind == Kind.MISCONDUCT,
    }


def _page(
    request: StaffRequest, form: IntakeForm, kept: Sequence[uploads.Kept] = ()
) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {
        "form": form,
        "kept": kept,
        "submission": _submission(request),
        "call": during.call_of(request),
        **(_known(request) if form.is_bound else _known_by(form, request)),
        **_guess(request.POST.get("text", "")),
    }
    return render(request, "desk/intake/take.html", context, status=status)


def _counter(request: StaffRequest) -> Counter:
    counter = counter_of(request.user)
    if counter is None:
        raise PermissionDenied(_("Your roles do not include taking reports."))
    return counter


def _files(request: HttpRequest) -> tuple[list[uploads.Kept], list[str]]:
    """Everything that came, stored, and what is wrong with the rest."""
    kept = uploads.recall(request.POST.getlist("kept"))
    problems: list[str] = []
    new = [item for item in request.FILES.getlist("attachments") if isinstance(item, UploadedFile)]
    limit = int(settings.HUBUNG.limits.files)
    for upload in new[:limit]:
        try:
            kept.append(uploads.keep(upload))
        except ValidationError as error:
            problems += error.messages
        except StorageFullError:
            problems.append(_("There is no room for files at the moment. Send it without them."))
    if problem := uploads.too_many(len(kept) + len(new[limit:])):
        problems.append(problem)
    return kept, problems


def _submission(request: HttpRequest) -> str:
    """The id of this form, so that a second press of the button makes no second case."""
    try:
        return str(UUID(request.POST.get("submission", "")))
    except ValueError:
        return str(uuid4())


def _remembered(request: HttpRequest) -> str:
    """Whoever answers the telephone will do so again."""
    return str(request.session.get("intake_channel", Channel.PHONE))
