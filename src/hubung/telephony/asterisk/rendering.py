"""The engine's configuration files, as text, from our settings. Pure: reads and writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from hubung.telephony.asterisk.credentials import REALM, Credentials
from hubung.telephony.asterisk.dialplan import APPLICATION, dialplan
from hubung.telephony.asterisk.place import Place
from hubung.telephony.settings import Phone, Trunk

#: SIP's T1. A trunk that has not even said "trying" after 64 of them, 8 s and seven requests, is at
#: fault; with the usual 500 ms a telephone that rings is given up before (`ring_outside_seconds`).
T1_MILLISECONDS = 125
#: What the manager's user may do: act on calls that are there. Making one is another right.
_MANAGER_RIGHTS = "call"
_HEAD = "; Written by Hubung at each start; change the settings of Hubung instead.\n"
_EMPTY = (
    "acl.conf",
    "chan_websocket.conf",
    "pjproject.conf",
    "queuerules.conf",
    "websocket_client.conf",
)
_UNHEARD = [
    "ast_channel_varset_type",
    "ast_rtp_rtcp_received_type",
    "ast_rtp_rtcp_sent_type",
]
Section = tuple[str, Mapping[str, object]]


def files(
    place: Place,
    *,
    user: Credentials,
    modules: Sequence[str],
    module_folder: Path,
    data: Path,
    passwords: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Text by file name. `passwords` are those of trunks that register, by the trunk's name."""
    phone = place.phone
    sections: dict[str, list[Section]] = {
        "asterisk.conf": _asterisk(place, module_folder, data),
        "http.conf": [
            (
                "general",
                {
                    "enabled": "yes",
                    "servername": "Hubung",
                    "bindaddr": "127.0.0.1",
                    "bindport": phone.http_port,
                    "sessionlimit": 1000,
                    "session_keep_alive": 60000,
                    "enablestatic": "no",
                    "enable_status": "no",
                },
            )
        ],
        "ari.conf": [
            ("general", {"enabled": "yes", "pretty": "no"}),
            (user.user, {"type": "user", "read_only": "no", "password": user.password}),
        ],
        "pjsip.conf": list(_pjsip(place, passwords or {})),
        # Lines of our people are put in while it runs; trunks are in the file.
        "sorcery.conf": [
            (
                "res_pjsip",
                {
                    kind: ["memory", f"config,pjsip.conf,criteria=type={kind}"]
                    for kind in ("auth", "aor", "endpoint")
                },
            )
        ],
        "rtp.conf": _sound(phone),
        "logger.conf": [
            ("general", {"dateformat": "%F %T.%3q", "queue_log": "no"}),
            ("logfiles", {"messages.log": "notice,warning,error", "security.log": "security"}),
        ],
        "musiconhold.conf": [
            ("default", {"mode": "files", "directory": data / "moh", "sort": "random"})
        ],
        # Told inside the engine for each variable and each report on sound, and heard by nobody.
        "stasis.conf": [("declined_message_types", {"decline": _UNHEARD})],
        "queues.conf": _queue(place),
        "cdr.conf": [("general", {"enable": "no"})],
        "cel.conf": [("general", {"enable": "no"})],
        "manager.conf": [
            ("general", {"enabled": "yes", "webenabled": "yes", "bindaddr": _unused(phone)}),
            (user.user, {"secret": user.password, "read": "", "write": _MANAGER_RIGHTS}),
        ],
        "indications.conf": _tones(),
        # Nobody fetches a call that rings elsewhere by dialling a code.
        "features.conf": [("general", {"pickupexten": ""}), ("featuremap", {})],
        "udptl.conf": [("general", {})],
        "ccss.conf": [("general", {})],
        "modules.conf": [
            ("modules", {"autoload": "no", "load": [f"{name}.so" for name in modules]})
        ],
    }
    written = {name: _HEAD + _text(parts) for name, parts in sections.items()}
    # Looked for, and complained of when they are not there.
    written |= dict.fromkeys(_EMPTY, _HEAD)
    written["extensions.conf"] = _HEAD + dialplan(
        phone.number,
        most_calls=phone.most_calls,
        visitors=phone.web_calls,
        sounds=place.sounds,
        voicemail=place.spool / "voicemail",
    )
    return written


