"""The portal: its home page, the call from the browser, and the door of the editors' room."""

from __future__ import annotations

from django.urls import path

from hubung.kernel.rights import EVERYBODY, staff
from hubung.portal import calling, views
from hubung.portal.content import policies
from hubung.portal.content.editing.door import never_here

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("hubungi/", calling.page, name="call"),
    path("hubungi/saluran/", calling.line, name="line"),
    # Wagtail's own addresses are in hubung.project.editing, which is loaded when somebody comes.
    path("kelola/", never_here, name="editing"),
]

RIGHTS = {
    "home": EVERYBODY,
    "call": EVERYBODY,
    "line": EVERYBODY,
    "editing": staff(policies.may_edit),
}
