"""Which case does a mail belong to? What it refers to decides, together with who sent it.

Case numbers are read out over the telephone and shown on paper, so a number alone proves nothing.
Whoever quotes one without being its reporter does not get in: their mail becomes a case of its
own, with a note for the desk, which may link the two.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from hubung.cases.models import Case
from hubung.channels.email.addresses import bounce_token
from hubung.channels.email.models import InboundMessage, OutboundMessage
from hubung.channels.email.rfc5322.parse import ParsedMessage


@dataclass(frozen=True)
class Found:
    """The case a mail belongs to, or the ones it quotes without belonging to them."""

    case: Case | None = None
    quoted: tuple[Case, ...] = ()


@dataclass
class Threads:
    """What a batch of messages refers to, fetched with a few queries for all of them."""

    by_id: dict[str, int] = field(default_factory=dict)
    outbound: dict[str, OutboundMessage] = field(default_factory=dict)
    by_token: dict[str, OutboundMessage] = field(default_factory=dict)
    cases: dict[int, Case] = field(default_factory=dict)
    #: Fingerprint → case of the message that came first.
    known: dict[str, int] = field(default_factory=dict)

    @classmethod
    def fetch(
        cls, messages: Iterable[ParsedMessage], recipients: Iterable[str], prints: Iterable[str]
    ) -> Threads:
        """Load what these messages (and their recipients' bounce tokens) point at."""
        threads = cls()
        messages = list(messages)
        ids = {each for message in messages for each in references(message)}
        tokens = {token for recipient in recipients if (token := bounce_token(recipient))}
        case_ids = {number.case_id for message in messages for number in message.case_numbers}
        if ids:
            for sent in OutboundMessage.objects.filter(message_id__in=ids):
                threads.outbound[sent.message_id] = sent
                if sent.case_id:
                    threads.by_id[sent.message_id] = sent.case_id
            received = InboundMessage.objects.filter(message_id__in=ids, case__isnull=False)
            for message_id, case_id in received.values_list("message_id", "case_id"):
                threads.by_id.setdefault(message_id, case_id)
        if tokens:
            for sent in OutboundMessage.objects.filter(token__in=tokens):
                threads.by_token[sent.token] = sent
                if sent.case_id:
                    case_ids.add(sent.case_id)
        case_ids |= set(threads.by_id.values())
        if case_ids:
            threads.cases = Case.objects.select_related("reporter").in_bulk(case_ids)
        wanted = [each for each in prints if each]
        if wanted:
            threads.known = dict(
                InboundMessage.objects.filter(
                    fingerprint__in=wanted, case__isnull=False
                ).values_list("fingerprint", "case_id")
            )
        return threads

    def find(self, message: ParsedMessage) -> Found:
        """The case of this sender that the message refers to; ids are asked before numbers."""
        quoted: dict[int, Case] = {}
        for case in self._referred(message):
            if is_reporter(case, message.sender.address):
                return Found(case=case)
            quoted[case.pk] = case
        return Found(quoted=tuple(quoted.values()))

    def sent(self, message: ParsedMessage, recipient: str) -> OutboundMessage | None:
        """The outgoing message that this one (a bounce, an automatic reply) is about."""
        found = self.by_token.get(bounce_token(recipient))
        for each in references(message):
            found = found or self.outbound.get(each)
        return found

    def remember(self, message: ParsedMessage, fingerprint: str, case: Case) -> None:
        """Later messages of the same batch may refer to this one."""
        self.cases[case.pk] = case
        if message.message_id:
            self.by_id.setdefault(message.message_id, case.pk)
        if fingerprint:
            self.known[fingerprint] = case.pk

    def _referred(self, message: ParsedMessage) -> Iterable[Case]:
        for each in references(message):
            case = self.cases.get(self.by_id.get(each, 0))
            if case is not None:
                yield case
        for number in message.case_numbers:
            case = self.cases.get(number.case_id)
            if case is not None and case.year == number.year:
                yield case


def references(message: ParsedMessage) -> tuple[str, ...]:
    """Message ids that this message points at, the nearest first."""
    original = (message.bounce.original_id,) if message.bounce else ()
    near_first = (*original, *message.in_reply_to, *reversed(message.references))
    return tuple(each for each in dict.fromkeys(near_first) if 0 < len(each) <= 500)


def is_reporter(case: Case, address: str) -> bool:
    return bool(
        case.reporter and case.reporter.email and case.reporter.email == address.strip().lower()
    )
