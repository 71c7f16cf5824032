"""Addresses that mail programs and mail servers know by heart."""

from __future__ import annotations

from django.urls import path, re_path

from hubung.kernel.rights import EVERYBODY
from hubung.mail import discovery

urlpatterns = [
    path("mail/config-v1.1.xml", discovery.autoconfig, name="mail_autoconfig"),
    path(
        ".well-known/autoconfig/mail/config-v1.1.xml",
        discovery.autoconfig,
        name="mail_autoconfig_known",
    ),
    # Programs write it in capitals of every kind.
    re_path(
        r"^[Aa]uto[Dd]iscover/[Aa]uto[Dd]iscover\.xml$",
        discovery.autodiscover,
        name="mail_autodiscover",
    ),
    path(".well-known/mta-sts.txt", discovery.mta_sts, name="mail_mta_sts"),
]

RIGHTS = {
    "mail_autoconfig": EVERYBODY,
    "mail_autoconfig_known": EVERYBODY,
    "mail_autodiscover": EVERYBODY,
    "mail_mta_sts": EVERYBODY,
}
