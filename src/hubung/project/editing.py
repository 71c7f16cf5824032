"""All addresses of the program, with Wagtail's below `/kelola/`; see
`hubung.portal.content.editing.middleware`.
"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from wagtail.admin import urls as wagtail
from wagtail.utils.urlpatterns import decorate_urlpatterns

from hubung.portal.content.editing.door import guarded, to_our_own
from hubung.portal.content.editing.middleware import ROOM
from hubung.project import urls

#: Sign-in, passwords and the account are not Wagtail's business here.
_CLOSED = ("login/", "password_reset/", "account/", "logout/", "failwhale/", "test404/")
_OURS = [
    path("login/", to_our_own("account_login"), name="wagtailadmin_login"),
    path("logout/", to_our_own("account_logout"), name="wagtailadmin_logout"),
    path("account/", to_our_own("accounts_home"), name="wagtailadmin_account"),
]
_wagtails = [each for each in wagtail.urlpatterns if str(each.pattern) not in _CLOSED]

urlpatterns: list[URLPattern | URLResolver] = [
    path(ROOM[1:], include(decorate_urlpatterns([*_OURS, *_wagtails], guarded))),
    *urls.urlpatterns,
]
handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler500 = urls.handler500
