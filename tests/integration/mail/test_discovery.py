"""Mail programs that set themselves up, and servers that ask whether to encrypt."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django import Settings

from hubung.mail.models import Domain

DOMAIN = "dephub.go.id"
ASKED = (
    '<?xml version="1.0"?>'
    '<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006">'
    "<Request><EMailAddress>{}</EMailAddress><AcceptableResponseSchema>"
    "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"
    "</AcceptableResponseSchema></Request></Autodiscover>"
)
ANSWERED = "{http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a}"


@pytest.fixture(autouse=True)
def served(db: None, settings: Settings) -> None:
    main = Domain.objects.create(name=DOMAIN)
    Domain.objects.create(name="kemenhub.go.id", alias_of=main)
    hubung = settings.HUBUNG
    system = hubung.mail_system.model_copy(
        update={"hostname": f"mail.{DOMAIN}", "standard_ports": True, "mta_sts": "enforce"}
    )
    settings.HUBUNG = hubung.model_copy(update={"mail_system": system})
    settings.ALLOWED_HOSTS = ["*"]


def get(host: str, path: str) -> bytes:
    answer = Client().get(path, headers={"host": host})
    assert answer.status_code == 200
    return answer.content


@pytest.mark.parametrize(
    ("host", "path"),
    [
        (f"autoconfig.{DOMAIN}", "/mail/config-v1.1.xml"),
        (DOMAIN, f"/.well-known/autoconfig/mail/config-v1.1.xml?emailaddress=ani%40{DOMAIN}"),
    ],
)
def test_thunderbird_reads_its_servers(host: str, path: str) -> None:
    """As its own reader does: the first of each kind that it can use."""
    root = ElementTree.fromstring(get(host, path))  # noqa: S314
    assert (root.tag, root.get("version")) == ("clientConfig", "1.1")
    provider = root.find("emailProvider")
    assert provider is not None
    assert [one.text for one in provider.findall("domain")] == [DOMAIN, "kemenhub.go.id"]
    read = [
        (
            server.get("type"),
            *(server.findtext(name) for name in ("hostname", "port", "socketType")),
        )
        for server in (*provider.findall("incomingServer"), *provider.findall("outgoingServer"))
    ]
    assert read == [
        ("imap", f"mail.{DOMAIN}", "993", "SSL"),
        ("imap", f"mail.{DOMAIN}", "143", "STARTTLS"),
        ("smtp", f"mail.{DOMAIN}", "465", "SSL"),
        ("smtp", f"mail.{DOMAIN}", "587", "STARTTLS"),
    ]


@pytest.mark.parametrize("path", ["autodiscover/autodiscover.xml", "Autodiscover/Autodiscover.xml"])
def test_outlook_is_answered_for_an_address(path: str) -> None:
    body = ASKED.format(f"ani@{DOMAIN}")
    answer = Client(enforce_csrf_checks=True).post(f"/{path}", body, content_type="text/xml")
    root = ElementTree.fromstring(answer.content)  # noqa: S314
    read = {
        one.findtext(f"{ANSWERED}Type"): (
            one.findtext(f"{ANSWERED}Port"),
            one.findtext(f"{ANSWERED}LoginName"),
        )
        for one in root.iter(f"{ANSWERED}Protocol")
    }
    assert read == {"IMAP": ("993", f"ani@{DOMAIN}"), "SMTP": ("465", f"ani@{DOMAIN}")}


@pytest.mark.parametrize(
    "body",
    [
        "no xml",
        ASKED.format("nobody"),
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + ASKED[21:].format("&x;@x.id"),
        "<a>" * 20_000,
    ],
)
def test_what_is_no_question_gets_outlooks_own_error(body: str) -> None:
    answer = Client().post("/autodiscover/autodiscover.xml", body, content_type="text/xml")
    assert b"<ErrorCode>600</ErrorCode>" in answer.content
    assert b"root:" not in answer.content


def test_the_policy_of_encryption_stands_at_its_own_name_alone() -> None:
    lines = get(f"mta-sts.{DOMAIN}", "/.well-known/mta-sts.txt").decode().split("\r\n")
    read = dict(line.split(": ", 1) for line in lines if line)
    assert read == {
        "version": "STSv1",
        "mode": "enforce",
        "mx": f"mail.{DOMAIN}",
        "max_age": "604800",
    }
    for host in (DOMAIN, "mta-sts.example.org"):
        answer = Client().get("/.well-known/mta-sts.txt", headers={"host": host})
        assert answer.status_code == 404


def test_domains_of_others_are_not_ours_to_answer_for() -> None:
    client = Client()
    body = ASKED.format("ani@example.org")
    answer = client.post("/autodiscover/autodiscover.xml", body, content_type="text/xml")
    assert answer.status_code == 404
    where = {"host": "autoconfig.example.org"}
    assert client.get("/mail/config-v1.1.xml", headers=where).status_code == 404
