"""`/kinerja/`."""

from __future__ import annotations

from django.urls import path

from hubung.kernel.rights import EVERYBODY
from hubung.portal.published import files, services, views

app_name = "published"
urlpatterns = [
    path("", views.ministry, name="ministry"),
    path("angka.csv", files.csv_file, name="csv"),
    path("angka.json", files.json_file, name="json"),
    path("telepon.csv", files.calls_csv, name="calls_csv"),
    path("bidang/<slug:code>/", views.sector, name="sector"),
    path("layanan/", services.services, name="services"),
    path("layanan.csv", services.services_csv, name="services_csv"),
    path("unit/", views.units, name="units"),
    path("unit/<str:code>/", views.unit, name="unit"),
]

RIGHTS = {
    "ministry": EVERYBODY,
    "csv": EVERYBODY,
    "json": EVERYBODY,
    "calls_csv": EVERYBODY,
    "sector": EVERYBODY,
    "services": EVERYBODY,
    "services_csv": EVERYBODY,
    "units": EVERYBODY,
    "unit": EVERYBODY,
}
