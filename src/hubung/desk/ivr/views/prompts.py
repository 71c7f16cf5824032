"""`…/telepon/suara/`: what callers hear, as text and as sound."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hubung.desk.ivr.forms.prompts import NewPromptForm, PromptForm
from hubung.desk.ivr.words import LANGUAGES as LANGUAGE_WORDS
from hubung.desk.setup.frame import frame, status_of
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.kernel.calendars import Language
from hubung.telephony.menu import policies, services
from hubung.telephony.menu.editing import says, users
from hubung.telephony.models import MenuState, MenuVersion, PromptWording
from hubung.telephony.prompts import speaking
from hubung.telephony.prompts.catalogue import ALL, TEXTS
from hubung.telephony.prompts.recordings import RecordingError
from hubung.telephony.prompts.services import PromptError, forget_wording, word_prompt
from hubung.telephony.prompts.voice import NoVoiceError
from hubung.telephony.prompts.wording import LANGUAGES, Wording, wordings


@dataclass(frozen=True)
class Version:
    """A prompt in one language; `wording` is None where nobody has worded it, `seconds` where it
    has no sound yet."""

    language: Language
    language_word: str
    wording: Wording | None
    seconds: float | None


@dataclass(frozen=True)
class Prompt:
    key: str
    versions: list[Version]
    in_menu: bool


@require_safe
@never_cache
@staff_required
def prompts(request: StaffRequest) -> HttpResponse:
    """All of them: sentences, or (`?bagian=angka`) the words that numbers are put together from."""
    policies.require(policies.may_keep_menu(request.user))
    parts = request.GET.get("bagian") == "angka"
    text = request.GET.get("cari", "").strip()[:100].lower()
    known = wordings()
    ready = {language: speaking.lengths(language) for language in LANGUAGES}
    said_by_menu = _said_by_menu()
    found = [
        Prompt(
            key,
            [_version(known, ready, key, language) for language in LANGUAGES],
            key in said_by_menu,
        )
        for key in dict.fromkeys(key for key, _language in _sentences_first(known))
        if (key in ALL and key not in TEXTS) == parts
    ]
    shown = [one for one in found if _matches(one, text)]
    return render(
        request,
        "desk/ivr/prompts.html",
        {
            **frame(request, "prompts"),
            "prompts": shown,
            "parts": parts,
            "text": text,
            "recorded": sum(
                bool(one.wording and one.wording.recorded_at)
                for prompt in found
                for one in prompt.versions
            ),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def prompt(request: StaffRequest, key: str) -> HttpResponse:
    """One prompt in both languages."""
    policies.require(policies.may_keep_menu(request.user))
    known = wordings()
    if not any((key, language) in known for language in LANGUAGES):
        raise Http404
    posted = _language(request.POST.get("language", "")) if request.method == "POST" else None
    forms = {
        language: PromptForm(
            request.POST if language == posted else None,
            request.FILES if language == posted else None,
            language=language,
            wording=known.get((key, language)),
        )
        for language in LANGUAGES
    }
    if posted and request.POST.get("do") == "forget":
        return _forget(request, key, posted)
    if posted and forms[posted].is_valid() and _word(request, key, forms[posted]):
        return redirect("desk:ivr:prompt", key)
    ready = {language: speaking.lengths(language) for language in LANGUAGES}
    rows = {row.language: row for row in _rows(key)}
    return render(
        request,
        "desk/ivr/prompt.html",
        {
            **frame(request, "prompts"),
            "key": key,
            "sides": [
                (_version(known, ready, key, language), forms[language], rows.get(language))
                for language in LANGUAGES
            ],
            "form": forms[posted] if posted else None,
            "of_catalogue": key in ALL,
            "original": {language: ALL[key].to(language) for language in LANGUAGES}
            if key in ALL
            else {},
            "used": _uses(key),
        },
        status=status_of(*forms.values()),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def new_prompt(request: StaffRequest) -> HttpResponse:
    """A prompt of the office's own."""
    policies.require(policies.may_keep_menu(request.user))
    taken = {key for key, _language in wordings()}
    form = NewPromptForm(request.POST or None, taken=taken)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"]
        with transaction.atomic():
            for language in LANGUAGES:
                text = form.cleaned_data[language]
                word_prompt(by=request.user, key=key, language=language, text=text)
        for language in LANGUAGES:
            speak(request, key, language)
        messages.success(request, _("The prompt is there. Steps can say it now."))
        return redirect("desk:ivr:prompt", key)
    return render(
        request,
        "desk/ivr/new_prompt.html",
        {**frame(request, "prompts"), "form": form},
        status=status_of(form),
    )


