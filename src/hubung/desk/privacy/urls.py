"""Personal-data requests, restrictions and legal holds."""

from __future__ import annotations

from django.urls import path

from hubung.desk.privacy import views

app_name = "privacy"
urlpatterns = [
    path("", views.first, name="first"),
    path("penahanan/", views.holds, name="holds"),
    path("penahanan/<int:pk>/lepas/", views.lift_hold, name="lift_hold"),
    path("pembatasan/<int:pk>/cabut/", views.lift, name="lift"),
    path("<str:number>/", views.request_page, name="request"),
    path("<str:number>/berkas/", views.package, name="package"),
    path("<str:number>/<slug:slug>/", views.act, name="do"),
]
