"""The web door: report, receipt, tracking. Addresses are Indonesian, as people read them out."""

from __future__ import annotations

from django.urls import path

from hubung.channels.web.views import report

app_name = "web"
urlpatterns = [
    path("lapor/", report.report, name="report"),
    path("lapor/terkirim/<str:token>/", report.receipt, name="receipt"),
    path("lapor/berkas/", report.keep_file, name="keep-file"),
    path("lapor/saran/", report.suggestion, name="suggestion"),
]