@require_safe
@never_cache
@staff_required
def sound(request: StaffRequest, key: str, language: str) -> HttpResponse:
    """What callers hear, as they hear it."""
    policies.require(policies.may_announce(request.user))
    try:
        content = speaking.heard(key, _language(language))
    except KeyError:
        raise Http404 from None
    except NoVoiceError as error:
        return HttpResponse(
            str(error), status=HTTPStatus.CONFLICT, content_type="text/plain; charset=utf-8"
        )
    return _partly(request, content)


def speak(request: StaffRequest, key: str, language: Language) -> None:
    """Have it spoken now, so that no caller waits for it; say so where nothing speaks here."""
    try:
        speaking.heard(key, language)
    except NoVoiceError as error:
        messages.warning(
            request,
            _("The words are kept, but have no sound here yet: %(why)s") % {"why": error},
        )


def _partly(request: StaffRequest, content: bytes) -> HttpResponse:
    """Browsers ask for a part of a sound to know whether they can wind it."""
    asked = re.fullmatch(r"bytes=(\d{1,12})-(\d{0,12})", request.headers.get("Range", ""))
    first = int(asked[1]) if asked else 0
    last = min(int(asked[2]) if asked and asked[2] else len(content), len(content) - 1)
    partly = asked is not None and first <= last
    answer = HttpResponse(
        content[first : last + 1] if partly else content, content_type="audio/wav"
    )
    answer["Accept-Ranges"] = "bytes"
    if partly:
        answer.status_code = HTTPStatus.PARTIAL_CONTENT
        answer["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
    return answer


def _word(request: StaffRequest, key: str, form: PromptForm) -> bool:
    """False when the form now says why the prompt is as it was."""
    try:
        word_prompt(by=request.user, key=key, **form.words())
    except RecordingError as error:
        form.add_error("recording", str(error))
        return False
    except PromptError as error:
        form.add_error("text", str(error))
        return False
    speak(request, key, form.language)
    messages.success(request, _("Kept. Callers hear it from now on."))
    return True


def _forget(request: StaffRequest, key: str, language: Language) -> HttpResponse:
    try:
        forget_wording(by=request.user, key=key, language=language)
    except PromptError as error:
        messages.error(request, str(error))
        return redirect("desk:ivr:prompt", key)
    if key in ALL:
        speak(request, key, language)
        messages.success(request, _("The words of this program are said again."))
        return redirect("desk:ivr:prompt", key)
    messages.success(request, _("The prompt is gone in this language."))
    return redirect("desk:ivr:prompts")


def _version(
    known: dict[tuple[str, Language], Wording],
    ready: dict[Language, dict[str, float]],
    key: str,
    language: Language,
) -> Version:
    wording = known.get((key, language))
    seconds = ready[language].get(key)
    if wording and wording.recorded_at:
        seconds = wording.seconds
    return Version(language, str(LANGUAGE_WORDS[language]), wording, seconds)


def _sentences_first(known: dict[tuple[str, Language], Wording]) -> list[tuple[str, Language]]:
    """The office's own before those of the catalogue."""
    return sorted(known, key=lambda one: one[0] in ALL)


def _matches(one: Prompt, text: str) -> bool:
    said = [version.wording.text.lower() for version in one.versions if version.wording]
    return all(word in " ".join([one.key, *said]) for word in text.split())


def _said_by_menu() -> set[str]:
    return {say.key for node in services.in_force().tree.nodes.values() for say in says(node)}


def _uses(key: str) -> list[tuple[MenuVersion | None, list[str]]]:
    """(version, titles of its steps) for the menu in force and the drafts that say it."""
    live = services.live_version()
    kept = (MenuState.LIVE, MenuState.DRAFT, MenuState.TRIED)
    versions = [(one, services.tree_of(one)) for one in MenuVersion.objects.filter(state__in=kept)]
    trees = versions if live else [(None, services.in_force().tree), *versions]
    found = [(one, [tree.nodes[name].title for name in users(tree, key)]) for one, tree in trees]
    return [(one, titles) for one, titles in found if titles]


def _rows(key: str) -> list[PromptWording]:
    own = PromptWording.objects.filter(key=key).select_related("changed_by")
    return list(own.defer("recording"))


def _language(said: str) -> Language:
    for language in LANGUAGES:
        if said == language:
            return language
    raise Http404
