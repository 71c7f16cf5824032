"""Calls: the list, one call, its recordings."""

from __future__ import annotations

from django.urls import path

from hubung.channels.phone import listening, policies
from hubung.desk.calls import views
from hubung.kernel.rights import staff

app_name = "calls"
urlpatterns = [
    path("", views.calls, name="list"),
    path("<int:pk>/", views.call, name="call"),
    path("<int:pk>/nomor/", views.number, name="number"),
    path("<int:pk>/tautkan/", views.link, name="link"),
    path("<int:pk>/lepas/", views.unlink, name="unlink"),
    path("<int:pk>/tanpa-laporan/", views.settle, name="settle"),
    path("<int:pk>/telepon-balik/", views.call_back, name="call_back"),
    path("rekaman/<int:pk>/dengar/", views.listen, name="listen"),
    path("rekaman/<int:pk>/suara.wav", views.sound, name="sound"),
    path("pesan/<str:number>/", views.write_down, name="write_down"),
]

_SEEN = staff(policies.may_use_calls, sees=policies.can_see, thing="who may know of the call")
_DECIDED = staff(
    policies.may_use_calls, sees=policies.may_decide, thing="who may decide about the call"
)
_HEARD = staff(
    policies.may_use_calls,
    sees=lambda person, recording: listening.may_listen(person, recording.call),
    thing="who may listen to the call",
)
RIGHTS = {
    "list": staff(policies.may_use_calls),
    "call": _SEEN,
    "number": _SEEN,
    "link": _SEEN,
    "unlink": _SEEN,
    "settle": _DECIDED,
    "call_back": _DECIDED,
    "listen": _HEARD,
    "sound": _HEARD,
    "write_down": staff(sees=policies.may_write_down, thing="who works on the report"),
}
