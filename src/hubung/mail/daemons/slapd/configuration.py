"""slapd's configuration, from our settings. Pure: reads and writes nothing."""

from __future__ import annotations

from hubung.mail.addressbook.entries import TOP
from hubung.mail.addressbook.filters import DEEPEST
from hubung.mail.daemons.place import Place

#: Who asks at the same moment. More would wait for this program all the same.
_THREADS = 8


def files(place: Place) -> dict[str, str]:
    """Text by file name."""
    etc = place.etc / "slapd"
    return {
        "slapd.conf": f"""\
# Written by Hubung at each start; change the settings of Hubung instead.
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_sock
threads {_THREADS}
idletimeout 300
sockbuf_max_incoming 65536
sockbuf_max_incoming_auth 65536
maxfilterdepth {DEEPEST}
# How many there may be is this program's to say, which knows what was asked.
sizelimit unlimited
disallow bind_anon
require authc
sasl-secprops passcred
TLSCertificateFile {etc}/certificate.pem
TLSCertificateKeyFile {etc}/key.pem
TLSProtocolMin 3.3

database sock
suffix "{TOP}"
socketpath {place.address_book}
extensions binddn connid
readonly on
restrict compare
access to * by users read by anonymous auth by * none
""",
    }


def doors(place: Place) -> str:
    """Where it listens: for programs of this machine, and for the mail programs of people."""
    mail = place.mail
    return f"ldap://127.0.0.1:{mail.ldap_port}/ ldaps://{mail.host}:{mail.ldaps_port}/"
