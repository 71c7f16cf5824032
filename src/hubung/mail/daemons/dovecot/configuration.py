"""Dovecot's configuration, from our settings. Pure: reads and writes nothing."""

from __future__ import annotations

from hubung.mail.daemons.accounts import BOXES, POSTFIX, Account
from hubung.mail.daemons.dovecot import shared
from hubung.mail.daemons.handed import ASK_SECONDS, KNOWN, LATER
from hubung.mail.daemons.place import Place
from hubung.mail.daemons.postfix.configuration import NEVER_NOW
from hubung.mail.daemons.source import Source

HEAD = "# Written by Hubung at each start; change the settings of Hubung instead.\n"
#: Mail programs know these folders by their use, whatever they call them.
_FOLDERS = {
    "Drafts": "\\Drafts",
    "Sent": "\\Sent",
    "Junk": "\\Junk",
    "Trash": "\\Trash",
    "Archive": "\\Archive",
}
#: A connection is waited for five milliseconds: too little, where much is going on.
_ASKED_AT_MOST = 12
#: Connections to the database; more look-ups wait for one of them.
_LOOK_UPS = 8
_NOW = {"sqlite": "unixepoch()", "pgsql": "extract(epoch FROM now())"}
_LOGIN, _DIGEST = "'%u'", "'%{sha256:password}'"


def files(place: Place, *, database_owner: Account) -> dict[str, tuple[str, int]]:
    """Text and mode by file name. `database_owner` may write what a SQLite file holds."""
    connect = f"driver = {place.source.kind}\nconnect = {place.source.for_dovecot()}\n"
    made = {
        f"{name}.conf": (f"{HEAD}{connect}password_query = {query}\n", 0o600)
        for name, query in _sign_ins(place.source).items()
    }
    made["mailbox.conf"] = (
        f"{HEAD}{connect}user_query = {_mailbox(place)}\niterate_query = {_EVERYBODY}\n",
        0o600,
    )
    made["use.conf"] = (HEAD + _use(place), 0o600)
    made["shared.conf"] = (
        f"{HEAD}connect = {place.source.for_dovecot()}\n{shared.MAPS}",
        0o600,
    )
    made["dovecot.conf"] = (HEAD + _dovecot(place, database_owner), 0o644)
    return made


def before_sieve() -> str:
    """What is done with everybody's mail before their own rules: spam is filed.

    And what is there already is dropped: Postfix hands a letter over again when it did not hear
    that it was taken, as when this daemon was killed in that moment (`hubung.mail.daemons.handed`).
    Of the lines Received the first is ours, the second Postfix's, which is the same each time.

    Sieve knows no "try again later". But a letter that can't be sent on now is taken later, and
    Postfix always says of this address that it can't.
    """
    asked = ",\n    ".join(['execute :output "said" "handed-over" "${line}"'] * _ASKED_AT_MOST)
    return f"""\
require ["fileinto", "index", "mailbox", "variables", "vnd.dovecot.execute"];
if header :index 2 :matches "Received" "*(Postfix) with *" {{
  set "line" "${{2}}";
  set "said" "{LATER}";
  if anyof (
    {asked}
  ) {{
  }}
  if string "${{said}}" "{KNOWN}" {{
    discard;
    stop;
  }}
  if string "${{said}}" "{LATER}" {{
    redirect "{NEVER_NOW}";
    stop;
  }}
}}
if header :is "X-Spam" "Yes" {{
  fileinto :create "Junk";
  stop;
}}
"""


def _sign_ins(source: Source) -> dict[str, str]:
    """By file name: what is asked of somebody who signs in."""
    known = "SELECT login AS user, NULL AS password, 'Y' AS nopassword"
    device, token, ticket = (
        source.rows(f"mail_{name}_view", _LOGIN, _DIGEST)
        for name in ("app_password", "token", "ticket")
    )
    in_time = f"expires > {_NOW[source.kind]}"
    return {
        # The secret is long and random, so its hash is looked up as it is, by an index.
        "app-password": (
            f"{known}, 'last-login/' || login || '/%s/' || device_id AS userdb_last_login_key "
            f"FROM {device} them"
        ),
        "password": (
            f"SELECT login AS user, password FROM {source.rows('mail_login_view', _LOGIN)} them "  # noqa: S608
            "WHERE password <> ''"
        ),
        "token": f"{known} FROM {token} them WHERE {in_time}",
        # For the rules alone; and nobody signed in, so the figures of who uses their mailbox stay
        # true.
        "ticket": (
            f"{known}, '' AS userdb_last_login_dict FROM {ticket} them "
            f"WHERE '%s' = 'sieve' AND {in_time}"
        ),
    }


_EVERYBODY = "SELECT login AS user FROM mail_mailbox_view"


def _mailbox(place: Place) -> str:
    """By the address that takes mail. One signs in with the same, and who may do that gets mail."""
    return (
        f"SELECT login AS user, '{place.boxes}/' || home AS home, "  # noqa: S608
        "'*:bytes=' || CAST(quota_bytes AS VARCHAR(20)) AS quota_rule, "
        "acl_groups, "
        # Whoever opens a shared mailbox may ask where it is, being this account, too.
        f"'{BOXES}' AS uid, '{BOXES}' AS gid "
        f"FROM {place.source.rows('mail_mailbox_view', _LOGIN)} them"
    )


