"""The wallboard and the floor, empty, on a usual day and on a very full one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from hubung.directory.models import Grant, Person, Role
from hubung.kernel import clock
from hubung.telephony.calls.clerk import tell_of_floor
from hubung.telephony.models import AgentState, Call, Callback, CallbackState, DeskCommand
from hubung.telephony.queues import services as queues
from tests.journeys.conftest import Open
from tests.support.browser import both_sizes
from tests.support.ministry import START, Ministry

Axe = Callable[[Page], None]


def full(ministry: Ministry, agents: int, callers: int) -> None:
    """A day with calls in every hour, agents in every phase, and callers in every queue."""
    now = clock.now()
    names = ["darat", "laut", "udara", "kereta", "umum"]
    for number in range(callers * 3):
        began = now - timedelta(minutes=7 * number + 1)
        talked = began + timedelta(seconds=5 + number % 3 * 8)
        Call.objects.create(
            engine_id=f"old{number}",
            began_at=began,
            queued_at=began,
            talk_began_at=None if number % 9 == 8 else talked,
            ended_at=began + timedelta(seconds=90),
            cause="caller",
            queue=names[number % 5],
        )
    for number in range(callers):
        since = now - timedelta(seconds=13 * number)
        call = Call.objects.create(
            engine_id=f"new{number}",
            caller="" if number % 4 == 0 else f"+62812{number:08d}",
            language=("id", "en")[number % 2],
            began_at=since,
            queued_at=since,
            waiting_since=since,
            queue=names[number % 5],
        )
        if number % 6 == 5:
            state = (CallbackState.WAITING, CallbackState.GIVEN_UP)[number % 12 == 5]
            Callback.objects.create(call=call, asked_at=since, attempts=3, state=state)
    for number in range(agents):
        person = Person.objects.create(
            name=f"Petugas {'Bernamapanjangsekali ' * (number % 3)}{number}",
            email=f"petugas{number}@dephub.go.id",
            unit=ministry.centre,
        )
        Grant.objects.create(
            person=person, role=Role.TIER1_AGENT, unit=ministry.centre, valid_from=START
        )
        AgentState.objects.create(
            person=person,
            phase=("talking", "free", "wrap_up", "ringing")[number % 4],
            reason=("", "", "break", "", "no_answer", "code")[number % 6],
            since=now - timedelta(seconds=61 * number),
        )


def judged(page: Page, axe: Axe) -> None:
    expect(
        page.get_by_text("Langsung", exact=True).or_(page.get_by_text("Live", exact=True)).first
    ).to_be_visible()
    axe(page)
    width, inner = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width <= inner, f"{page.url} is {width} px wide in {inner} px"


@both_sizes
@pytest.mark.parametrize(
    ("scheme", "language", "agents"),
    [("light", "id-ID", 0), ("dark", "id-ID", 12), ("dark", "en-GB", 120)],
    ids=["empty", "usual", "overfull"],
)
def test_both_pages_fit(
    scheme: str, language: str, agents: int, ministry: Ministry, open_at: Open, axe: Axe
) -> None:
    if agents:
        full(ministry, agents, agents)
    if agents > 100:
        queues.keep_queue(by=ministry.arum, name="tim", title="Pelautdanperkapalan " * 4)
    for path in ("/desk/papan/", "/desk/papan/langsung/"):
        page = open_at(ministry.kirana, path, color_scheme=scheme, locale=language)
        judged(page, axe)


def test_a_supervisor_sees_a_caller_come_and_takes_an_agent_out(
    ministry: Ministry, open_at: Open
) -> None:
    full(ministry, 2, 0)
    page = open_at(ministry.kirana, "/desk/papan/langsung/")
    expect(page.get_by_role("heading", name="Penelepon yang menunggu (0)")).to_be_visible()
    now = clock.now()
    Call.objects.create(
        engine_id="c1", began_at=now, queued_at=now, waiting_since=now, queue="laut"
    )
    tell_of_floor()
    expect(page.get_by_role("heading", name="Penelepon yang menunggu (1)")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="Jadikan tidak siap Petugas 0").click()
    expect(page.get_by_text("tidak menerima panggilan lagi", exact=False)).to_be_visible()
    assert DeskCommand.objects.get().details == {"reason": "supervisor"}
