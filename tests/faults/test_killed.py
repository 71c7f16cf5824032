"""Killed again and again while mail and reports come in: what was acknowledged is there, once."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from tests.faults.support import (
    Sender,
    assert_whole,
    inside,
    kill,
    letter,
    report,
    send_report,
    wait_idle,
)
from tests.support.program import Program

SEED = 151
MAILS, REPORTS = 2_000, 500
MAIL_SENDERS, VISITORS = 6, 3
#: `all` is the power cut, supervisor included; the others come back by themselves.
VICTIMS = ("mail", "worker", "web", "all", "worker", "mail", "web", "all", "mail", "worker", "all")


class Progress:
    """Counts what was acknowledged, and tells who waits for a certain count."""

    def __init__(self) -> None:
        self._count = 0
        self._changed = threading.Condition()
        self.failed = False

    def one_more(self) -> None:
        with self._changed:
            self._count += 1
            self._changed.notify_all()

    def give_up(self) -> None:
        with self._changed:
            self.failed = True
            self._changed.notify_all()

    def wait_for(self, count: int) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._count >= count or self.failed)


def test_everything_acknowledged_is_there_once(program: Program) -> None:
    chance = random.Random(SEED)
    program.settings["HUBUNG_LIMITS__REPORTS_PER_HOUR"] = str(10 * REPORTS)
    inside(program, "ministry")
    program.start()

    mails = [f"surat{number:05d}" for number in range(MAILS)]
    with_files = set(chance.sample(mails, MAILS // 20))
    reports = [f"lapor{number:05d}" for number in range(REPORTS)]
    progress = Progress()
    numbers: dict[str, str] = {}

    def mail(sender: int) -> None:
        server = Sender(program, lmtp=sender % 2 == 1)
        for word in mails[sender::MAIL_SENDERS]:
            server.send(letter(word, files=2 if word in with_files else 0))
            progress.one_more()
        server.close()

    def visit(visitor: int) -> None:
        for word in reports[visitor::VISITORS]:
            numbers[word] = send_report(program, report(word))
            progress.one_more()

    def tell(work: Callable[[int], None], which: int) -> None:
        try:
            work(which)
        except BaseException:
            progress.give_up()
            raise

    moments = sorted(chance.sample(range(MAILS + REPORTS), len(VICTIMS)))
    with ThreadPoolExecutor(MAIL_SENDERS + VISITORS) as pool:
        work = [pool.submit(tell, mail, which) for which in range(MAIL_SENDERS)]
        work += [pool.submit(tell, visit, which) for which in range(VISITORS)]
        for moment, victim in zip(moments, VICTIMS, strict=True):
            progress.wait_for(moment)
            if progress.failed:
                break
            if victim == "all":
                program.kill9()
                program.start(ready=False)
            else:
                kill(program, victim)
        for done in work:
            done.result()

    wait_idle(program)
    program.wait_ready()
    rows = program.rows("SELECT id, text, channel FROM cases_case")
    # The one word of its own stands before the rest of the sentence.
    words = {pk: text.split(" ")[3] for pk, text, _channel in rows}
    assert Counter(words.values()) == Counter([*mails, *reports])
    assert Counter(channel for _pk, _text, channel in rows) == {"mail": MAILS, "web": REPORTS}
    by_word = {word: pk for pk, word in words.items()}
    assert {word: int("".join(numbers[word].split("-")[2:4])) for word in reports} == {
        word: by_word[word] for word in reports
    }
    assert program.rows("SELECT count(*) FROM cases_attachment") == [(2 * len(with_files),)]
    assert program.rows("SELECT state, count(*) FROM email_inboundmessage GROUP BY state") == [
        ("threaded", MAILS)
    ]
    assert_whole(program)
    told = program.rows("SELECT kind, count(*) FROM email_outboundmessage GROUP BY kind")
    assert told == [("received", MAILS + REPORTS)]
    found = inside(program, "found", words=[*mails, *reports])
    assert found == {word: [pk] for word, pk in by_word.items()}
