"""The callers' menu, its prompts, the emergency."""

from __future__ import annotations

from django.urls import path

from hubung.desk.ivr.views import changing, emergency, files, menu, prompts, trial
from hubung.kernel.rights import staff
from hubung.telephony.menu import policies

app_name = "ivr"
urlpatterns = [
    path("", menu.first, name="first"),
    path("menu/", menu.menu, name="menu"),
    path("menu/berkas/", files.read_file, name="read_file"),
    path("menu/<int:pk>/", menu.version, name="version"),
    path("menu/<int:pk>/lakukan/", menu.act, name="act"),
    path("menu/<int:pk>/berkas/", files.save_file, name="save_file"),
    path("menu/<int:pk>/coba/", trial.trial, name="trial"),
    path("menu/<int:pk>/arah/", changing.lead, name="lead"),
    path("menu/<int:pk>/jam/", changing.hours, name="hours"),
    path("menu/<int:pk>/langkah/", changing.add, name="add"),
    path("menu/<int:pk>/langkah/<slug:name>/", changing.step, name="step"),
    path("suara/", prompts.prompts, name="prompts"),
    path("suara-baru/", prompts.new_prompt, name="new_prompt"),
    path("suara/<slug:key>/", prompts.prompt, name="prompt"),
    path("suara/<slug:key>/<slug:language>.wav", prompts.sound, name="sound"),
    path("darurat/", emergency.announcement, name="emergency"),
]

_KEEPS = staff(policies.may_keep_menu)
_ANNOUNCES = staff(policies.may_announce)
RIGHTS = {
    "first": _ANNOUNCES,
    "menu": _KEEPS,
    "read_file": _KEEPS,
    "version": _KEEPS,
    "act": _KEEPS,
    "save_file": _KEEPS,
    "trial": _KEEPS,
    "lead": _KEEPS,
    "hours": _KEEPS,
    "add": _KEEPS,
    "step": _KEEPS,
    "prompts": _KEEPS,
    "new_prompt": _KEEPS,
    "prompt": _KEEPS,
    "sound": _ANNOUNCES,
    "emergency": _ANNOUNCES,
}
