"""The addresses of the django-helpdesk project that `helpdesk` measures."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("django.contrib.auth.urls")),
    path("", include("helpdesk.urls", namespace="helpdesk")),
]
