"""Somebody retires: their post goes on without a day's gap, and nothing of theirs is lost."""

from __future__ import annotations

import imaplib
import smtplib
from datetime import timedelta

import pytest

from hubung.directory.models import Holding, Person, Post, today
from hubung.mail import services
from hubung.mail.models import Account
from tests.support.mail_system import DOMAIN, MailSystem

ADDRESS = f"direktur.uji@{DOMAIN}"


def test_the_account_closes_and_the_posts_address_is_the_successors(system: MailSystem) -> None:
    before, after = system.person("purna"), system.person("pengganti")
    post = Post.objects.create(unit=system.unit, title="Direktur Uji", email=ADDRESS)
    held = Holding.objects.create(
        post=post, person=before.account.person, valid_from=today() - timedelta(days=900)
    )
    services.provision()
    system.arrive("warga@example.org", ADDRESS, "Kepada yang lama")
    before.await_subject("Kepada yang lama")

    # What the staff file of that day says.
    Person.objects.filter(pk=before.account.person_id).update(is_active=False)
    held.valid_to = today()
    held.save()
    Holding.objects.create(post=post, person=after.account.person, valid_from=today())
    services.provision()
    system.arrive("warga@example.org", ADDRESS, "Kepada yang baru")
    after.await_subject("Kepada yang baru")
    after.send("warga@example.org", "Jawaban direktur", sender=ADDRESS)
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        system.arrive("warga@example.org", before.login, "Terlambat")
    with pytest.raises(imaplib.IMAP4.error, match="Authentication failed"):
        before.imap()

    # Whoever comes back finds what they had, and nothing that came meanwhile for the post.
    Person.objects.filter(pk=before.account.person_id).update(is_active=True)
    services.provision()
    services.activate(person=before.account.person)
    _device, secret = services.make_app_password(
        account=Account.objects.get(pk=before.account.pk), name="Ponsel"
    )
    before.secret = secret
    assert before.subjects() == ["Kepada yang lama"]
