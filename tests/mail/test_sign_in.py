"""Who gets in to mailbox and submission: app passwords, tokens, suspension."""

from __future__ import annotations

import imaplib
import secrets
import smtplib
import socket
from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest
from allauth.idp.oidc.models import Token

from hubung.kernel import clock
from hubung.mail.daemons import suspension
from hubung.mail.models import AccountState, AppPassword, Use
from tests.support.mail_system import Mailbox, MailSystem, app_password, until
from tests.support.patience import PATIENCE


def test_each_device_has_its_password_and_its_last_use(system: MailSystem) -> None:
    kirana = system.person("kirana")
    telephone = app_password(kirana.account)
    kirana.imap().logout()
    kirana.imap(telephone).logout()
    devices = AppPassword.objects.filter(account=kirana.account).values_list("pk", flat=True)
    until(
        "both uses are noted",
        lambda: (
            {f"imap/{device}" for device in devices}
            == set(Use.objects.filter(login=kirana.login).values_list("service", flat=True))
        ),
    )


def test_a_revoked_password_opens_nothing(system: MailSystem) -> None:
    ratih = system.person("ratih")
    ratih.imap().logout()
    AppPassword.objects.filter(account=ratih.account).update(revoked_at="2026-01-01T00:00:00Z")
    with pytest.raises(imaplib.IMAP4.error, match="Authentication failed"):
        ratih.imap()


def test_another_persons_password_opens_nothing(system: MailSystem) -> None:
    one, other = system.person("satu"), system.person("dua")
    with pytest.raises(imaplib.IMAP4.error, match="Authentication failed"):
        one.imap(other.secret)


@pytest.mark.parametrize("mechanism", ["OAUTHBEARER", "XOAUTH2"])
def test_a_token_of_ours_signs_in_without_a_password(system: MailSystem, mechanism: str) -> None:
    sekar = system.person(f"sekar-{mechanism.lower()}")
    token = access_token(sekar, "openid", "mail")
    said = bearer(mechanism, sekar.login, token)
    with system.imap() as client:
        client.authenticate(mechanism, lambda _: said)
        assert client.select()[0] == "OK"
    with smtplib.SMTP("127.0.0.1", system.mail.submission_port, timeout=PATIENCE) as client:
        client.starttls(context=system.tls)
        client.ehlo()
        assert client.docmd("AUTH", f"{mechanism} {b64encode(said).decode()}")[0] == 235


def test_a_token_for_something_else_or_of_yesterday_opens_nothing(system: MailSystem) -> None:
    gatra = system.person("gatra-token")
    other = access_token(gatra, "openid", "profile")
    late = access_token(gatra, "openid", "mail", expires_at=clock.now() - timedelta(minutes=1))
    mine = access_token(gatra, "openid", "mail")
    somebody = system.person("bukan-gatra")
    for login, token in (
        (gatra.login, other),
        (gatra.login, late),
        (somebody.login, mine),
        (gatra.login, "made-up"),
    ):
        with system.imap() as client, pytest.raises(imaplib.IMAP4.error):
            client.authenticate(
                "OAUTHBEARER", lambda _, x=(login, token): bearer("OAUTHBEARER", *x)
            )
    with pytest.raises(imaplib.IMAP4.error):
        gatra.imap(mine)


def access_token(mailbox: Mailbox, *scopes: str, **more: Any) -> str:
    """What the provider gives a webmail, as it keeps it."""
    value = secrets.token_urlsafe(32)
    token = Token(
        type=Token.Type.ACCESS_TOKEN,
        user=mailbox.account.person,
        **{"expires_at": clock.now() + timedelta(minutes=5), **more},
    )
    token.set_value(value)
    token.set_scopes(list(scopes))
    token.save()
    return value


def bearer(mechanism: str, login: str, token: str) -> bytes:
    if mechanism == "XOAUTH2":
        return f"user={login}\1auth=Bearer {token}\1\1".encode()
    return f"n,a={login},\1host=mail\1port=143\1auth=Bearer {token}\1\1".encode()


def test_suspension_ends_open_sessions_at_once(system: MailSystem) -> None:
    jaya = system.person("jaya")
    client = jaya.imap()
    client.select()
    jaya.account.state = AccountState.SUSPENDED
    jaya.account.save()
    suspension.cut_off(system.place, jaya.login)
    with pytest.raises((imaplib.IMAP4.abort, OSError)):
        until("the session has ended", lambda: client.noop() and False, seconds=20)
    with pytest.raises(imaplib.IMAP4.error, match="Authentication failed"):
        jaya.imap()
    # Mail goes on to arrive: a suspension is no farewell.
    system.arrive("warga@example.org", jaya.login, "Masih diterima")
    jaya.account.state = AccountState.ACTIVE
    jaya.account.save()
    jaya.await_subject("Masih diterima")


def test_somebody_without_a_session_can_be_cut_off(system: MailSystem) -> None:
    suspension.cut_off(system.place, system.person("tidak-masuk").login)


def test_imap_with_tls_at_once(system: MailSystem) -> None:
    wulandari = system.person("wulandari")
    with imaplib.IMAP4_SSL(
        "127.0.0.1", system.mail.imaps_port, ssl_context=system.tls, timeout=PATIENCE
    ) as client:
        client.login(wulandari.login, wulandari.secret)
        folders = b" ".join(client.list()[1])
    for use in (b"\\Sent", b"\\Drafts", b"\\Junk", b"\\Trash", b"\\Archive"):
        assert use in folders


def test_the_filters_controls_are_nobodys_from_outside(system: MailSystem) -> None:
    """Its sockets are files of its account; the daemons' other inner doors, too."""
    for path in (system.place.run / "rspamd" / "controller", system.place.milter):
        assert path.is_socket()
        assert path.stat().st_mode & 0o007 == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", 11334)) != 0
