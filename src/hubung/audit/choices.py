"""What is put on record."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    """Readings of what is protected, and changes that no case's timeline tells of."""

    CASE_READ = "case_read", _("Read a protected report")
    FILE_READ = "file_read", _("Opened a file of a protected report")
    MAIL_READ = "mail_read", _("Read a raw mail")
    CALL_HEARD = "call_heard", _("Listened to a call")
    AGENDA_READ = "agenda_read", _("Read closed entries of an agenda")
    CONTACT_SHOWN = "contact_shown", _("Had contact data shown")
    NUMBER_SHOWN = "number_shown", _("Had a NIK or NIP shown")
    EXPORTED = "exported", _("Took data out")
    LOG_READ = "log_read", _("Read the access log")
    SIGNED_IN = "signed_in", _("Signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("Sign-in failed")
    SIGNED_OUT = "signed_out", _("Signed out")
    FACTOR_USED = "factor_used", _("Showed the second factor")
    FACTOR_FAILED = "factor_failed", _("Second factor failed")
    FACTOR_CHANGED = "factor_changed", _("Changed a second factor")
    FACTOR_RESET = "factor_reset", _("Took second factors away")
    PASSWORD_CHANGED = "password_changed", _("Changed a password")
    ACCOUNT_CLOSED = "account_closed", _("Closed an account")
    ACCOUNT_OPENED = "account_opened", _("Opened an account again")
    ROLE_GRANTED = "role_granted", _("Gave a role")
    ROLE_REVOKED = "role_revoked", _("Took a role back")
    PERSON_CHANGED = "person_changed", _("Added a person, or changed what is written of one")
    PROVISIONED = "provisioned", _("Had a program set up an account or a group")
    POST_CHANGED = "post_changed", _("Appointed or relieved somebody")
    UNIT_CHANGED = "unit_changed", _("Changed a unit")
    IMPORTED = "imported", _("Imported a file")
    SETUP_CHANGED = "setup_changed", _("Changed calendar, limits or canned answers")
    TOKEN_ISSUED = "token_issued", _("Made a token for a program")
    TOKEN_REVOKED = "token_revoked", _("Revoked a token")
    TOKEN_ELSEWHERE = "token_elsewhere", _("Used a token from a new address")
    DESK_PHONE_GIVEN = "desk_phone_given", _("Made a password for a desk telephone")
    DESK_PHONE_TAKEN = "desk_phone_taken", _("Cut a desk telephone off")
    APPLICATION_MADE = "application_made", _("Let an application in")
    CLIENT_CHANGED = "client_changed", _("Changed which applications sign in here")
    CLIENT_ENTERED = "client_entered", _("Signed in to an application")
    CLIENT_SHUT_OUT = "client_shut_out", _("Took an application's access back")
    SIGN_ON_KEY_MADE = "sign_on_key_made", _("Made a key for the sign-on")
    MAIL_CHANGED = "mail_changed", _("Changed a mailbox, an address or a group")
    MAILBOX_SUSPENDED = "mailbox_suspended", _("Suspended a mailbox")
    MAILBOX_RESUMED = "mailbox_resumed", _("Let a mailbox go on")
    MAILBOX_CLOSED = "mailbox_closed", _("Closed a mailbox from a day on")
    HELD_RELEASED = "held_released", _("Let a held letter through")
    HELD_DELETED = "held_deleted", _("Deleted a held letter")
    SENDING_STOPPED = "sending_stopped", _("Stopped a mailbox from sending")
    SENDING_RELEASED = "sending_released", _("Let a mailbox send again")
    MAIL_PASSWORD_MADE = "mail_password_made", _("Made a password for a mail program")
    MAIL_PASSWORD_REVOKED = "mail_password_revoked", _("Revoked a mail program's password")
    REGISTER_CHANGED = "register_changed", _("Changed the register of public information")
    SERVICE_CHANGED = "service_changed", _("Changed a service, or handed in its times")
    SETTINGS_CHANGED = "settings_changed", _("Changed the settings")
    DATA_ERASED = "data_erased", _("Erased personal data")
    DELETED = "deleted", _("Deleted what its time was over for")
    HELD = "held", _("Placed or lifted a legal hold")
    DATA_KEY_CHANGED = "data_key_changed", _("Changed the key of NIK and NIP")
    SEAL_KEY_MADE = "seal_key_made", _("Made a key for seals")


#: Those that only look.
READINGS = frozenset(
    {
        Act.CASE_READ,
        Act.FILE_READ,
        Act.MAIL_READ,
        Act.CALL_HEARD,
        Act.AGENDA_READ,
        Act.CONTACT_SHOWN,
        Act.NUMBER_SHOWN,
        Act.EXPORTED,
        Act.LOG_READ,
    }
)
