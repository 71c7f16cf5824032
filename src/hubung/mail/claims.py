"""What an application that may use the mailbox is told of it."""

from __future__ import annotations

from hubung.directory.accounts.provider.claims import told_for
from hubung.directory.models import Person
from hubung.mail.models import Account, AccountState


@told_for("mail")
def mailbox(person: Person) -> dict[str, str]:
    """`mailbox`: the name to sign in with at IMAP and submission; nothing where there is none."""
    login = (
        Account.objects.filter(person=person, state=AccountState.ACTIVE)
        .values_list("login", flat=True)
        .first()
    )
    return {"mailbox": login} if login else {}