def _text(sections: Iterable[Section]) -> str:
    """A list is a key that stands there once for each of its values."""
    lines = []
    for name, fields in sections:
        lines.append(f"[{name}]")
        for key, value in fields.items():
            values = value if isinstance(value, list) else [value]
            lines += [f"{key} = {each}" for each in values]
        lines.append("")
    return "\n".join(lines)


def _asterisk(place: Place, module_folder: Path, data: Path) -> list[Section]:
    return [
        (
            "directories",
            {
                "astetcdir": place.etc,
                "astmoddir": module_folder,
                "astvarlibdir": place.folder / "lib",
                "astdbdir": place.run,
                "astkeydir": place.etc,
                "astdatadir": data,
                "astagidir": place.etc,
                "astspooldir": place.spool,
                "astrundir": place.run,
                "astlogdir": place.log,
                "astsbindir": place.run,
            },
        ),
        (
            "options",
            {
                "verbose": 0,
                "nocolor": "yes",
                "hideconnect": "yes",
                "live_dangerously": "no",
            },
        ),
        ("files", {"astctlpermissions": "0600"}),
    ]


def _unused(phone: Phone) -> str:
    """Where the manager's own door opens, though we come in over HTTP alone.

    An address of this machine that no other engine here has, as none has our port: the door's port
    is the same for all.
    """
    high, low = divmod(phone.http_port, 256)
    return f"127.151.{high}.{low}"


def _tones() -> list[Section]:
    """The tones of Indonesian exchanges, as ITU-T's list for E.180 gives them."""
    tones = {
        "description": "Indonesia",
        "ringcadence": "1000,4000",
        "dial": "425",
        "ring": "425/1000,0/4000",
        "busy": "425/500,0/500",
        "congestion": "425/250,0/250",
        "callwaiting": "425/150,0/150,425/150,0/10000",
    }
    return [("general", {"country": "id"}), ("id", tones)]


def _queue(place: Place) -> list[Section]:
    """The engine's own queue, for callers who come while our program is away."""
    fields: dict[str, object] = {
        "strategy": "leastrecent",
        "timeout": place.phone.ring_seconds,
        "retry": 2,
        "wrapuptime": place.phone.wrap_up_seconds,
        "ringinuse": "no",
        # Nobody waits in a queue that nobody serves.
        "joinempty": "paused,invalid,unavailable",
        "leavewhenempty": "paused,invalid,unavailable",
        "musicclass": "default",
    }
    return [("general", {"persistentmembers": "no"}), (APPLICATION, fields)]


def _pjsip(place: Place, passwords: Mapping[str, str]) -> Iterator[Section]:
    phone = place.phone
    times = {"timer_t1": T1_MILLISECONDS, "timer_b": 64 * T1_MILLISECONDS}
    yield "system", {"type": "system", **times}
    yield (
        "global",
        {
            "type": "global",
            "user_agent": "Hubung",
            # Names first: a desk phone may sit at a trunk's address, and must prove who it is.
            "endpoint_identifier_order": "username,auth_username,ip",
            "default_realm": REALM,
        },
    )
    yield from _transports(phone)
    for trunk in phone.trunks:
        yield from _trunk(trunk, phone.number, passwords.get(trunk.name, ""))


