"""`/desk/daftar-informasi/`: the register for those who hold information, and who decide on it."""

from __future__ import annotations

from django.urls import path

from hubung.desk.register import exempting, views
from hubung.disclosure.register import policies
from hubung.kernel.rights import staff

app_name = "register"
urlpatterns = [
    path("", views.first, name="first"),
    path("baru/", views.add, name="add"),
    path("pengecualian/<int:pk>/", exempting.decide, name="decide"),
    path("terbitan/<int:pk>/", views.open_edition, name="edition"),
    path("terbitan/<int:pk>/tarik/", views.take_back, name="take_back"),
    path("<int:pk>/", views.edit, name="edit"),
    path("<int:pk>/terbitkan/", views.publish, name="publish"),
    path("<int:pk>/akhiri/", views.end, name="end"),
    path("<int:pk>/kecualikan/", exempting.propose, name="propose"),
]

_KEPT = staff(sees=policies.may_write, thing="who keeps what the unit holds")
RIGHTS = {
    "first": staff(policies.may_enter_room),
    "add": staff(policies.may_add),
    "decide": staff(sees=policies.may_see_exemption, thing="who may read what the unit holds"),
    "edition": staff(sees=policies.may_see_edition, thing="who may read what the unit holds"),
    "take_back": staff(sees=policies.may_write_edition, thing="who keeps what the unit holds"),
    "edit": staff(
        sees=policies.may_see, sends=policies.may_add, thing="who may read what the unit holds"
    ),
    "publish": _KEPT,
    "end": _KEPT,
    "propose": _KEPT,
}
