"""Public information: asking for it, and what was given to others. Addresses are Indonesian."""

from __future__ import annotations

from django.urls import path

from hubung.kernel.rights import EVERYBODY, secret
from hubung.portal.information.views import answers, asking, request

app_name = "information"
urlpatterns = [
    path("minta-informasi/", asking.ask, name="ask"),
    path("minta-informasi/<str:number>/", request.page, name="request"),
    path("minta-informasi/<str:number>/<slug:action>/", request.act, name="act"),
    path("informasi/jawaban/", answers.listing, name="answers"),
    path("informasi/jawaban/<int:pk>/", answers.one, name="answer"),
    path("informasi/jawaban/<int:pk>/berkas/<int:file>/", answers.download, name="answer_file"),
]

_ASKER = secret("number and code of the request")
RIGHTS = {
    "ask": EVERYBODY,
    "request": _ASKER,
    "act": _ASKER,
    "answers": EVERYBODY,
    "answer": EVERYBODY,
    "answer_file": EVERYBODY,
}
