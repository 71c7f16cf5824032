"""`/informasi/`: the register of public information, for everybody."""

from __future__ import annotations

from django.urls import path

from hubung.kernel.rights import EVERYBODY
from hubung.portal.information.views import register

app_name = "public_register"
urlpatterns = [
    path("", register.listing, name="list"),
    path("daftar.json", register.as_json, name="json"),
    path("daftar.csv", register.as_csv, name="csv"),
    path("belum-terbit/", register.unpublished, name="missing"),
    path("dikecualikan/", register.exemptions, name="exemptions"),
    path("dikecualikan/<int:pk>/", register.exemption, name="exemption"),
    path("daftar/<int:pk>/", register.item, name="item"),
    path("daftar/<int:pk>/berkas/<int:file>/", register.download, name="file"),
]

RIGHTS = {route.name: EVERYBODY for route in urlpatterns if route.name}
