"""`/desk/pengaturan/surel/grup/`: groups, who belongs to them and who may write to them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hubung.desk.setup.frame import mail_frame, status_of
from hubung.desk.setup.mail.forms import AddressForm, GroupForm, ModerationForm, WritersForm
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.directory.models import Person
from hubung.directory.queries import open_units, unit_scope
from hubung.mail import policies, queries, services
from hubung.mail.models import Group, GroupRule, Writers

_FORM = ("GET", "HEAD", "POST")
_PAGE = 30
#: Members who are listed by name; a group may have everybody.
_SHOWN = 100


@require_safe
@never_cache
@staff_required
def groups(request: StaffRequest) -> HttpResponse:
    """Those that they may keep, by name or address."""
    policies.require(policies.may_see_accounts(request.user))
    text = request.GET.get("cari", "").strip()[:100]
    found = policies.groups_kept_by(request.user).prefetch_related("addresses")
    for word in text.split():
        named = Q(name__icontains=word) | Q(addresses__address__icontains=word)
        found = found.filter(named)
    page = Paginator(found.distinct().order_by("name", "rule", "pk"), _PAGE).get_page(
        request.GET.get("page")
    )
    context = {**mail_frame(request), "page": page, "text": text}
    return render(request, "desk/setup/mail/groups.html", context)


@require_http_methods(_FORM)
@never_cache
@staff_required
def add_group(request: StaffRequest) -> HttpResponse:
    """A group of a unit that they look after; any group for administrators of the ministry."""
    policies.require(policies.may_see_accounts(request.user))
    form = _new(request)
    if form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        rule, writers = GroupRule(said.pop("rule")), Writers(said.pop("writers"))
        try:
            made = services.make_group(by=request.user, rule=rule, writers=writers, **said)
        except services.MailError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The group can be written to now."))
            return redirect("desk:setup:mail_group", made.pk)
    context = {**mail_frame(request), "form": form}
    return render(request, "desk/setup/mail/group_new.html", context, status=status_of(form))


def _new(request: StaffRequest) -> GroupForm:
    everywhere = policies.may_keep_mail(request.user)
    units = open_units().order_by("path")
    if not everywhere:
        units = units.filter(unit_scope(request.user, *policies.KEEPERS))
    return GroupForm(request.POST or None, units=units, everywhere=everywhere)


@require_http_methods(_FORM)
@never_cache
@staff_required
def group(request: StaffRequest, pk: int) -> HttpResponse:
    """One group; what is done is named by the button that was pressed."""
    policies.require(policies.may_see_accounts(request.user))
    found = get_object_or_404(_kept(request.user).select_related("unit"), pk=pk)
    do, _mark, thing = request.POST.get("do", "").partition(":")
    forms: dict[str, Form] = {
        "writers": WritersForm(request.POST, auto_id="writers_%s"),
        "moderate": ModerationForm(request.POST, auto_id="moderation_%s"),
        "add": AddressForm(request.POST, auto_id="add_%s"),
        "remove": Form(request.POST),
        "end": Form(request.POST),
    }
    form = forms.get(do)
    if form is not None and form.is_valid():
        try:
            messages.success(request, _done(request, found, do, thing, form))
        except services.MailError as error:
            form.add_error(None, str(error))
        else:
            if do == "end":
                return redirect("desk:setup:mail_groups")
            return redirect("desk:setup:mail_group", pk)
    return _page(request, found, do, form)


def _kept(person: Person) -> QuerySet[Group]:
    return policies.groups_kept_by(person)


def _done(request: StaffRequest, group: Group, do: str, thing: str, form: Form) -> str:
    """Carry it out; returns the word about it. Raises MailError, PermissionDenied."""
    said, by = form.cleaned_data, request.user
    match do:
        case "writers":
            writers = Writers(said["writers"])
            services.set_writers(by=by, group=group, writers=writers, chosen=said["chosen"])
            return _("From now on: %(writers)s.") % {"writers": writers.label}
        case "moderate":
            services.set_moderation(by=by, group=group, **said)
            return _("Who decides about letters is changed.")
        case "add":
            services.add_member(by=by, group=group, address=said["address"])
            return _("%(address)s is a member now.") % {"address": said["address"]}
        case "remove":
            pk = int(thing) if thing.isdecimal() else 0
            services.remove_member(by=by, member=get_object_or_404(group.members, pk=pk))
            return _("No longer a member.")
    services.end_group(by=by, group=group)
    return _("The group is gone.")


def _page(request: StaffRequest, group: Group, do: str, failed: Form | None) -> HttpResponse:
    chosen = group.rule == GroupRule.CHOSEN
    members = queries.members(group)
    context = {
        **mail_frame(request),
        "group": group,
        "addresses": group.addresses.order_by("derived", "address"),
        "chosen": group.members.select_related("account__person").order_by("pk") if chosen else (),
        "members": () if chosen else queries.named(members).order_by("login")[:_SHOWN],
        "count": members.count() + group.members.filter(account=None).count(),
        "shown": _SHOWN,
        "by_choice": chosen,
        "writers": failed if do == "writers" else WritersForm.about(group),
        "moderation": failed if do == "moderate" else ModerationForm.about(group),
        "add": failed if do == "add" else AddressForm(auto_id="add_%s"),
        "failed": failed,
    }
    status = status_of(failed) if failed is not None else 200
    return render(request, "desk/setup/mail/group.html", context, status=status)
