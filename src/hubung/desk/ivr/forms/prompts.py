"""What callers hear as forms: a prompt in one language, a new one, the announcement."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hubung.desk.ivr import words
from hubung.desk.ivr.forms.fields import spoken_field
from hubung.kernel.calendars import Language
from hubung.telephony.menu.tree import NAME
from hubung.telephony.prompts.recordings import MOST_BYTES
from hubung.telephony.prompts.wording import LANGUAGES, Wording
from hubung.ui.forms import Card, ChoiceCards

VOICE, RECORDING = "voice", "recording"
_BY = {
    VOICE: gettext_lazy("The voice of this program"),
    RECORDING: gettext_lazy("An own recording"),
}
_CARDS = {
    VOICE: Card("chat", gettext_lazy("Speaks the text below; another text is spoken anew.")),
    RECORDING: Card(
        "mic", gettext_lazy("Is played instead; the text is for those who cannot hear it.")
    ),
}


class PromptForm(forms.Form):
    """One prompt in one language."""

    by = forms.ChoiceField(
        label=gettext_lazy("Said by"),
        choices=list(_BY.items()),
        widget=ChoiceCards(cards=_CARDS),
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, language: Language, wording: Wording | None
    ) -> None:
        self.language = language
        self._has_recording = bool(wording and wording.recorded_at)
        initial = {
            "text": wording.text if wording else "",
            "by": RECORDING if self._has_recording else VOICE,
        }
        super().__init__(data, files, prefix=language, initial=initial)
        self.fields["text"] = spoken_field(_("Text"), language)
        hint = _("WAV (PCM), at most 60 seconds. It is made fit for the telephone.")
        if self._has_recording:
            hint += " " + _("Without a new file the recording stays.")
        self.fields["recording"] = forms.FileField(
            label=_("Recording"), required=False, help_text=hint
        )
        self.order_fields(["text", "by", "recording"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        chosen = said.get("recording")
        if chosen and chosen.size > MOST_BYTES:
            too_large = _("The file is larger than %(n)s MB. Record in one channel, 16 bits.")
            self.add_error("recording", too_large % {"n": MOST_BYTES // 1_000_000})
        # Whoever chooses a file means it.
        if chosen:
            said["by"] = RECORDING
        missing = said.get("by") == RECORDING and not (chosen or self._has_recording)
        if missing and "recording" not in self.errors:
            self.add_error("recording", _("Choose the file with the recording."))
        return said

    def words(self) -> dict[str, Any]:
        """For `prompts.services.word_prompt`."""
        said = self.cleaned_data
        file = cast("UploadedFile[Any] | None", said.get("recording"))
        return {
            "language": self.language,
            "text": said["text"],
            "recording": file.read() if file else None,
            "keep_recording": said["by"] == RECORDING and file is None,
        }


class NewPromptForm(forms.Form):
    """A prompt of the office's own, for its menu."""

    key = forms.RegexField(
        NAME,
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Small letters, digits and dashes, as banjir-merak."),
        error_messages={
            "invalid": gettext_lazy("Name the prompt with small letters, digits and dashes."),
            "required": gettext_lazy("Name the prompt with small letters, digits and dashes."),
        },
    )

    def __init__(self, data: Any = None, *, taken: set[str]) -> None:
        self._taken = taken
        super().__init__(data)
        _in_both_languages(self)

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if key in self._taken:
            raise forms.ValidationError(_("A prompt of this name is there already."))
        return key


class AnnouncementForm(forms.Form):
    """What every caller hears first while an emergency lasts."""

    def __init__(self, data: Any = None, *, texts: dict[Language, str]) -> None:
        super().__init__(data, initial={str(language): text for language, text in texts.items()})
        _in_both_languages(self)

    @property
    def texts(self) -> dict[Language, str]:
        return {language: self.cleaned_data[language] for language in LANGUAGES}


def _in_both_languages(form: forms.Form) -> None:
    for language in LANGUAGES:
        form.fields[language] = spoken_field(str(words.LANGUAGES[language]), language)
