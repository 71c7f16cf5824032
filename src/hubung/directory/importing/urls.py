"""Under `/desk/direktori/impor/`."""

from __future__ import annotations

from django.urls import path

from hubung.directory.importing import views
from hubung.directory.policies import may_import
from hubung.kernel.rights import STAFF, staff

urlpatterns = [
    path("", views.start, name="directory_import"),
    path("<int:pk>/", views.show, name="directory_import_job"),
    path("<int:pk>/ambil/", views.confirm, name="directory_import_confirm"),
    path("contoh/<slug:kind>.csv", views.sample, name="directory_import_sample"),
]

_IMPORT = staff(may_import)
RIGHTS = {
    "directory_import": _IMPORT,
    "directory_import_job": _IMPORT,
    "directory_import_confirm": _IMPORT,
    "directory_import_sample": STAFF,
}
