"""The mail boxes."""

from __future__ import annotations

from django.urls import path

from hubung.desk.boxes import policies, views
from hubung.kernel.rights import staff

app_name = "boxes"
urlpatterns = [
    path("", views.pen, name="pen"),
    path("otomatis/", views.ignored, name="ignored"),
    path("keluar/", views.outbox, name="outbox"),
    path("keluar/<int:pk>/lagi/", views.send_again, name="again"),
    path("keluar/<int:pk>/batal/", views.stop, name="stop"),
    path("<int:pk>/", views.message, name="message"),
    path("<int:pk>/mentah/", views.raw, name="raw"),
]

_READ = staff(sees=policies.may_read, thing="who may read the mail")
_SETTLE = staff(
    policies.may_act_on_outbox, sees=policies.may_know_of, thing="who may know of the mail"
)
RIGHTS = {
    "pen": staff(policies.first_box),
    "ignored": staff(policies.may_see_pen),
    "outbox": staff(policies.may_see_outbox),
    "again": _SETTLE,
    "stop": _SETTLE,
    "message": _READ,
    "raw": _READ,
}
