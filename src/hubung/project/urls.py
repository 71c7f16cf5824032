"""Where each address of the program goes. An app adds itself with one line."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from hubung.kernel.rights import EVERYBODY
from hubung.portal.content import serving
from hubung.project import health
from hubung.ui import errors

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("ui/", include("hubung.ui.urls")),
    path("desk/direktori/impor/", include("hubung.directory.importing.urls")),
    path("desk/token/", include("hubung.api.pages.urls")),
    path("desk/", include("hubung.desk.urls")),
    path("audit/", include("hubung.audit.urls")),
    path("api/", include("hubung.api.urls")),
    path("open311/v2/", include("hubung.open311.urls")),
    path("akun/surel/", include("hubung.mail.urls")),
    path("", include("hubung.mail.discovery_urls")),
    path("scim/v2/", include("hubung.scim.urls")),
    path("akun/", include("hubung.directory.accounts.urls")),
    path("", include("hubung.directory.accounts.provider.urls")),
    path("agenda/", include("hubung.portal.agenda.urls")),
    path("data/", include("hubung.portal.opendata.urls")),
    path("kinerja/", include("hubung.portal.published.urls")),
    path("cari/", include("hubung.portal.search.urls")),
    path("langganan/", include("hubung.portal.subscriptions.urls")),
    path("saya/", include("hubung.portal.members.urls")),
    path("saya/", include("hubung.portal.members.outside_urls")),
    path("", include("hubung.portal.urls")),
    path("", include("hubung.portal.offline.urls")),
    path("", include("hubung.channels.web.urls")),
    path("", include("hubung.privacy.urls")),
    path("informasi/", include("hubung.portal.information.register_urls")),
    path("", include("hubung.portal.information.urls")),
    path("surel/", include("hubung.channels.email.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("hubung.portal.content.urls")),
    # Last, and under Wagtail's name for it: any other path may be that of a page. Only what a page
    # can be called, so that anything else is nothing at all; programs are told so in their way.
    re_path(
        r"^(?!(?:api|scim)/)(?P<path>[a-z0-9-]+(?:/[a-z0-9-]+)*/?)$",
        serving.page,
        name="wagtail_serve",
    ),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

RIGHTS = {
    "healthz": EVERYBODY,
    "readyz": EVERYBODY,
    "set_language": EVERYBODY,
    "wagtail_serve": EVERYBODY,
}
