"""Addresses under `/desk/`. Each room of the desk adds itself with one line."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from hubung.desk.views import actions, attachments, case, composer, presence, worklist

app_name = "desk"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", worklist.desk, name="desk"),
    path("live", presence.live, name="live"),
    path("tampilan/", worklist.keep_view, name="keep_view"),
    path("tampilan/<int:pk>/", worklist.change_view, name="change_view"),
    path("pilih/<slug:what>/", composer.offers, name="offers"),
    path("rekan/", composer.names, name="names"),
    path("laporan/<str:number>/", case.show_case, name="case"),
    path("laporan/<str:number>/hadir/", presence.here, name="here"),
    path("laporan/<str:number>/draf/<slug:slug>/", composer.save_draft, name="draft"),
    path("laporan/<str:number>/templat/<int:pk>/", composer.canned_text, name="canned"),
    path("laporan/<str:number>/sisip/<slug:slug>/", composer.insert_canned, name="insert"),
    path("laporan/<str:number>/lampiran/<int:pk>/", attachments.download, name="file"),
    path("laporan/<str:number>/lampiran/<int:pk>/kecil/", attachments.preview, name="preview"),
    path("laporan/<str:number>/tautan/<int:pk>/", actions.unlink, name="unlink"),
    path("laporan/<str:number>/lakukan/<slug:slug>/", actions.act, name="act"),
    path("pejabat/", include("hubung.desk.official.urls")),
    path("baru/", include("hubung.desk.intake.urls")),
    path("surat/", include("hubung.desk.boxes.urls")),
    path("audit/", include("hubung.desk.audit.urls")),
    path("pengaturan/", include("hubung.desk.setup.urls")),
]
