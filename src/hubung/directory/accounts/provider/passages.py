"""Letting an application in from a session, and shutting it out again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from allauth.idp.oidc.models import Client, Token
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise

from hubung.directory.accounts.provider.adapter import SCOPES
from hubung.directory.accounts.provider.events import PassageOpened, PassagesClosed
from hubung.directory.accounts.provider.models import Passage
from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.kernel.events import emit

_BATCH = 1000
_UNUSED = timedelta(hours=1)


@dataclass(frozen=True)
class Access:
    """An application that has access to somebody's account now, and the names of what it got."""

    client: Client
    since: datetime
    used: datetime
    granted: frozenset[str]

    @property
    def scopes(self) -> list[Promise]:
        """What it may do, in words."""
        return [words for scope, words in SCOPES.items() if scope in self.granted]


@transaction.atomic
def open_passage(request: HttpRequest, *, client_id: str, code: str) -> None:
    """The session of this request lets a client in, which will come with `code` for its tokens."""
    key = request.session.session_key
    if not UserSession.objects.filter(session_key=key).exists():
        UserSession.objects.create_from_request(request)
    session = UserSession.objects.select_for_update().get(session_key=key)
    Passage.objects.create(session=session, client_id=client_id, code_digest=digest(code))
    emit(
        PassageOpened(subject=f"client:{client_id}", client_id=client_id, person_id=session.user_id)
    )


def by_code(code: str) -> Passage | None:
    return _locked(Passage.objects.filter(code_digest=digest(code)))


def by_refresh_token(value: str) -> Passage | None:
    found = Token.objects.filter(type=Token.Type.REFRESH_TOKEN, hash=digest(value))
    return _locked(Passage.objects.filter(tokens__in=found))


def _locked(found: QuerySet[Passage]) -> Passage | None:
    """The passage, its session held: whoever ends that session waits, and then ends all of it."""
    first = found.values_list("pk", "session_id").first()
    if first is None:
        return None
    pk, session = first
    if not UserSession.objects.select_for_update().filter(pk=session).first():
        return None
    return Passage.objects.select_related("session").filter(pk=pk).first()


def is_open(passage: Passage) -> bool:
    """Whether the session that it hangs on still lasts."""
    return Session.objects.filter(
        session_key=passage.session.session_key, expire_date__gt=clock.now()
    ).exists()


def bind(passage: Passage, values: Iterable[str]) -> None:
    """These tokens were given out through this passage."""
    hashes = [digest(value) for value in values]
    passage.tokens.add(*Token.objects.filter(hash__in=hashes, client_id=passage.client_id))


def accesses(person: Person) -> list[Access]:
    """Which applications have access to a person's account, the latest used first."""
    tokens = Token.objects.valid().filter(user=person, passages__isnull=False)
    by_client: dict[Client, list[Token]] = {}
    for token in tokens.select_related("client").prefetch_related("passages"):
        by_client.setdefault(token.client, []).append(token)
    found = [
        Access(
            client=client,
            since=min(passage.made_at for token in given for passage in token.passages.all()),
            used=max(token.created_at for token in given),
            granted=frozenset(scope for token in given for scope in token.get_scopes()),
        )
        for client, given in by_client.items()
    ]
    return sorted(found, key=lambda access: access.used, reverse=True)


@transaction.atomic
def shut_out(person: Person, client_id: str) -> None:
    """End what access an application has to a person's account, from all their sessions."""
    ended, _each = Passage.objects.filter(session__user=person, client_id=client_id).delete()
    if ended:
        emit(
            PassagesClosed(subject=f"client:{client_id}", client_id=client_id, person_id=person.pk)
        )


def forget_ended() -> None:
    """Delete tokens whose time is over, and passages that nothing hangs on any more."""
    while gone := list(Token.objects.expired().values_list("pk", flat=True)[:_BATCH]):
        Token.objects.filter(pk__in=gone).delete()
    # One that was opened a moment ago has none yet.
    before = clock.now() - _UNUSED
    empty = Passage.objects.filter(tokens__isnull=True, made_at__lt=before)
    while gone := list(empty.values_list("pk", flat=True)[:_BATCH]):
        Passage.objects.filter(pk__in=gone).delete()


def digest(secret: str) -> str:
    """As allauth keeps tokens: SHA-256 in hexadecimal, which the mail system matches too."""
    return sha256(secret.encode()).hexdigest()