def _use(place: Place) -> str:
    """Where it is written down that somebody signed in."""
    return f"""\
connect = {place.source.for_dovecot()}
map {{
  pattern = shared/last-login/$login/$service
  table = mail_use
  value_field = at
  value_type = uint
  fields {{
    login = $login
    service = $service
  }}
}}
"""


def _dovecot(place: Place, database_owner: Account) -> str:
    mail, etc = place.mail, place.etc / "dovecot"
    return f"""\
base_dir = {place.run}/dovecot
state_dir = {place.state}/dovecot
instance_name = hubung
log_path = {place.log}/dovecot.log
log_timestamp = "%Y-%m-%d %H:%M:%S "
listen = {mail.host}
hostname = {place.hostname}
protocols = imap lmtp sieve
auth_mechanisms = plain login oauthbearer xoauth2
auth_username_format = %Lu
# Without a cache a suspension has nothing to wait for; the look-ups are quick enough.
auth_cache_size = 0
# As many as may run: else those who are asked beyond that are turned away, and mail with them.
auth_worker_max_count = {_LOOK_UPS}
auth_failure_delay = 1 secs
disable_plaintext_auth = yes
login_trusted_networks = {" ".join(mail.webmail_networks)}
login_greeting = Hubung
mail_uid = {BOXES}
mail_gid = {BOXES}
first_valid_uid = 1
mail_location = maildir:~/mail:LAYOUT=fs
mail_plugins = quota acl
recipient_delimiter = +
quota_full_tempfail = no
lmtp_rcpt_check_quota = yes
postmaster_address = postmaster@{place.hostname}
submission_host = 127.0.0.1:{mail.inner_port}
ssl = yes
ssl_min_protocol = TLSv1.2
ssl_cert = <{place.certificate}
ssl_key = <{place.certificate_key}

passdb {{
  driver = sql
  mechanisms = plain login
  args = {etc}/app-password.conf
}}
passdb {{
  driver = sql
  mechanisms = plain login
  args = {etc}/password.conf
}}
passdb {{
  driver = sql
  mechanisms = plain
  args = {etc}/ticket.conf
}}
passdb {{
  driver = sql
  mechanisms = oauthbearer xoauth2
  args = {etc}/token.conf
}}
userdb {{
  driver = sql
  args = {etc}/mailbox.conf
}}
dict {{
  use = {place.source.kind}:{etc}/use.conf
  shared = {place.source.kind}:{etc}/shared.conf
}}
namespace inbox {{
  inbox = yes
  separator = /
{_folders()}}}
{shared.NAMESPACE}plugin {{
  acl = vfile:{etc}/shared.acl
  quota = count:User quota
  quota_vsizes = yes
  quota_status_success = DUNNO
  quota_status_nouser = DUNNO
  quota_status_overquota = "552 5.2.2 This mailbox is full"
  quota_exceeded_message = This mailbox is full.
  sieve = file:~/sieve;active=~/.dovecot.sieve
  sieve_before = {etc}/before.sieve
  sieve_plugins = sieve_extprograms
  sieve_global_extensions = +vnd.dovecot.environment +vnd.dovecot.execute
  sieve_execute_socket_dir = ../{place.handed.parent.name}
  sieve_execute_exec_timeout = {ASK_SECONDS}s
  last_login_dict = proxy::use
  last_login_key = last-login/%u/%s
}}
protocol imap {{
  mail_plugins = $mail_plugins imap_quota last_login
  plugin {{
    acl_shared_dict = proxy::shared
  }}
  mail_max_userip_connections = 50
}}
protocol lmtp {{
  mail_plugins = $mail_plugins sieve
}}
protocol sieve {{
  mail_plugins = last_login
}}

service imap-login {{
  chroot =
  service_count = 0
  client_limit = 2000
  process_limit = 16
  inet_listener imap {{
    port = {mail.ports.imap}
  }}
  inet_listener imaps {{
    port = {mail.ports.imaps}
    ssl = yes
  }}
}}
service imap {{
  process_limit = 8192
}}
service managesieve-login {{
  chroot =
  inet_listener sieve {{
    port = {mail.ports.sieve}
  }}
  inet_listener sieve_deprecated {{
    port = 0
  }}
}}
service anvil {{
  chroot =
  client_limit = 20000
  # Secrets are too long to be guessed, while a whole office may share one address: nobody waits
  # for another's wrong password.
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service auth {{
  client_limit = 20000
  unix_listener {place.queue}/private/sasl {{
    mode = 0660
    user = {POSTFIX}
    group = {POSTFIX}
  }}
}}
service auth-worker {{
  user = {database_owner.name}
  process_limit = {_LOOK_UPS}
}}
service dict {{
  user = {database_owner.name}
  unix_listener dict {{
    mode = 0600
    user = {BOXES}
  }}
}}
service lmtp {{
  client_limit = 1
  unix_listener {place.queue}/private/dovecot-lmtp {{
    mode = 0660
    user = {POSTFIX}
    group = {POSTFIX}
  }}
}}
service quota-status {{
  executable = quota-status -p postfix
  client_limit = 1
  unix_listener {place.queue}/private/quota-status {{
    mode = 0660
    user = {POSTFIX}
    group = {POSTFIX}
  }}
}}
service stats {{
  chroot =
  unix_listener stats-writer {{
    user = {BOXES}
    mode = 0660
  }}
}}
"""


def _folders() -> str:
    return "".join(
        f"  mailbox {name} {{\n    special_use = {use}\n    auto = subscribe\n  }}\n"
        for name, use in _FOLDERS.items()
    )
