"""Formal requests for information: at the desk of the information officer, and of the superior."""

from __future__ import annotations

from django.urls import path

from hubung.desk.redaction import views as redacting
from hubung.desk.requests import counter, views

app_name = "requests"
urlpatterns = [
    path("", views.first, name="first"),
    path("baru/", views.take, name="take"),
    path("dari/<str:number>/", views.turn, name="turn"),
    path("keberatan/<str:number>/", counter.objection, name="objection"),
    path("jawaban/<int:pk>/tarik/", views.withdraw, name="withdraw"),
    path("dokumen/<int:pk>/", redacting.document, name="document"),
    path("dokumen/<int:pk>/halaman/<int:page>/", redacting.page, name="document_page"),
    path("dokumen/<int:pk>/hasil/", redacting.made, name="document_made"),
    path("laporan/", views.yearly, name="yearly"),
    path("<str:number>/", views.one, name="one"),
    path("<str:number>/dokumen/", redacting.add, name="add_document"),
    path("<str:number>/<slug:slug>/", views.act, name="do"),
]
