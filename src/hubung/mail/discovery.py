"""What mail programs and other mail servers ask for, at names below each mail domain.

`autoconfig.` answers Thunderbird and its kin, `autodiscover.` Outlook, `mta-sts.` servers that want
to know whether mail to us must be encrypted (RFC 8461). None of it is secret, and none of it says
whether an address exists.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from lxml import etree

from hubung.mail.models import Domain
from hubung.mail.mta_sts import policy

#: A question of Outlook has some hundred bytes.
_MOST_BYTES = 20_000
_XML = "text/xml; charset=utf-8"
_ASKED = "{http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006}"


@dataclass(frozen=True)
class Server:
    """A door of ours, as a mail program is to know it."""

    kind: str
    host: str
    port: int
    #: Else TLS is begun by STARTTLS.
    tls_at_once: bool


@require_safe
def autoconfig(request: HttpRequest) -> HttpResponse:
    """Mozilla's config-v1.1.xml, for the domain in the host's name or the address asked about."""
    domain = _domain(request, "autoconfig.", request.GET.get("emailaddress", ""))
    context = {
        "domain": domain,
        "names": [domain.name, *domain.aliases.values_list("name", flat=True)],
        "ministry": settings.HUBUNG.ministry.name,
        "servers": list(servers()),
        "page": f"{settings.HUBUNG.public_url}/akun/surel/",
    }
    return render(request, "mail/discovery/config-v1.1.xml", context, content_type=_XML)


@csrf_exempt
@require_POST
def autodiscover(request: HttpRequest) -> HttpResponse:
    """Outlook's question in XML, answered for addresses of our domains."""
    address = _asked_about(request)
    if address is None:
        context = {"code": 600, "message": "Invalid Request"}
        name = "mail/discovery/autodiscover_error.xml"
        return render(request, name, context, content_type=_XML)
    domain = _domain(request, "autodiscover.", address)
    context = {"login": address, "domain": domain, "servers": list(servers())}
    return render(request, "mail/discovery/autodiscover.xml", context, content_type=_XML)


@require_safe
def mta_sts(request: HttpRequest) -> HttpResponse:
    """The policy, at the one name below the domain where it holds."""
    host = request.get_host().partition(":")[0].lower()
    if not host.startswith("mta-sts."):
        raise Http404
    _domain(request, "mta-sts.", "")
    return HttpResponse(policy(settings.HUBUNG.mail_system), content_type="text/plain")


def servers() -> Iterator[Server]:
    """Those with TLS from the first byte come first, as programs take the first they can."""
    system = settings.HUBUNG.mail_system
    host, ports = system.hostname, system.ports
    yield Server("imap", host, ports.imaps, True)
    yield Server("imap", host, ports.imap, False)
    yield Server("smtp", host, ports.submissions, True)
    yield Server("smtp", host, ports.submission, False)


def _domain(request: HttpRequest, prefix: str, address: str) -> Domain:
    """A domain of ours. Raises Http404, also while the mail system's name is not set."""
    host = request.get_host().partition(":")[0].lower()
    name = host.removeprefix(prefix) if host.startswith(prefix) else ""
    asked = address.rpartition("@")[2].lower()
    found = Domain.objects.filter(name=asked or name).first()
    if found is None or not settings.HUBUNG.mail_system.hostname:
        raise Http404
    return found


def _asked_about(request: HttpRequest) -> str | None:
    """The address in Outlook's question; None where it is none."""
    body = request.read(_MOST_BYTES + 1)
    if len(body) > _MOST_BYTES:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        found = etree.fromstring(body, parser).findtext(f".//{_ASKED}EMailAddress")
    except (etree.XMLSyntaxError, ValueError):
        return None
    address = (found or "").strip()
    return address if "@" in address and len(address) <= 254 else None
