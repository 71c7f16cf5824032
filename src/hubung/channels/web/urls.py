"""The web door: report, receipt, tracking. Addresses are Indonesian, as people read them out."""

from __future__ import annotations

from django.urls import path

from hubung.channels.web.views import files, report, track
from hubung.kernel.rights import EVERYBODY, secret

app_name = "web"
urlpatterns = [
    path("lapor/", report.report, name="report"),
    path("lapor/terkirim/<str:token>/", report.receipt, name="receipt"),
    path("lapor/berkas/", report.keep_file, name="keep-file"),
    path("lapor/saran/", report.suggestion, name="suggestion"),
    path("lacak/", track.enter, name="track"),
    path("lacak/<str:number>/", track.case_page, name="case"),
    path("lacak/<str:number>/berkas/<int:pk>/", files.download, name="file"),
    path("lacak/<str:number>/berkas/<int:pk>/kecil/", files.preview, name="preview"),
    path("lacak/<str:number>/tutup/", track.leave, name="leave"),
    path("lacak/<str:number>/<slug:action>/", track.act, name="act"),
]

_REPORTER = secret("number and code of the report")
RIGHTS = {
    "report": EVERYBODY,
    "receipt": secret("the address after sending"),
    "keep-file": EVERYBODY,
    "suggestion": EVERYBODY,
    "track": EVERYBODY,
    "case": _REPORTER,
    "file": _REPORTER,
    "preview": _REPORTER,
    # Forgets the report in this browser, whether or not it was open there.
    "leave": EVERYBODY,
    "act": _REPORTER,
}
