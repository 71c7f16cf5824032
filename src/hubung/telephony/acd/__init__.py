"""The queue (automatic call distribution): who is given which caller, and when.

Pure logic: no database, no clock, no line. The phone program tells what happened and does what it
is told:

    acd = Acd([Queue("umum"), Queue("laut", overflow_to=("umum",))])
    for command in acd.apply(CallerJoined("c1", "laut", language="id"), now):
        ...  # in the order given
    acd.next_wake()  # apply(Tick(), …) then at the latest, or every second; both are right

`now` is aware; a clock that goes back is taken as standing still. An event that comes twice, late
or for somebody unknown changes nothing and raises nothing. `call_id` and `agent_id` are strings of
the caller's choosing (`agent_id`: the person's id); a call keeps its `call_id` through hold,
transfer and call back.

What the phone program sees to (events in `events`, commands in `commands`):

- **A caller**: `CallerJoined` on entering the queue, `CallerLeft` when the line is gone or they
  leave the queue. `Announce` tells their position and expected wait. `Voicemail` ends their wait.
- **An offer**: on `Offer` ring the agent until `until`; answer with `OfferAccepted`,
  `OfferRefused` or nothing: the queue withdraws it by itself when it is over (`OfferTimedOut` if
  the engine says so first). Bridge on `Connect` only. On `Withdraw` stop the ringing, or hang up
  the leg of an agent who accepted too late.
- **An agent**: `AgentReady` with a `Profile` at sign-in, at each change of it and after a break;
  `AgentNotReady(reason)`; `AgentGone` when their telephone can't be reached. `AgentIs` tells every
  change of state, among them the silent agent set not ready (`NO_ANSWER`): keep and show it.
- **A conversation**: `CallEnded(agent_id, call_id)` when the agent's part is over; wrap-up begins
  and `WrappedUp` ends it early. `AgentTaken` for a call that was not offered here: transfer to an
  agent, outgoing call, conference, call found at start. `AgentReleased` if it then came to no
  conversation: no wrap-up.
- **Hand-over to a queue**: `CallerJoined` again with the same `call_id`; the agent who had the call
  wraps up. A consultation is a call of its own, with its own `call_id`.
- **Call back**: `CallbackAsked`, and the caller may hang up: the place is kept. At their turn an
  agent is offered the call; on `Connect(callback=True)` dial the caller. `CallbackReached` when
  they answer, `CallbackFailed` when not: they are tried again later, and after the last attempt
  `CallbackGivenUp` hands the wish to a person. `CallbackCancelled` by wish of the caller.
- **Other rules**: `QueuesAre` when queues were changed, `ProfileIs` when what an agent may be given
  was; nobody loses their place or their state.
- **After a cut**: `AgentReady`, `AgentTaken` and `CallerJoined(since=…)` for what is found, then
  `Reconciled(calls)`: what is in the queue but no more on a line is put right.

Differences from the usual sketch of an ACD: offers are bridged on `Connect`, so that one place
decides a race; `AgentIs` stands for every change of state; `Voicemail` is a command of its own,
as overflow *widens* the circle of agents and never moves the caller.
"""

from hubung.telephony.acd.commands import (
    AgentIs,
    Announce,
    CallbackGivenUp,
    Command,
    Connect,
    Offer,
    Overflow,
    Voicemail,
    Withdraw,
)
from hubung.telephony.acd.distributor import Acd
from hubung.telephony.acd.events import (
    AgentGone,
    AgentNotReady,
    AgentReady,
    AgentReleased,
    AgentTaken,
    CallbackAsked,
    CallbackCancelled,
    CallbackFailed,
    CallbackReached,
    CallEnded,
    CallerJoined,
    CallerLeft,
    Event,
    OfferAccepted,
    OfferRefused,
    OfferTimedOut,
    ProfileIs,
    QueuesAre,
    Reconciled,
    Tick,
    WrappedUp,
)
from hubung.telephony.acd.figures import Ending, ServiceLevel, Wait, service_level
from hubung.telephony.acd.model import (
    NO_ANSWER,
    REFUSED,
    UNREACHABLE,
    Agent,
    Caller,
    Phase,
    Profile,
    Queue,
)

__all__ = [
    "NO_ANSWER",
    "REFUSED",
    "UNREACHABLE",
    "Acd",
    "Agent",
    "AgentGone",
    "AgentIs",
    "AgentNotReady",
    "AgentReady",
    "AgentReleased",
    "AgentTaken",
    "Announce",
    "CallEnded",
    "CallbackAsked",
    "CallbackCancelled",
    "CallbackFailed",
    "CallbackGivenUp",
    "CallbackReached",
    "Caller",
    "CallerJoined",
    "CallerLeft",
    "Command",
    "Connect",
    "Ending",
    "Event",
    "Offer",
    "OfferAccepted",
    "OfferRefused",
    "OfferTimedOut",
    "Overflow",
    "Phase",
    "Profile",
    "ProfileIs",
    "Queue",
    "QueuesAre",
    "Reconciled",
    "ServiceLevel",
    "Tick",
    "Voicemail",
    "Wait",
    "Withdraw",
    "WrappedUp",
    "service_level",
]