def _transports(phone: Phone) -> Iterator[Section]:
    outside: dict[str, object] = {}
    if phone.external_host:
        outside = {
            "external_signaling_address": phone.external_host,
            "external_media_address": phone.external_host,
            "local_net": list(phone.local_networks),
        }
    bind = f"{phone.host}:{phone.sip_port}"
    yield "transport-udp", {"type": "transport", "protocol": "udp", "bind": bind, **outside}
    if phone.uses("tcp"):
        yield "transport-tcp", {"type": "transport", "protocol": "tcp", "bind": bind, **outside}
    if phone.uses("tls"):
        yield (
            "transport-tls",
            {
                "type": "transport",
                "protocol": "tls",
                "bind": f"{phone.host}:{phone.tls_port}",
                "cert_file": phone.tls_certificate,
                "priv_key_file": phone.tls_key or phone.tls_certificate,
                "ca_list_file": phone.tls_authorities,
                "method": "tlsv1_2",
                # Of the operator's server, when we call it.
                "verify_server": "yes",
                **outside,
            },
        )
    # Not a door: that is http.conf's, on this machine. It is where the sound of browsers is bound.
    # A socket at 127.0.0.1 can't send to this machine's other addresses, and browsers use those.
    sound = "0.0.0.0" if phone.host.startswith("127.") else phone.host  # noqa: S104 - keyed sound
    yield (
        "transport-ws",
        {"type": "transport", "protocol": "ws", "bind": sound, **outside},
    )


def _sound(phone: Phone) -> list[Section]:
    ports: dict[str, object] = {
        "rtpstart": phone.rtp_first,
        "rtpend": phone.rtp_last,
        "strictrtp": "yes",
    }
    if not phone.external_host:
        return [("general", ports)]
    # Browsers on our side of the router use the address that they can reach.
    seen = {phone.host: f"{phone.external_host},include_local_address"}
    return [("general", ports), ("ice_host_candidates", seen)]


def _trunk(trunk: Trunk, number: str, password: str) -> Iterator[Section]:
    name = f"trunk-{trunk.name}"
    transport = f"transport-{trunk.transport}"
    address = f"{trunk.host}:{trunk.port}"
    if trunk.transport != "udp":
        address += f";transport={trunk.transport}"
    endpoint: dict[str, object] = {
        "type": "endpoint",
        "transport": transport,
        "context": "from-trunk",
        # Else whoever says this name in From would be taken for the operator.
        "identify_by": "ip",
        "disallow": "all",
        "allow": "alaw,ulaw",
        "direct_media": "no",
        "dtmf_mode": "rfc4733",
        "force_rport": "yes",
        "rewrite_contact": "yes",
        "rtp_symmetric": "yes",
        "rtp_timeout": 60,
        # The operator tells who calls, in P-Asserted-Identity or From.
        "trust_id_inbound": "yes",
        # Who answers is not told to callers' lines, nor is each call invited anew to say it.
        "send_connected_line": "no",
        "send_pai": "yes",
        "media_encryption": "sdes" if trunk.sound == "sdes" else "no",
        "allow_transfer": "no",
        "allow_subscribe": "no",
        "aors": name,
        "set_var": f"HUBUNG_TRUNK={trunk.name}",
    }
    if trunk.username:
        endpoint["outbound_auth"] = name
        endpoint["from_user"] = trunk.username
        yield (
            name,
            {
                "type": "auth",
                "auth_type": "userpass",
                "username": trunk.username,
                "password": password,
            },
        )
        yield (
            f"{name}-registration",
            {
                "type": "registration",
                "transport": transport,
                "outbound_auth": name,
                "server_uri": f"sip:{address}",
                "client_uri": f"sip:{trunk.username}@{address}",
                "contact_user": number,
                "retry_interval": 60,
                "forbidden_retry_interval": 300,
                "max_retries": 100000,
            },
        )
    yield (
        name,
        {"type": "aor", "contact": f"sip:{address}", "qualify_frequency": trunk.check_seconds},
    )
    yield name, endpoint
    yield (
        f"{name}-address",
        {"type": "identify", "endpoint": name, "match": [trunk.host, *trunk.networks]},
    )
