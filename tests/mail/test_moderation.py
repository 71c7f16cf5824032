"""A letter to a moderated group through the real daemons."""

from __future__ import annotations

from hubung.mail import services
from hubung.mail.models import GroupLetter, LetterState
from tests.support.mail_system import DOMAIN, MailSystem, until

ADDRESS = f"pengumuman@{DOMAIN}"


def test_a_letter_waits_is_released_and_reaches_each_member_once(system: MailSystem) -> None:
    writer, reader, chief = (system.person(name) for name in ("bebas", "anggota", "moderator"))
    group = system.group("pengumuman", writer, reader, writers="chosen")
    group.chosen_writers.create(account=writer.account)
    group.members.create(outside="mitra@example.com")
    services.set_moderation(by=None, group=group, moderated=True, chosen=[chief.account])
    writer.send(ADDRESS, "Bebas menulis")
    reader.await_subject("Bebas menulis")
    assert b"Bebas menulis" in system.world.mail_to("mitra@example.com")

    system.arrive("warga@example.org", ADDRESS, "Mohon izin")
    held = until(
        "the letter waits", lambda: GroupLetter.objects.filter(subject="Mohon izin").first()
    )
    assert held.state == LetterState.WAITING
    system.arrive("warga@example.org", ADDRESS.replace("@", "+x@"), "Dengan tambahan")
    until(
        "this one waits, too",
        lambda: GroupLetter.objects.filter(subject="Dengan tambahan").exists(),
    )
    assert reader.subjects() == ["Bebas menulis"]
    services.release_letter(by=chief.account.person, letter=held)
    for member in (writer, reader):
        assert member.await_subject("Mohon izin")["return-path"] == "<warga@example.org>"
        assert member.subjects() == ["Bebas menulis", "Mohon izin"]
    until(
        "nothing is kept of it",
        lambda: GroupLetter.objects.get(pk=held.pk).state == LetterState.DELIVERED,
    )
    assert not GroupLetter.objects.get(pk=held.pk).content
