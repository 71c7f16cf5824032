"""Addresses of the account pages, in Indonesian, under allauth's own names.

Only what is listed here can be reached: nobody signs up, and mail addresses come from the
directory alone.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path, re_path

from hubung.directory.accounts import views
from hubung.directory.accounts.provider import pages
from hubung.kernel.rights import ACCOUNT, EVERYBODY, secret

urlpatterns = [
    path("", views.account, name="accounts_home"),
    path("masuk/", account.login, name="account_login"),
    path("masuk/kode/", mfa.authenticate, name="mfa_authenticate"),
    path("masuk/kunci-sandi/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("keluar/", views.sign_out, name="account_logout"),
    path("nonaktif/", account.account_inactive, name="account_inactive"),
    path("pastikan/", account.reauthenticate, name="account_reauthenticate"),
    path("pastikan/kode/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(
        "pastikan/kunci-sandi/",
        webauthn.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("sandi/ubah/", account.password_change, name="account_change_password"),
    path("sandi/buat/", account.password_set, name="account_set_password"),
    path("sandi/lupa/", account.password_reset, name="account_reset_password"),
    path("sandi/lupa/terkirim/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^sandi/baru/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "sandi/baru/selesai/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("faktor-kedua/", mfa.index, name="mfa_index"),
    path("faktor-kedua/mulai/", views.enrol, name="accounts_enrol"),
    path("faktor-kedua/aplikasi/", totp.activate_totp, name="mfa_activate_totp"),
    path("faktor-kedua/aplikasi/hapus/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("faktor-kedua/kode-pemulihan/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "faktor-kedua/kode-pemulihan/baru/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "faktor-kedua/kode-pemulihan/unduh/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("kunci-sandi/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("kunci-sandi/tambah/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("kunci-sandi/<int:pk>/hapus/", views.remove_passkey, name="mfa_remove_webauthn"),
    path("kunci-sandi/<int:pk>/ubah/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("sesi/", views.sessions, name="usersessions_list"),
    path("sesi/<int:key>/akhiri/", views.end_session, name="accounts_end_session"),
    path("sesi/akhiri-semua/", views.end_all_sessions, name="accounts_end_all_sessions"),
    path("aplikasi/", pages.applications, name="accounts_applications"),
    path("aplikasi/<slug:client_id>/cabut/", pages.shut_out, name="accounts_shut_out"),
]

_HALFWAY = secret("a password given a moment ago")
RIGHTS = {
    "account_login": EVERYBODY,
    "mfa_authenticate": _HALFWAY,
    "mfa_login_webauthn": EVERYBODY,
    "account_logout": EVERYBODY,
    "account_inactive": EVERYBODY,
    "account_reset_password": EVERYBODY,
    "account_reset_password_done": EVERYBODY,
    "account_reset_password_from_key": secret("the address in the mail"),
    "account_reset_password_from_key_done": EVERYBODY,
} | dict.fromkeys(
    (
        "accounts_home",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "account_change_password",
        "account_set_password",
        "mfa_index",
        "accounts_enrol",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_remove_webauthn",
        "mfa_edit_webauthn",
        "usersessions_list",
        "accounts_end_session",
        "accounts_end_all_sessions",
        "accounts_applications",
        "accounts_shut_out",
    ),
    ACCOUNT,
)
