"""A device and a place in plain words, from what a browser tells: enough to recognise one's own."""

from __future__ import annotations

import ipaddress

from django.utils.translation import gettext as _

#: The first mark found decides, so the more particular ones stand first: Edge also says Chrome,
#: Chrome also says Safari, Android also says Linux.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def names(user_agent: str) -> tuple[str, str]:
    """Browser and system, as every language calls them; empty where not recognised."""
    return (
        next((name for mark, name in BROWSERS if mark in user_agent), ""),
        next((name for mark, name in SYSTEMS if mark in user_agent), ""),
    )


def device(user_agent: str) -> str:
    """Chrome on Windows; what is not recognised is said so."""
    browser, system = names(user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown device")


def place(address: str) -> str:
    """Where an IP address (v4 or v6) is, as far as it says: this machine, the office, outside."""
    where = ipaddress.ip_address(address)
    if where.is_loopback:
        return _("On the server itself")
    if where.is_private:
        return _("Office network, %(address)s") % {"address": address}
    return _("Internet, %(address)s") % {"address": address}
