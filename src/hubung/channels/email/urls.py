"""Pages that mails point to."""

from __future__ import annotations

from django.urls import path

from hubung.channels.email import views
from hubung.kernel.rights import secret

app_name = "email"
urlpatterns = [path("berhenti/<str:token>/", views.stop, name="stop")]

RIGHTS = {"stop": secret("the address in their mail")}
