"""Addresses of the protocol, under allauth's own names; only what is listed can be reached."""

from __future__ import annotations

from django.urls import include, path

from hubung.directory.accounts.provider import views
from hubung.kernel.rights import EVERYBODY, secret

app_name = "idp"
_oidc = [
    path(".well-known/openid-configuration", views.configuration, name="configuration"),
    path("masuk-tunggal/kunci.json", views.jwks, name="jwks"),
    path("masuk-tunggal/izin", views.authorization, name="authorization"),
    path("masuk-tunggal/token", views.token, name="token"),
    path("masuk-tunggal/orang", views.userinfo, name="userinfo"),
    path("masuk-tunggal/cabut", views.revoke, name="revoke"),
    path("masuk-tunggal/keluar", views.logout, name="logout"),
]
urlpatterns = [path("", include((_oidc, "oidc")))]

RIGHTS = {
    "oidc:configuration": EVERYBODY,
    "oidc:jwks": EVERYBODY,
    "oidc:authorization": secret("a registered application's question; then a second factor"),
    "oidc:token": secret("an application's secret, and a code or a refresh token"),
    "oidc:userinfo": secret("an access token"),
    "oidc:revoke": secret("an application's secret"),
    "oidc:logout": EVERYBODY,
}
