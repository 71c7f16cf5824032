"""Postfix's main.cf and master.cf, from our settings. Pure: reads and writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from hubung.mail.daemons.place import Place
from hubung.mail.daemons.postfix import maps
from hubung.mail.quarantine import HEADER

PROGRAMS = Path("/usr/lib/postfix/sbin")
HEAD = "# Written by Hubung at each start; change the settings of Hubung instead.\n"
#: A group is expanded by Postfix: there are more people than its usual limit.
_MOST_MEMBERS = 100_000
#: By a line that the filter has added; one that came with the letter is not looked at.
HELD = f"/^{HEADER}:/ FILTER lmtp:unix:private/quarantine\n"

#: Nothing is ever sent here: a letter that Dovecot sends on to it waits, and is handed over again.
NEVER_NOW = "later@hubung.invalid"


def files(place: Place) -> dict[str, str]:
    """Text by file name."""
    main = "".join(f"{name} = {value}\n" for name, value in _main(place))
    return {
        "main.cf": HEAD + main,
        "master.cf": HEAD + _master(place),
        "held.regexp": HELD,
        **maps.files(place.source, place.etc),
    }


def _main(place: Place) -> Iterator[tuple[str, object]]:
    yield from _places(place)
    yield from _look_ups(place)
    yield from _doors(place)
    yield from _restrictions()
    yield from _delivery(place)


def _places(place: Place) -> Iterator[tuple[str, object]]:
    yield "compatibility_level", "3.6"
    yield "config_directory", place.etc / "postfix"
    yield "queue_directory", place.queue
    yield "data_directory", place.state / "postfix"
    yield "command_directory", "/usr/sbin"
    yield "daemon_directory", PROGRAMS
    yield "shlib_directory", "/usr/lib/postfix"
    # Which module knows SQLite and PostgreSQL.
    yield "meta_directory", "/etc/postfix"
    yield "mail_owner", "postfix"
    yield "setgid_group", "postdrop"
    yield "maillog_file", place.log / "postfix.log"
    yield "maillog_file_prefixes", place.log
    yield "myhostname", place.hostname
    yield "smtpd_banner", "$myhostname ESMTP"
    yield "biff", "no"
    yield "append_dot_mydomain", "no"
    yield "recipient_delimiter", "+"
    yield "message_size_limit", place.mail.most_bytes
    yield "mailbox_size_limit", 0
    yield "virtual_mailbox_limit", 0


def _look_ups(place: Place) -> Iterator[tuple[str, object]]:
    table = partial(maps.table, place.source, place.etc)
    yield "mydestination", ""
    # Else smtpd asks for the system's own people, and ends.
    yield "local_recipient_maps", ""
    yield "alias_maps", ""
    yield "alias_database", ""
    yield "virtual_mailbox_domains", maps.file_table(place.etc, maps.DOMAINS)
    # What goes to the program has no mailbox and is known all the same.
    yield "virtual_mailbox_maps", f"{table('mailboxes')} {table('transports')}"
    yield "virtual_alias_maps", f"{table('itself')} {table('aliases')}"
    yield "virtual_alias_domains", ""
    yield "virtual_alias_expansion_limit", _MOST_MEMBERS
    yield "transport_maps", f"{table('transports')} regexp:{place.etc}/postfix/as-usual.regexp"
    yield "smtpd_sender_login_maps", table("senders")
    yield "proxy_read_maps", " ".join(table(name) for name in maps.QUESTIONS)
    # `example.go.id` says nothing about `office.example.go.id`, which may be another's.
    yield "parent_domain_matches_subdomains", ""


def _doors(place: Place) -> Iterator[tuple[str, object]]:
    yield "inet_protocols", "ipv4"
    yield "mynetworks", " ".join(place.mail.trusted_networks)
    yield "smtpd_tls_security_level", "may"
    yield "smtpd_tls_chain_files", f"{place.certificate_key}, {place.certificate}"
    yield "smtpd_tls_session_cache_database", ""
    yield "smtpd_tls_auth_only", "yes"
    yield "smtpd_sasl_type", "dovecot"
    yield "smtpd_sasl_path", "private/sasl"
    yield "smtpd_sasl_auth_enable", "no"
    yield "smtpd_helo_required", "yes"
    yield "disable_vrfy_command", "yes"
    yield "strict_rfc821_envelopes", "yes"
    yield "smtpd_forbid_bare_newline", "yes"
    yield "smtpd_milters", f"unix:{place.milter}"
    yield "non_smtpd_milters", "$smtpd_milters"
    # What the filter wants held goes to this program, whoever it is for.
    yield "milter_header_checks", f"regexp:{place.etc}/postfix/held.regexp"
    yield "milter_protocol", 6
    yield "milter_mail_macros", "i {mail_addr} {client_addr} {client_name} {auth_authen}"
    # A filter that is away keeps nobody from getting mail.
    yield "milter_default_action", "accept"
    yield "milter_connect_timeout", "5s"


def _restrictions() -> Iterator[tuple[str, object]]:
    # A mailbox that is full refuses while the sender's server still listens; where Dovecot is away,
    # mail is taken and waits.
    quota = "check_policy_service { unix:private/quota-status, default_action=DUNNO }"
    yield "smtpd_restriction_classes", "restricted_writers"
    yield "restricted_writers", "check_policy_service { inet:127.0.0.1:$policy_port }"
    yield "smtpd_client_restrictions", ""
    yield "smtpd_helo_restrictions", ""
    yield "smtpd_relay_restrictions", "permit_mynetworks, reject_unauth_destination"
    yield "smtpd_sender_restrictions", "permit_mynetworks, check_sender_access $forged_senders"
    yield (
        "smtpd_recipient_restrictions",
        f"reject_unlisted_recipient, check_recipient_access $writers, {quota}",
    )
    yield "submission_client_restrictions", "permit_sasl_authenticated, reject"
    yield "submission_sender_restrictions", "reject_sender_login_mismatch"
    yield "submission_relay_restrictions", "permit_sasl_authenticated, reject"
    # How much an account may send; before DATA every recipient is known.
    yield "submission_data_restrictions", "check_policy_service { inet:127.0.0.1:$policy_port }"
    yield "inner_networks", "127.0.0.0/8"
    yield "inner_client_restrictions", "permit_mynetworks, reject"
    put_off = "451 4.3.0 Whether this letter is there already is not known now"
    never_now = f"check_recipient_access inline:{{ {{ {NEVER_NOW} = {put_off} }} }}"
    yield "inner_relay_restrictions", f"{never_now}, permit_mynetworks, reject"
    yield "unknown_address_reject_code", "550"
    yield "smtpd_reject_unlisted_recipient", "yes"


def _delivery(place: Place) -> Iterator[tuple[str, object]]:
    table = partial(maps.table, place.source, place.etc)
    yield "policy_port", place.mail.policy_port
    yield "forged_senders", maps.file_table(place.etc, maps.FORGERIES)
    yield "writers", table("writers")
    yield "virtual_transport", "lmtp:unix:private/dovecot-lmtp"
    yield "lmtp_destination_concurrency_limit", 20
    yield "moderation_destination_recipient_limit", 1
    yield "relayhost", _relay(place.mail.relay)
    yield "smtp_tls_security_level", "may"
    yield "smtp_tls_CAfile", "/etc/ssl/certs/ca-certificates.crt"
    # What waits for a part of ours that was away goes on soon after it is back.
    yield "minimal_backoff_time", "60s"
    yield "queue_run_delay", "60s"
    yield "maximal_backoff_time", "30m"
    yield "maximal_queue_lifetime", "5d"
    yield "delay_warning_time", "4h"


def _relay(relay: str) -> str:
    host, _, port = relay.rpartition(":")
    return f"[{host}]:{port}" if relay else ""


def _master(place: Place) -> str:
    ports = place.mail.ports
    signed_in = {
        "smtpd_sasl_auth_enable": "yes",
        "smtpd_client_restrictions": "$submission_client_restrictions",
        "smtpd_sender_restrictions": "$submission_sender_restrictions",
        "smtpd_relay_restrictions": "$submission_relay_restrictions",
        "smtpd_data_restrictions": "$submission_data_restrictions",
        "milter_macro_daemon_name": "ORIGINATING",
    }
    doors: tuple[tuple[str, str, dict[str, str]], ...] = (
        (f"{place.mail.host}:{ports.smtp}", "smtp", {}),
        (
            f"{place.mail.host}:{ports.submission}",
            "submission",
            {**signed_in, "smtpd_tls_security_level": "encrypt"},
        ),
        (
            f"{place.mail.host}:{ports.submissions}",
            "submissions",
            {**signed_in, "smtpd_tls_wrappermode": "yes"},
        ),
        (
            f"127.0.0.1:{place.mail.inner_port}",
            "inner",
            {
                "mynetworks": "$inner_networks",
                "smtpd_tls_security_level": "none",
                "smtpd_client_restrictions": "$inner_client_restrictions",
                "smtpd_sender_restrictions": "",
                "smtpd_relay_restrictions": "$inner_relay_restrictions",
                "milter_macro_daemon_name": "ORIGINATING",
            },
        ),
    )
    lines = [_door(at, name, options) for at, name, options in doors]
    return "\n".join((*lines, _SERVICES))


def _door(at: str, name: str, options: dict[str, str]) -> str:
    told = {"syslog_name": f"postfix/{name}", **options}
    lines = [f"  -o {key}={value}" for key, value in told.items()]
    return "\n".join((f"{at} inet n - n - - smtpd", *lines))


_SERVICES = """\
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - 2 proxymap
  -o max_use=10000
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
moderation unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""
