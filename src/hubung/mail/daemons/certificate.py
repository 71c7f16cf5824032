"""A certificate that we sign ourselves, until the ministry gives one."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from hubung.kernel import clock
from hubung.mail.daemons import files
from hubung.mail.daemons.errors import MailSystemError
from hubung.mail.daemons.place import Place

_DAYS = 825
#: Before its end by this much, it is made anew.
_RENEW = timedelta(days=30)


def ensure(place: Place) -> None:
    """Have a certificate and its key there. Raises MailSystemError."""
    chain, key = place.certificate, place.certificate_key
    if place.mail.tls_certificate:
        for path, setting in ((chain, "tls_certificate"), (key, "tls_key")):
            if not path.is_file():
                raise MailSystemError(f"{path} is not there: see mail_system.{setting}.")
        return
    if not _is_good(chain, key, place.hostname):
        _make(chain, key, place.hostname)


def ends(chain: Path) -> datetime:
    """Until when a certificate is good. Raises ValueError, OSError."""
    return x509.load_pem_x509_certificate(chain.read_bytes()).not_valid_after_utc


def _is_good(chain: Path, key: Path, name: str) -> bool:
    try:
        found = x509.load_pem_x509_certificate(chain.read_bytes())
    except (OSError, ValueError):
        return False
    names = found.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return (
        key.is_file()
        and names[0].value == name
        and found.not_valid_after_utc - _RENEW > clock.now()
    )


def _make(chain: Path, key: Path, name: str) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    now = clock.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=_DAYS))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(private, hashes.SHA256())
    )
    files.write(
        key,
        private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
        mode=0o600,
    )
    files.write(chain, made.public_bytes(serialization.Encoding.PEM))
