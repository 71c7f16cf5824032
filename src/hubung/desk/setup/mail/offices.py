"""`/desk/pengaturan/surel/jabatan/`: addresses of units and posts, which follow their holders."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hubung.desk.setup.frame import mail_frame, status_of
from hubung.desk.setup.mail.forms import AddressForm
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.directory.models import Holding, Post, Unit, in_force, today
from hubung.directory.queries import open_units
from hubung.mail import policies, services
from hubung.mail.models import Address

_PAGE = 30
_UNIT = "unit"


class OfficeForm(AddressForm):
    """An address for the unit itself or for one of its posts."""

    of = forms.ChoiceField(label=gettext_lazy("Whose address"))
    field_order = ("of", "address")

    def __init__(self, *args: Any, unit: Unit, posts: list[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        head = _("The unit: whoever heads it")
        self.fields["of"].choices = [  # type: ignore[attr-defined]  # a ChoiceField has them
            (_UNIT, head),
            *((str(post.pk), post.title) for post in posts),
        ]
        self._unit, self._posts = unit, {str(post.pk): post for post in posts}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        post = self._posts.get(said.pop("of", _UNIT))
        return {**said, "post": post, "unit": None if post else self._unit}


@require_safe
@never_cache
@staff_required
def offices(request: StaffRequest) -> HttpResponse:
    """Open units, found by name, code, post or address; with how many addresses each has."""
    policies.require(policies.may_keep_mail(request.user))
    text = request.GET.get("cari", "").strip()[:100]
    units = open_units()
    for word in text.split():
        units = units.filter(
            Q(name__icontains=word)
            | Q(short_name__icontains=word)
            | Q(code__icontains=word)
            | Q(pk__in=Post.objects.filter(title__icontains=word).values("unit"))
            | Q(pk__in=Address.objects.filter(address__icontains=word).values("unit"))
            | Q(pk__in=Address.objects.filter(address__icontains=word).values("post__unit"))
        )
    page = Paginator(units.order_by("path"), _PAGE).get_page(request.GET.get("page"))
    own = Address.objects.filter(derived=False)
    counts = {
        "units": _counted(own.filter(unit__in=page.object_list).values_list("unit")),
        "posts": _counted(own.filter(post__unit__in=page.object_list).values_list("post__unit")),
    }
    rows = [
        (unit, counts["units"].get(unit.pk, 0) + counts["posts"].get(unit.pk, 0)) for unit in page
    ]
    context = {**mail_frame(request), "page": page, "rows": rows, "text": text}
    return render(request, "desk/setup/mail/offices.html", context)


def _counted(found: Any) -> dict[int, int]:
    return dict(found.annotate(count=Count("pk")).order_by())


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def office(request: StaffRequest, pk: int) -> HttpResponse:
    """One unit: its address and its posts', who gets them today, and the form for another."""
    policies.require(policies.may_keep_mail(request.user))
    unit = get_object_or_404(open_units(), pk=pk)
    posts = list(unit.posts.order_by("-heads_unit", "title"))
    do, _mark, thing = request.POST.get("do", "").partition(":")
    form = OfficeForm(request.POST if do == "give" else None, unit=unit, posts=posts)
    theirs = Address.objects.filter(Q(unit=unit) | Q(post__unit=unit))
    if do == "take":
        address = get_object_or_404(theirs, pk=thing if thing.isdecimal() else 0, derived=False)
        services.take_address(by=request.user, address=address)
        messages.success(request, _("The address is free again."))
        return redirect("desk:setup:mail_office", pk)
    if form.is_valid():
        try:
            services.give_address(by=request.user, **form.cleaned_data)
        except services.MailError as error:
            form.add_error("address", str(error))
        else:
            messages.success(request, _("The address leads to whoever holds it, from now on."))
            return redirect("desk:setup:mail_office", pk)
    context = {
        **mail_frame(request),
        "unit": unit,
        "form": form,
        "rows": _rows(unit, posts, theirs),
    }
    return render(request, "desk/setup/mail/office.html", context, status=status_of(form))


def _rows(unit: Unit, posts: list[Post], theirs: Any) -> list[dict[str, Any]]:
    """The unit first, then its posts, each with who gets its mail and its addresses."""
    holders: dict[int, list[str]] = {}
    held = Holding.objects.filter(in_force(today()), post__in=posts).order_by("acting", "pk")
    for post_id, name in held.values_list("post_id", "person__name"):
        holders.setdefault(post_id, []).append(name)
    found = list(theirs.select_related("fallback__person").order_by("derived", "address"))
    heads = [name for post in posts if post.heads_unit for name in holders.get(post.pk, [])]
    return [
        {
            "post": None,
            "holders": heads,
            "addresses": [each for each in found if each.unit_id == unit.pk],
        },
        *(
            {
                "post": post,
                "holders": holders.get(post.pk, []),
                "addresses": [each for each in found if each.post_id == post.pk],
            }
            for post in posts
        ),
    ]
