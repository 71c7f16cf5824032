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
from hubung.mail.services.quotas import end_quota_rule, keep_quota_rules, set_quota_rule
from hubung.mail.services.report import Report
from hubung.mail.services.reserved import free_name, reserve_name
from hubung.mail.services.rounds import ask_round
from hubung.mail.services.rules import (
    add_filter,
    end_absence,
    remove_filter,
    renew_answers,
    set_absence,
)
from hubung.mail.services.sending import (
    ask_to_send,
    end_sending_limit,
    forget_sent,
    release_sending,
    set_sending_limit,
)
from hubung.mail.services.words import keep_words

__all__ = [
    "MailError",
    "Report",
    "Sent",
    "account_of",
    "activate",
    "add_domain",
    "add_filter",
    "add_forward",
    "add_member",
    "ask_round",
    "ask_to_send",
    "choose_members",
    "close_on",
    "delete_held",
    "end_absence",
    "end_forward",
    "end_group",
    "end_quota_rule",
    "end_sending_limit",
    "forget_held",
    "forget_sent",
    "free_name",
    "give_address",
    "hold",
    "keep_quota_rules",
    "keep_words",
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
    "remove_filter",
    "remove_member",
    "rename_group",
    "renew_answers",
    "reserve_name",
    "resume",
    "revoke_app_password",
    "send_due_links",
    "send_links",
    "set_absence",
    "set_moderation",
    "set_quota",
    "set_quota_rule",
    "set_sending_limit",
    "set_writers",
    "settle_closed",
    "share",
    "suspend",
    "take_address",
    "take_letter",
    "unshare",
]
