"""Received mail → cases. Runs in the worker, in batches; no message can stop the ones behind it.

Mail that a person wrote becomes a case or an addition to one. Automatic mail is kept and never
answered; bounces go to the message that they are about. What cannot be understood is *held*: a
person sees it, with the raw message.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from hubung.cases.change import change
from hubung.cases.choices import Channel, EntryKind, Kind
from hubung.cases.events import CaseChanged
from hubung.cases.lifecycle import Action
from hubung.cases.models import Case
from hubung.cases.services import (
    NewAttachment,
    Report,
    ReporterDetails,
    add_information,
    receive_cases,
)
from hubung.cases.timeline import SYSTEM
from hubung.channels.email import addresses, attachments, bounces, queries
from hubung.channels.email.models import InboundMessage, InboundState
from hubung.channels.email.rfc5322.parse import (
    ParsedAttachment,
    ParsedMessage,
    Unparseable,
    parse,
)
from hubung.channels.email.threads import Found, Threads, references
from hubung.kernel import bulk, clock, files
from hubung.kernel.faults import describe

log = logging.getLogger(__name__)

BATCH = 100
BATCH_BYTES = 32 * 1024 * 1024
ATTEMPTS = 5
#: A portion costs some twenty statements, however many messages are in it.
_PORTION_BYTES = BATCH_BYTES // 2
_PORTIONS_AT_ONCE = 2
_PAUSE = timedelta(minutes=2)
#: What the intake writes of a message.
_SETTLED = (
    *("state", "reason", "case", "from_name", "from_address", "subject", "message_id"),
    *("fingerprint", "answerable", "handled_at"),
)
_REPLY_PREFIX = re.compile(r"^(?:\s*(?:re|fwd?|bls|balas|tr|aw)\s*:\s*)+", re.IGNORECASE)
_NUMBER_IN_SUBJECT = re.compile(r"\[\s*\d[\d-]{8,}\s*\]\s*")


@dataclass
class Letter:
    """A received message with what was understood of it, before the database is touched."""

    row: InboundMessage
    parsed: ParsedMessage | Unparseable
    text: str = ""
    files: list[NewAttachment] = field(default_factory=list)
    fingerprint: str = ""
    failure: Exception | None = None

    @property
    def understood(self) -> ParsedMessage:
        """The message, where it is known to be one. Raises TypeError else."""
        if isinstance(self.parsed, Unparseable):
            raise TypeError(self.parsed.reason)
        return self.parsed


def take_in() -> int:
    """Handle one batch of received mail; returns how many messages were taken."""
    with translation.override(settings.LANGUAGE_CODE):
        return _take_in()


def _take_in() -> int:
    if connection.features.has_select_for_update_skip_locked:
        with transaction.atomic():
            locked = _waiting().select_for_update(skip_locked=True, of=("self",))
            return sum(_settle(letters) for letters in _read(locked))
    # SQLite has one writer: parsing stays outside of its lock, so that the doors go on.
    return sum(_settle_still_waiting(letters) for letters in _read(_waiting()))


def _settle_still_waiting(letters: list[Letter]) -> int:
    with transaction.atomic():
        still = set(_waiting().filter(pk__in=[each.row.pk for each in letters]).values_list("pk"))
        return _settle([letter for letter in letters if (letter.row.pk,) in still])


def _waiting() -> QuerySet[InboundMessage]:
    due = Q(next_attempt_at__isnull=True) | Q(next_attempt_at__lte=clock.now())
    return InboundMessage.objects.filter(due, state=InboundState.RECEIVED).order_by("id")


def _read(waiting: QuerySet[InboundMessage]) -> Iterator[list[Letter]]:
    """Parse a batch of at most `BATCH` messages and about `BATCH_BYTES`; comes in portions.

    Files wait for the disk and for other processes. Meanwhile the next portion is parsed, and the
    one before it given its place.
    """
    with ThreadPoolExecutor(_PORTIONS_AT_ONCE) as pool:
        begun: deque[Future[list[Letter]]] = deque()
        for keys in _portions(list(waiting.values_list("pk", "raw__size")[:BATCH])):
            begun.append(pool.submit(_filled, _understood(keys)))
            if len(begun) > 1:
                yield begun.popleft().result()
        while begun:
            yield begun.popleft().result()


def _portions(sizes: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """The keys of a batch, given with their sizes, in portions of about `_PORTION_BYTES`."""
    total, portion, filled = 0, list[int](), 0
    for pk, size in sizes:
        total += size
        if total > max(size, BATCH_BYTES):
            break
        if portion and filled + size > _PORTION_BYTES:
            yield portion
            portion, filled = [], 0
        portion.append(pk)
        filled += size
    if portion:
        yield portion


def _understood(keys: list[int]) -> list[Letter]:
    """The messages with these keys, with what they say; their files are not kept yet."""
    rows = list(InboundMessage.objects.filter(pk__in=keys).order_by("id"))
    contents = queries.contents({row.raw_id for row in rows})
    return [_understand(row, contents[row.raw_id]) for row in rows]


def _filled(letters: list[Letter]) -> list[Letter]:
    """These with text and files; the files are on the disk, for all of them at once."""
    written = [letter for letter in letters if _is_written_by_somebody(letter)]
    try:
        with translation.override(settings.LANGUAGE_CODE), files.together():
            for letter in written:
                _fill(letter)
    except Exception as error:  # told in `_settle`, where each can be tried again
        for letter in written:
            letter.failure = letter.failure or error
    return letters


def _understand(row: InboundMessage, raw: bytes) -> Letter:
    """What the message says; its files are not kept yet."""
    parsed = parse(raw, own=addresses.case_addresses(), envelope_sender=row.sender)
    letter = Letter(row, parsed)
    if isinstance(parsed, Unparseable):
        return letter
    row.from_name, row.from_address = parsed.sender
    row.subject = parsed.subject
    row.message_id = parsed.message_id[:500]
    row.answerable = parsed.answerable
    if parsed.message_id:
        said = "\n".join((parsed.message_id, parsed.sender.address, parsed.subject, parsed.text))
        letter.fingerprint = hashlib.sha256(said.encode()).hexdigest()
    return letter


def _is_written_by_somebody(letter: Letter) -> bool:
    return isinstance(letter.parsed, ParsedMessage) and letter.parsed.automatic is None


def _fill(letter: Letter) -> None:
    """Text and kept files of a message that becomes one of a case."""
    try:
        letter.text, letter.files = _content(letter.understood)
    except Exception as error:  # told in `_settle`, where the others can go on
        letter.failure = error


def _settle(letters: list[Letter]) -> int:
    """Give each message its place, each in a savepoint of its own."""
    understood = [each for each in letters if isinstance(each.parsed, ParsedMessage)]
    threads = Threads.fetch(
        [each.understood for each in understood],
        [each.row.recipient for each in understood],
        [each.fingerprint for each in understood],
    )
    settled = _open_cases(_standing_alone(letters, threads), threads)
    for letter in letters:
        if letter.row.pk not in settled:
            _settle_alone(letter, threads)
    return len(letters)


def _standing_alone(letters: list[Letter], threads: Threads) -> list[Letter]:
    """The ordinary first mails of somebody, each once: they make new cases, all together."""
    found: dict[str, Letter] = {}
    for letter in letters:
        if _stands_alone(letter, threads):
            found.setdefault(letter.fingerprint or letter.row.raw_id, letter)
    return list(found.values())


def _stands_alone(letter: Letter, threads: Threads) -> bool:
    """Nothing in it points at another message or case: the ordinary first mail of somebody."""
    parsed = letter.parsed
    return (
        isinstance(parsed, ParsedMessage)
        and letter.failure is None
        and parsed.automatic is None
        and bool(parsed.text.strip() or parsed.subject or parsed.attachments)
        and not (references(parsed) or parsed.case_numbers)
        and letter.fingerprint not in threads.known
        and not addresses.is_postmaster(letter.row.recipient)
    )


def _open_cases(letters: list[Letter], threads: Threads) -> set[int]:
    """Cases for all of these with a few statements; the keys of the messages that are settled."""
    try:
        with transaction.atomic():
            cases = receive_cases([_report(letter) for letter in letters])
            for letter, case in zip(letters, cases, strict=True):
                _threaded(letter, case)
            _save([letter.row for letter in letters])
    except Exception as error:
        # One of them is at fault; alone, each shows whether it is the one.
        log.info("a batch is taken in one by one", extra={"why": describe(error)})
        return set()
    for letter, case in zip(letters, cases, strict=True):
        threads.remember(letter.understood, letter.fingerprint, case)
    return {letter.row.pk for letter in letters}


def _settle_alone(letter: Letter, threads: Threads) -> None:
    """Place one message in a savepoint of its own."""
    try:
        with transaction.atomic():
            _place(letter, threads)
            _save([letter.row])
    except files.StorageFullError:
        _postpone(letter.row, "no room on the disk", counts=False)
    except (OperationalError, InterfaceError) as error:
        # Hardly the message's fault; when the database is away, postponing raises again.
        log.warning("a message could not be taken in", extra={"why": describe(error)})
        _postpone(letter.row, "database", counts=False)
    except Exception as error:
        log.exception("a message could not be taken in", extra={"inbound": letter.row.pk})
        _postpone(letter.row, f"error: {type(error).__name__}")


def _postpone(row: InboundMessage, why: str, *, counts: bool = True) -> None:
    """Try again later; after some attempts that count, a person looks at it instead."""
    row.refresh_from_db(fields=["state", "reason", "case"])
    row.attempts += counts
    row.reason = why[:200]
    row.next_attempt_at = clock.now() + _PAUSE * max(1, row.attempts)
    if row.attempts >= ATTEMPTS:
        row.state = InboundState.HELD
    row.save(update_fields=["attempts", "reason", "next_attempt_at", "state"])


def _place(letter: Letter, threads: Threads) -> None:
    row, parsed = letter.row, letter.parsed
    if letter.failure is not None:
        raise letter.failure
    if isinstance(parsed, Unparseable):
        _set_aside(row, InboundState.HELD, parsed.reason)
    elif parsed.automatic is not None:
        bounces.record(row, parsed, threads.sent(parsed, row.recipient))
    elif addresses.is_postmaster(row.recipient):
        _set_aside(row, InboundState.HELD, "postmaster")
    elif letter.fingerprint in threads.known:
        row.case_id = threads.known[letter.fingerprint]
        _set_aside(row, InboundState.IGNORED, "duplicate")
    elif not (parsed.text.strip() or parsed.subject or parsed.attachments):
        _set_aside(row, InboundState.HELD, "empty")
    else:
        case = _thread(letter, parsed, threads)
        _threaded(letter, case)
        threads.remember(parsed, letter.fingerprint, case)


def _threaded(letter: Letter, case: Case) -> None:
    letter.row.case, letter.row.fingerprint = case, letter.fingerprint
    _set_aside(letter.row, InboundState.THREADED, "")


def _save(rows: list[InboundMessage]) -> None:
    now = clock.now()
    for row in rows:
        row.handled_at = now
    bulk.update(rows, _SETTLED)


def _set_aside(row: InboundMessage, state: InboundState, reason: str) -> None:
    row.state, row.reason = state, reason[:200]


def _thread(letter: Letter, parsed: ParsedMessage, threads: Threads) -> Case:
    """Add to the sender's case that is referred to, or open a new one."""
    row = letter.row
    found = threads.find(parsed)
    if found.case is not None:
        return add_information(
            case=found.case, text=letter.text, attachments=letter.files, data={"mail": row.pk}
        )
    (case,) = receive_cases([_report(letter)])
    # All that it quotes, whether or not there is such a case: the note must not be an oracle.
    if numbers := [str(number) for number in parsed.case_numbers] + _referred(found, parsed):
        note(
            case,
            _(
                "The mail quotes %(numbers)s, but did not come from the address of that report. "
                "It was recorded on its own; link the two if they belong together."
            )
            % {"numbers": ", ".join(numbers)},
        )
    return case


