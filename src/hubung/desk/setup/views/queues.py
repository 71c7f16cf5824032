"""`/desk/pengaturan/antrean/`: queues and who serves them, telephones, wrap-up codes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from hubung.desk.setup.forms.queues import CodeForm, ProfileForm, QueueForm, TelephoneForm
from hubung.desk.setup.frame import frame, status_of
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.directory.models import Person
from hubung.telephony.models import AgentProfile, CallQueue, Telephone
from hubung.telephony.queues import codes, policies, reading, services

#: The address of a queue that is not there yet.
NEW = "baru"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def queues(request: StaffRequest) -> HttpResponse:
    """All of it; telephones and codes are added here."""
    policies.require(policies.may_keep_queues(request.user))
    do = request.POST.get("do", "")
    forms: dict[str, Form] = {
        "telephone": TelephoneForm(request.POST if do == "telephone" else None, auto_id="tel_%s"),
        "code": CodeForm(request.POST if do == "code" else None, auto_id="code_%s"),
    }
    if do in forms and forms[do].is_valid():
        said = forms[do].cleaned_data
        keep = services.keep_telephone if do == "telephone" else services.keep_code
        try:
            keep(by=request.user, **said)
        except services.QueueError as error:
            forms[do].add_error(None, str(error))
        else:
            messages.success(request, _("Kept. It holds within five seconds."))
            return redirect("desk:setup:queues")
    known = reading.all_queues()
    profiles = reading.profiles([queue for queue in known if queue.is_open])
    titles = {queue.name: queue.title for queue in known}
    people = Person.objects.filter(pk__in=profiles).order_by("name")
    serving = {
        name: sum(name in profile.queues for profile in profiles.values()) for name in titles
    }
    context = {
        **frame(request, "queues"),
        "queues": [
            (queue, serving[queue.name], [titles.get(one, one) for one in queue.overflow_to])
            for queue in known
        ],
        "new": NEW,
        "agents": [
            (
                person,
                sorted(titles.get(name, name) for name in profiles[str(person.pk)].queues),
                sorted(profiles[str(person.pk)].languages),
            )
            for person in people
        ],
        "telephones": Telephone.objects.select_related("post__unit", "unit"),
        "codes": [(code, codes.label(code)) for code in codes.all_codes()],
        "forms": forms,
        "failed": forms.get(do),
    }
    return render(request, "desk/setup/queues.html", context, status=status_of(*forms.values()))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def queue(request: StaffRequest, name: str) -> HttpResponse:
    """One queue and its rules."""
    policies.require(policies.may_keep_queues(request.user))
    known = reading.all_queues()
    found = next((one for one in known if one.name == name), None)
    if found is None and name != NEW:
        raise Http404
    kept = found or CallQueue()
    initial = {rule: getattr(kept, rule) for rule in services.RULES} | {"title": kept.title}
    others = [(one.name, one.title) for one in known if one.name != kept.name]
    form = QueueForm(request.POST or None, initial=initial, others=others)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = dict(form.cleaned_data)
        try:
            services.keep_queue(by=request.user, name=kept.name or slugify(said["title"]), **said)
        except services.QueueError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Kept. It holds within five seconds."))
            return redirect("desk:setup:queues")
    context = {**frame(request, "queues"), "queue": found, "form": form}
    return render(request, "desk/setup/queue.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def agent(request: StaffRequest, pk: int) -> HttpResponse:
    """What one agent may be given; `by_roles` forgets what was said by hand."""
    policies.require(policies.may_keep_queues(request.user))
    person = get_object_or_404(Person, pk=pk)
    open_queues = reading.open_queues()
    profile = reading.profiles(open_queues).get(str(pk))
    if profile is None:
        raise Http404
    if request.POST.get("do") == "by_roles":
        services.forget_profile(by=request.user, person=person)
        return redirect("desk:setup:agent", pk)
    initial: dict[str, Any] = {
        "queues": sorted(profile.queues),
        "languages": sorted(profile.languages),
        **{f"level_{sector}": level for sector, level in profile.skills.items()},
    }
    form = ProfileForm(request.POST or None, initial=initial, queues=open_queues)
    if request.method == "POST" and form.is_valid():
        services.set_profile(
            by=request.user,
            person=person,
            queues=form.cleaned_data["queues"],
            languages=form.cleaned_data["languages"],
            levels=form.levels,
        )
        messages.success(request, _("Kept. It holds within five seconds."))
        return redirect("desk:setup:queues")
    context = {
        **frame(request, "queues"),
        "person": person,
        "form": form,
        "levels": [form[name] for name in form.fields if name.startswith("level_")],
        "by_hand": AgentProfile.objects.filter(person=person).exists(),
    }
    return render(request, "desk/setup/agent.html", context, status=status_of(form))


@require_POST
@staff_required
def remove_telephone(request: StaffRequest, pk: int) -> HttpResponse:
    """Nobody is led there any more."""
    policies.require(policies.may_keep_queues(request.user))
    services.remove_telephone(by=request.user, telephone=get_object_or_404(Telephone, pk=pk))
    messages.success(request, _("Removed: no caller is led there any more."))
    return redirect("desk:setup:queues")
