"""Where a provider from outside sends people back to, under the name that allauth knows."""

from __future__ import annotations

from django.urls import path

from hubung.kernel.rights import secret
from hubung.portal.members.views import outside

urlpatterns = [
    path("masuk/luar/<slug:provider_id>/", outside.back, name="openid_connect_callback"),
]

RIGHTS = {"openid_connect_callback": secret("an answer to the question of this browser")}
