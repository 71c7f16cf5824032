"""`…/telepon/menu/`: the menu in force, its versions, and what is done with one as a whole."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hubung.desk.ivr.forms.menu import AddForm, LedForm, OfficeHoursForm
from hubung.desk.ivr.steps import draw
from hubung.desk.setup.frame import frame, status_of
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.telephony.menu import policies, services
from hubung.telephony.menu.default import default_tree
from hubung.telephony.menu.services import MenuError
from hubung.telephony.menu.tree import Tree
from hubung.telephony.models import MenuSave, MenuState, MenuVersion
from hubung.telephony.prompts.wording import wordings
from hubung.ui import dates

#: Versions and saves on one page; older ones are kept.
MOST = 30


@require_safe
@staff_required
def first(request: StaffRequest) -> HttpResponse:
    """The first page of the telephone that is open to the person."""
    policies.require(policies.may_announce(request.user))
    page = "menu" if policies.may_keep_menu(request.user) else "emergency"
    return redirect(f"desk:ivr:{page}")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def menu(request: StaffRequest) -> HttpResponse:
    """What callers hear now; a draft of it is begun here."""
    policies.require(policies.may_keep_menu(request.user))
    if request.method == "POST":
        draft = services.begin_draft(
            by=request.user,
            note=request.POST.get("note", "").strip()[:200],
            tree=_tree_to_copy(request.POST.get("from", "")),
        )
        messages.success(
            request, _("A draft is begun. Callers hear nothing of it until it is live.")
        )
        return redirect("desk:ivr:version", draft.pk)
    live = services.live_version()
    return show(request, live, services.tree_of(live) if live else default_tree())


@require_safe
@never_cache
@staff_required
def version(request: StaffRequest, pk: int) -> HttpResponse:
    """One version; a draft is changed from here."""
    policies.require(policies.may_keep_menu(request.user))
    stored = get_object_or_404(MenuVersion, pk=pk)
    return show(request, stored, services.tree_of(stored))


@require_POST
@staff_required
def act(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a version live, go back to an earlier save, throw a draft away."""
    policies.require(policies.may_keep_menu(request.user))
    stored = get_object_or_404(MenuVersion, pk=pk)
    seen, do = seen_of(request), request.POST.get("do", "")
    try:
        if do == "live":
            services.put_live(by=request.user, version=stored, seen=seen)
            messages.success(request, _("It is live: whoever calls from now on hears this menu."))
        elif do == "back":
            save = get_object_or_404(MenuSave, version=stored, pk=_number(request, "save"))
            services.go_back(by=request.user, version=stored, to=save, seen=seen)
            messages.success(request, _("The draft is as it was then."))
        elif do == "discard":
            services.discard_draft(by=request.user, version=stored, seen=seen)
            messages.success(request, _("The draft is thrown away."))
            return redirect("desk:ivr:menu")
    except MenuError as error:
        messages.error(request, str(error))
    return redirect("desk:ivr:version", pk)


def show(
    request: StaffRequest,
    stored: MenuVersion | None,
    tree: Tree,
    *,
    add: AddForm | None = None,
    led: LedForm | None = None,
    hours: OfficeHoursForm | None = None,
) -> HttpResponse:
    """The page of a version; a form that came back with errors is shown in its place."""
    drawing = draw(tree, services.findings(tree), wordings(), dates.language())
    changing = stored is not None and stored.state in (MenuState.DRAFT, MenuState.TRIED)
    forms: dict[str, Any] = {
        "add": add or AddForm(),
        "led": led or LedForm(tree=tree),
        "hours": hours or OfficeHoursForm(tree=tree),
    }
    return render(
        request,
        "desk/ivr/menu.html",
        {
            **frame(request, "menu"),
            "version": stored,
            "drawing": drawing,
            "changing": changing,
            "versions": MenuVersion.objects.select_related("made_by", "live_by", "tried_by")[:MOST],
            "saves": _saves(stored) if stored and changing else [],
            "forms": forms if changing else {},
        },
        status=status_of(*forms.values()),
    )


def seen_of(request: StaffRequest) -> int:
    """The revision that the page was made of; 0, which none has, where it was not said."""
    return _number(request, "seen")


def refused(request: StaffRequest, error: MenuError, pk: int) -> HttpResponse:
    """Nothing was changed: back to the version as it is, with the reason."""
    messages.error(request, str(error))
    return redirect("desk:ivr:version", pk)


def _number(request: StaffRequest, name: str) -> int:
    said = request.POST.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0


def _tree_to_copy(source: str) -> Tree | None:
    if source == "default":
        return default_tree()
    if source.isascii() and source.isdigit() and len(source) < 19:
        return services.tree_of(get_object_or_404(MenuVersion, pk=source))
    return None


def _saves(stored: MenuVersion) -> list[MenuSave]:
    return list(stored.saves.select_related("made_by").defer("tree")[:MOST])
