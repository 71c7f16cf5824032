"""`…/telepon/menu/<version>/berkas/`: a menu as JSON, out and in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hubung.desk.ivr.forms.menu import FileForm
from hubung.desk.setup.frame import frame, status_of
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.telephony.menu import policies, services
from hubung.telephony.menu.default import default_tree
from hubung.telephony.menu.files import read_tree, write_tree
from hubung.telephony.menu.services import MenuError
from hubung.telephony.models import MenuVersion


@require_safe
@never_cache
@staff_required
def save_file(request: StaffRequest, pk: int) -> HttpResponse:
    """A version as a file; 0 is the menu of a new installation."""
    policies.require(policies.may_keep_menu(request.user))
    tree = services.tree_of(get_object_or_404(MenuVersion, pk=pk)) if pk else default_tree()
    answer = HttpResponse(write_tree(tree), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="menu-{pk}.json"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def read_file(request: StaffRequest) -> HttpResponse:
    """A file becomes a draft of its own: nothing that is there is written over."""
    policies.require(policies.may_keep_menu(request.user))
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            tree = read_tree(form.cleaned_data["text"])
        except MenuError as error:
            form.add_error("text", str(error))
        else:
            draft = services.begin_draft(by=request.user, note=_("From a file"), tree=tree)
            messages.success(request, _("The file is a draft now. See what the check says."))
            return redirect("desk:ivr:version", draft.pk)
    return render(
        request,
        "desk/ivr/file.html",
        {**frame(request, "menu"), "form": form},
        status=status_of(form),
    )
