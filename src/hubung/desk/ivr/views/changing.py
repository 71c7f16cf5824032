"""`…/telepon/menu/<version>/…`: what changes a draft. Each change is one save."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from hubung.desk.ivr.forms.menu import AddForm, LedForm, OfficeHoursForm
from hubung.desk.ivr.forms.step import StepForm
from hubung.desk.ivr.steps import said_of
from hubung.desk.ivr.views.menu import refused, seen_of, show
from hubung.desk.ivr.words import KINDS
from hubung.desk.setup.frame import frame, status_of
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.telephony.menu import editing, policies, services
from hubung.telephony.menu.default import GENERAL_QUEUE
from hubung.telephony.menu.editing import EditError
from hubung.telephony.menu.services import MenuError
from hubung.telephony.menu.tree import Opening, Say, Tree
from hubung.telephony.models import MenuAct, MenuVersion
from hubung.telephony.prompts.services import word_prompt
from hubung.telephony.prompts.wording import wordings
from hubung.ui import dates

#: So much of a prompt's text stands in a list of prompts.
_GLANCE = 70
_WORKING_DAYS = Opening.model_validate(
    {"days": (0, 1, 2, 3, 4), "opens": "08:00", "closes": "16:00"}
)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def step(request: StaffRequest, pk: int, name: str) -> HttpResponse:
    """One step of a draft."""
    policies.require(policies.may_keep_menu(request.user))
    version = get_object_or_404(MenuVersion, pk=pk)
    tree = services.tree_of(version)
    if name not in tree.nodes:
        raise Http404
    if request.method == "POST" and request.POST.get("do") == "remove":
        return _remove(request, version, tree, name)
    known = wordings()
    form = StepForm(
        request.POST or None,
        tree=tree,
        name=name,
        prompts=[
            (key, f"{key}: {wording.text[:_GLANCE]}")
            for (key, language), wording in sorted(known.items(), key=lambda one: not one[1].own)
            if language == dates.language()
        ],
        queues=services.queues(),
    )
    status = status_of(form)
    if request.method == "POST" and form.is_valid():
        try:
            return _save(request, version, form, name)
        except MenuError as error:
            form.add_error(None, str(error))
            status = HTTPStatus.CONFLICT
    return render(
        request,
        "desk/ivr/step.html",
        {
            **frame(request, "menu"),
            "version": version,
            "seen": request.POST.get("seen", version.revision),
            "conflict": status == HTTPStatus.CONFLICT,
            "name": name,
            "form": form,
            "node": tree.nodes[name],
            "kind": KINDS[tree.nodes[name].kind],
            "said": said_of(editing.says(tree.nodes[name]), known, dates.language()),
            "findings": [one for one in services.findings(tree) if one.node == name],
            "removable": name not in (tree.start, tree.person),
        },
        status=status,
    )


@require_POST
@staff_required
def add(request: StaffRequest, pk: int) -> HttpResponse:
    """One step more; it is opened, to say what it does."""
    policies.require(policies.may_keep_menu(request.user))
    version = get_object_or_404(MenuVersion, pk=pk)
    tree = services.tree_of(version)
    form = AddForm(request.POST)
    if not form.is_valid():
        return show(request, version, tree, add=form)
    kind, title = form.cleaned_data["kind"], form.cleaned_data["title"]
    changed, name = editing.add(tree, editing.node(kind, title, queue=GENERAL_QUEUE))
    try:
        _keep(request, version, changed, MenuAct.ADDED, title)
    except MenuError as error:
        return refused(request, error, pk)
    return redirect("desk:ivr:step", pk, name)


@require_POST
@staff_required
def lead(request: StaffRequest, pk: int) -> HttpResponse:
    """Where the menu begins and ends."""
    policies.require(policies.may_keep_menu(request.user))
    version = get_object_or_404(MenuVersion, pk=pk)
    tree = services.tree_of(version)
    form = LedForm(request.POST, tree=tree)
    if not form.is_valid():
        return show(request, version, tree, led=form)
    try:
        _keep(request, version, editing.led_by(tree, **form.cleaned_data), MenuAct.LED)
    except MenuError as error:
        return refused(request, error, pk)
    return redirect("desk:ivr:version", pk)


@require_POST
@staff_required
def hours(request: StaffRequest, pk: int) -> HttpResponse:
    """Office hours before a step, and what callers hear when nobody works."""
    policies.require(policies.may_keep_menu(request.user))
    version = get_object_or_404(MenuVersion, pk=pk)
    tree = services.tree_of(version)
    form = OfficeHoursForm(request.POST, tree=tree)
    if not form.is_valid():
        return show(request, version, tree, hours=form)
    before = form.cleaned_data["before"]
    changed, name = editing.with_hours(
        tree,
        before=before,
        title=_("Office hours"),
        closed=_("Nobody on duty"),
        words="closed",
        box=GENERAL_QUEUE,
        opening=_WORKING_DAYS,
    )
    try:
        _keep(request, version, changed, MenuAct.HOURS, tree.nodes[before].title)
    except MenuError as error:
        return refused(request, error, pk)
    return redirect("desk:ivr:step", pk, name)


def _keep(
    request: StaffRequest, version: MenuVersion, tree: Tree, act: MenuAct, about: str = ""
) -> None:
    """Raises MenuError."""
    stored = services.change_draft(
        by=request.user, version=version, tree=tree, seen=seen_of(request), act=act, about=about
    )
    errors = sum(one.level == "error" for one in services.findings(services.tree_of(stored)))
    if errors:
        said = ngettext(
            "Kept and checked: %(n)s thing has to be put right before it can go live.",
            "Kept and checked: %(n)s things have to be put right before it can go live.",
            errors,
        )
        messages.warning(request, said % {"n": errors})
    else:
        messages.success(request, _("Kept and checked: nothing is wrong."))


def _save(request: StaffRequest, version: MenuVersion, form: StepForm, name: str) -> HttpResponse:
    """Raises MenuError; then the new prompts are not there either."""
    with transaction.atomic():
        added = _worded(request, form, name)
        _keep(
            request, version, form.saved(added=added), MenuAct.CHANGED, form.cleaned_data["title"]
        )
    return redirect(reverse("desk:ivr:version", args=[version.pk]) + f"#{name}")


def _worded(request: StaffRequest, form: StepForm, name: str) -> tuple[Say, ...]:
    """The new prompt of the form, under a name that no other has."""
    said = form.new_words
    if not said:
        return ()
    taken = {key for key, _language in wordings()}
    numbers = (f"{name[:36]}-{number}" for number in range(1, 1000))
    key = next(one for one in numbers if one not in taken)
    for language, text in said.items():
        word_prompt(by=request.user, key=key, language=language, text=text)
    return (Say(key=key, language=None if len(said) > 1 else next(iter(said))),)


def _remove(request: StaffRequest, version: MenuVersion, tree: Tree, name: str) -> HttpResponse:
    try:
        _keep(request, version, editing.remove(tree, name), MenuAct.REMOVED, tree.nodes[name].title)
    except (MenuError, EditError) as error:
        messages.error(request, str(error))
    return redirect("desk:ivr:version", version.pk)