def _referred(found: Found, parsed: ParsedMessage) -> list[str]:
    """Cases that it answers a mail of, without their number; never one of misconduct."""
    quoted = {number.case_id for number in parsed.case_numbers}
    return [
        case.number
        for case in found.quoted
        if case.pk not in quoted and case.kind != Kind.MISCONDUCT
    ]


def _report(letter: Letter) -> Report:
    parsed = letter.understood
    return Report(
        channel=Channel.MAIL,
        external_id=letter.row.raw_id,
        text=letter.text,
        title=title(parsed.subject),
        reporter=ReporterDetails(name=parsed.sender.name, email=parsed.sender.address),
        language=parsed.language,
        attachments=letter.files,
        received_at=letter.row.received_at,
    )


def _content(parsed: ParsedMessage) -> tuple[str, list[NewAttachment]]:
    """The text for the timeline, and the stored files; what is too long goes into a file."""
    limit = settings.HUBUNG.limits.text_chars
    text = parsed.text.strip() or parsed.subject or _("(Only files, no text.)")
    attached = list(parsed.attachments)
    if len(text) > limit:
        attached.insert(
            0, ParsedAttachment(_("full-message") + ".txt", "text/plain", text.encode())
        )
        text = text[:limit].rstrip() + " …"
    return text, [attachments.keep(file) for file in attached]


def title(subject: str) -> str:
    """A subject without `Re:`, `Bls:` and our number."""
    return _REPLY_PREFIX.sub("", _NUMBER_IN_SUBJECT.sub("", _REPLY_PREFIX.sub("", subject))).strip()


def note(case: Case, text: str) -> None:
    """A word to the desk on the case's timeline; the reporter does not see it."""
    with change(case, actor=SYSTEM, action=Action.NOTE) as it:
        it.log(EntryKind.NOTE, text=text)
        it.emit(CaseChanged)
