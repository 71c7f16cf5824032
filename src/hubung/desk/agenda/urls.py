"""`/desk/agenda/`: the agendas that somebody keeps, and what they decide about closing."""

from __future__ import annotations

from django.urls import path

from hubung.desk.agenda.views import calendars, closing, diaries, entries, week
from hubung.disclosure.agenda import policies
from hubung.kernel.rights import staff

app_name = "agenda"
urlpatterns = [
    path("", diaries.first, name="first"),
    path("buka/", diaries.open_one, name="open"),
    path("keputusan/<int:pk>/", closing.decide, name="decide"),
    path("<slug:slug>/", week.week, name="week"),
    path("<slug:slug>/akhiri/", diaries.end, name="end"),
    path("<slug:slug>/hari/", week.mark, name="mark"),
    path("<slug:slug>/kalender/", calendars.calendars, name="calendars"),
    path("<slug:slug>/tawaran/<int:pk>/", calendars.settle, name="settle_offer"),
    path("<slug:slug>/baru/", entries.add, name="add"),
    path("<slug:slug>/<int:pk>/", entries.edit, name="edit"),
    path("<slug:slug>/<int:pk>/tutup/", closing.propose, name="propose"),
]

_KEPT = staff(sees=policies.may_write, thing="who keeps the agenda")
RIGHTS = {
    "first": staff(policies.may_enter_room),
    "open": staff(policies.may_open_diaries),
    "decide": staff(sees=policies.may_see_closure, thing="who keeps the agenda"),
    "week": _KEPT,
    "end": staff(sees=policies.may_open_diary, thing="who opens agendas of its unit"),
    "mark": _KEPT,
    "add": _KEPT,
    "edit": _KEPT,
    "propose": _KEPT,
    "calendars": _KEPT,
    "settle_offer": _KEPT,
}
