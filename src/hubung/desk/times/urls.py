"""`/desk/layanan/`: the services of a unit, for those who hand in their times."""

from __future__ import annotations

from django.urls import path

from hubung.desk.times import views
from hubung.insight.times import policies
from hubung.kernel.rights import staff

app_name = "times"
urlpatterns = [
    path("", views.first, name="first"),
    path("baru/", views.add, name="add"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/ubah/", views.edit, name="edit"),
]

_KEPT = staff(
    policies.may_add, sees=policies.may_keep, thing="who answers for the unit that provides it"
)
RIGHTS = {
    "first": staff(policies.may_enter_room),
    "add": staff(policies.may_add),
    "show": staff(
        sees=policies.may_see, sends=policies.may_add, thing="who may read what the unit hands in"
    ),
    "edit": _KEPT,
}
