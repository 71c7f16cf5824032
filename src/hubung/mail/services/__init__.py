"""Changes to the mail: accounts, addresses, groups, devices, domains.

Every function is keyword only and one transaction: who may, the change, its record, its event. `by`
is who does it; None is the system itself. `MailError` carries a sentence for people.
"""

from hubung.mail.services.accounts import (
    activate,
    close_on,
    open_shared,
    resume,
    set_quota,
    settle_closed,
    share,
    suspend,
    unshare,
)
from hubung.mail.services.activation import (
    Sent,
    account_of,
    make_link,
    send_due_links,
    send_links,
)
from hubung.mail.services.addresses import add_forward, end_forward, give_address, take_address
from hubung.mail.services.devices import make_app_password, revoke_app_password
from hubung.mail.services.domains import add_domain
from hubung.mail.services.errors import MailError
from hubung.mail.services.groups import (
    add_member,
    end_group,
    make_group,
    remove_member,
    set_writers,
)
from hubung.mail.services.membership import choose_members, rename_group
from hubung.mail.services.moderation import (
    moderated_group,
    reject_letter,
    release_letter,
    set_moderation,
    take_letter,
)
from hubung.mail.services.opening import open_mailbox
from hubung.mail.services.provisioning import provision
from hubung.mail.services.quarantine import (
    delete_held,
    forget_held,
    hold,
    read_held,
    release_held,
)
from hubung.mail.services.report import Report
from hubung.mail.services.sending import (
    ask_to_send,
    end_sending_limit,
    forget_sent,
    release_sending,
    set_sending_limit,
)

__all__ = [
    "MailError",
    "Report",
    "Sent",
    "account_of",
    "activate",
    "add_domain",
    "add_forward",
    "add_member",
    "ask_to_send",
    "choose_members",
    "close_on",
    "delete_held",
    "end_forward",
    "end_group",
    "end_sending_limit",
    "forget_held",
    "forget_sent",
    "give_address",
    "hold",
    "make_app_password",
    "make_group",
    "make_link",
    "moderated_group",
    "open_mailbox",
    "open_shared",
    "provision",
    "read_held",
    "reject_letter",
    "release_held",
    "release_letter",
    "release_sending",
    "remove_member",
    "rename_group",
    "resume",
    "revoke_app_password",
    "send_due_links",
    "send_links",
    "set_moderation",
    "set_quota",
    "set_sending_limit",
    "set_writers",
    "settle_closed",
    "share",
    "suspend",
    "take_address",
    "take_letter",
    "unshare",
]
