"""Rspamd's configuration over Debian's own, from our settings. Pure: reads and writes nothing."""

from __future__ import annotations

from hubung.mail.daemons.place import Place
from hubung.mail.daemons.quarantine import RELEASED
from hubung.mail.daemons.rspamd import rules
from hubung.mail.quarantine import HEADER

HEAD = "# Written by Hubung at each start; change the settings of Hubung instead.\n"
#: Modules that ask servers of others about what they see in a message.
_ASK_OTHERS = ("rbl", "fuzzy_check", "phishing", "asn", "surbl", "rspamd_update", "url_redirector")


def files(place: Place, *, account: str, postfix: str) -> dict[str, str]:
    """Text by path below the folder `rspamd`."""
    sockets = place.run / "rspamd"
    made = {
        "override.d/options.inc": _options(place),
        "override.d/logging.inc": 'level = "notice";\n',
        "override.d/worker-normal.inc": "enabled = false;\n",
        "override.d/worker-fuzzy.inc": "enabled = false;\n",
        "override.d/worker-controller.inc": (
            f'bind_socket = "{sockets}/controller mode=0600 owner={account}";\n'
        ),
        "override.d/worker-proxy.inc": f"""\
bind_socket = "{place.milter} mode=0660 owner={account} group={postfix}";
milter = yes;
count = 2;
upstream "local" {{
  default = yes;
  self_scan = yes;
}}
""",
        "override.d/milter_headers.conf": """\
use = ["authentication-results", "x-spam-status", "x-spamd-bar"];
skip_local = false;
skip_authenticated = true;
authenticated_headers = [];
""",
        "override.d/dkim_signing.conf": _signing(place, "DKIM_SIGNED", authenticated=True),
        # What the owner of a domain asks for is done.
        "override.d/dmarc.conf": (
            'actions = {\n  quarantine = "add_header";\n  reject = "reject";\n}\n'
        ),
        "override.d/groups.conf": _SCORES,
        "override.d/arc.conf": _signing(place, "ARC_SIGNED", authenticated=False),
        # Whoever writes for the first time waits in the queue of their own server with greylisting:
        # citizens' reports shall come at once.
        "override.d/greylist.conf": "enabled = false;\n",
        "override.d/actions.conf": (
            f"reject = {place.mail.refusal_score};\nadd_header = 6;\ngreylist = null;\n"
        ),
        "override.d/settings.conf": _RELEASED,
        "override.d/antivirus.conf": _antivirus(place.mail.antivirus),
    }
    if not place.mail.public_lists:
        made |= {f"override.d/{name}.conf": "enabled = false;\n" for name in _ASK_OTHERS}
    said = {name: HEAD + text for name, text in made.items()}
    return {**said, "rspamd.local.lua": f"-{HEAD.replace('#', '-')}{rules.script(place)}"}


#: A letter in our name that we did not send goes to Junk; it may have come by a mailing list.
_SCORES = """\
group "hubung" {
  symbols = {
    "HUBUNG_FORGED_FROM" { weight = 8.0; description = "In our name, from outside"; }
    "HUBUNG_IMPERSONATION" { weight = 2.0; description = "Named like an official of ours"; }
    "HUBUNG_LOOKALIKE" { weight = 4.0; description = "A domain that looks like ours"; }
    "HUBUNG_VIRUS" { weight = 0.0; description = "Malware"; }
  }
}
"""


#: What somebody has let through is neither judged again nor signed; only this machine says so.
_RELEASED = f"""\
released {{
  priority = "high";
  ip = "127.0.0.1";
  header {{
    "{RELEASED}" = true;
  }}
  apply {{
    symbols_enabled = ["HUBUNG_RELEASED"];
    remove_headers {{
      "{RELEASED}" = 0;
      "{HEADER}" = 0;
    }}
  }}
}}
"""


def _antivirus(clamd: str) -> str:
    """ClamAV finds; what becomes of it is decided with everything else that was found."""
    if not clamd:
        return "enabled = false;\n"
    return f"""\
clamav {{
  type = "clamav";
  servers = "{clamd}";
  symbol = "{rules.VIRUS}";
  scan_mime_parts = true;
  scan_text_mime = true;
  max_size = 50000000;
  timeout = 15.0;
  retransmits = 1;
}}
"""


def _options(place: Place) -> str:
    host, _, port = place.mail.dns.rpartition(":")
    dns = f'dns {{\n  nameserver = ["{host}:{port}"];\n}}\n' if place.mail.dns else ""
    networks = ", ".join(f'"{network}"' for network in place.mail.trusted_networks)
    return f"""\
pidfile = "{place.run}/rspamd/rspamd.pid";
control_socket = "{place.run}/rspamd/control mode=0600";
local_addrs = [{networks}];
tempdir = "{place.state}/rspamd";
{dns}"""


def _signing(place: Place, symbol: str, *, authenticated: bool) -> str:
    """Keys and selectors are read anew while it runs, so a new key needs no restart."""
    return f"""\
symbol = "{symbol}";
sign_authenticated = {str(authenticated).lower()};
sign_local = {str(authenticated).lower()};
sign_inbound = {str(not authenticated).lower()};
use_domain = "{"header" if authenticated else "recipient"}";
use_esld = false;
allow_username_mismatch = true;
allow_hdrfrom_mismatch = true;
allow_hdrfrom_mismatch_sign_networks = true;
try_fallback = false;
selector_map = "{place.keys}/selectors.map";
path_map = "{place.keys}/paths.map";
"""
