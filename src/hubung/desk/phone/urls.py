"""The telephone at the desk. Its WebSocket is `socket.PATH`."""

from __future__ import annotations

from django.urls import path

from hubung.desk.phone import policies, views
from hubung.kernel.rights import staff

app_name = "phone"
urlpatterns = [
    path("bilah/", views.bar, name="bar"),
    path("lakukan/", views.wish, name="wish"),
    path("saluran/", views.line, name="line"),
    path("tujuan/", views.whom, name="whom"),
    path("penelepon/", views.caller, name="caller"),
    path("tautkan/", views.link, name="link"),
]

_AGENT = staff(policies.may_answer)
RIGHTS = dict.fromkeys(("bar", "wish", "line", "whom", "caller", "link"), _AGENT)
