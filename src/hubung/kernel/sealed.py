"""Rows that only the program can read: `Sealed` content, and `SealedNumber` that can be matched.

A sealed row belongs to one other row and has that one's primary key. The key is part of what is
authenticated, so that a number moved to somebody else does not open. Each row names the version of
the key that it needs by a foreign key: the database itself refuses to forget a key in use.

Nothing is opened by accident: a number says itself masked, and whole only by `reveal()`.
"""

from __future__ import annotations

from typing import ClassVar, Self

from django.apps import apps
from django.db import connection, models

from hubung.kernel import keyring
from hubung.kernel.keyring import Key, KeysError
from hubung.kernel.models import DataKey


def current() -> Key:
    """The key that seals from now on; the first is made at first use.

    One query: whoever seals many rows asks once. Ask in the transaction that writes the rows: the
    key is not forgotten before that has ended. Raises KeysError when this machine lacks the key.
    """
    newest = _held() or DataKey.objects.order_by("-version").first()
    if newest is None:
        return take_up(keyring.add_first())
    return genuine(newest)


def _held() -> DataKey | None:
    """The newest key, kept by PostgreSQL until the transaction ends; SQLite has one writer."""
    if connection.vendor != "postgresql" or not connection.in_atomic_block:
        return None
    newest = "SELECT * FROM kernel_datakey ORDER BY version DESC LIMIT 1 FOR KEY SHARE"
    return next(iter(DataKey.objects.raw(newest)), None)


def take_up(key: Key) -> Key:
    """Make a key the current one."""
    known, _new = DataKey.objects.get_or_create(
        version=key.version, defaults={"fingerprint": key.fingerprint}
    )
    return genuine(known)


def genuine(known: DataKey) -> Key:
    """The key that the database means. Raises KeysError for one that is missing or another."""
    key = keyring.find(known.version)
    if key.fingerprint != known.fingerprint:
        raise KeysError(
            f"Key {key.version} in {keyring.path()} is not the one that this database was sealed "
            "with. Put the file back that belongs to it."
        )
    return key


def context_of(label: str, pk: object) -> str:
    """What a sealed row is bound to: its model, as `directory.staffnumber`, and its key."""
    return f"{label}:{pk}"


class Sealed(models.Model):
    """Content that only the keys open. Subclasses have a one-to-one field as primary key."""

    key = models.ForeignKey(DataKey, models.PROTECT, related_name="+")
    sealed = models.BinaryField(help_text="nonce ‖ ciphertext ‖ tag, AES-256-GCM.")

    #: What changes when a row is sealed anew.
    SEALED_FIELDS: ClassVar[tuple[str, ...]] = ("key", "sealed")

    class Meta:
        abstract = True

    def put(self, content: bytes, key: Key) -> None:
        """Seal the content; the primary key must be known. The caller saves."""
        self.key_id = key.version
        self.sealed = key.seal(content, self._context)

    def take(self) -> bytes:
        """Raises TamperedError, KeysError."""
        return keyring.find(self.key_id).open(bytes(self.sealed), self._context)

    @property
    def _context(self) -> str:
        return context_of(self._meta.label_lower, self.pk)


class SealedNumber(Sealed):
    """A number of a person. `KIND` (`nik`, `nip`) parts the digests of one sort from another's."""

    digest = models.CharField(max_length=64, help_text="HMAC-SHA-256 under the same key version.")

    KIND: ClassVar[str]
    SEALED_FIELDS: ClassVar[tuple[str, ...]] = (*Sealed.SEALED_FIELDS, "digest")

    class Meta:
        abstract = True

    @classmethod
    def of(cls, owner_id: int, number: str, key: Key) -> Self:
        """The number of a row, unsaved."""
        row = cls(pk=owner_id)
        row.put(number.encode(), key)
        return row

    @classmethod
    def matching(cls, number: str) -> models.Q:
        """A filter: rows with exactly this number, also while keys are being changed."""
        return models.Q(
            digest__in=[key.digest(cls.KIND, number) for key in keyring.load().values()]
        )

    def put(self, content: bytes, key: Key) -> None:
        super().put(content, key)
        self.digest = key.digest(self.KIND, content.decode())

    def reveal(self) -> str:
        """The whole number: for a reader who is on record. Raises TamperedError, KeysError."""
        return self.take().decode()


def sealed_models() -> list[type[Sealed]]:
    """Every table with sealed rows."""
    return [model for model in apps.get_models() if issubclass(model, Sealed)]
