"""The phone program: calls led from ringing to wrap-up, over the engine's interface.

What comes in (the engine's events, the desk's wishes, time) goes through `exchange.Exchange`, pure
logic that answers with commands for the engine and notes for the records; `program` is the process
around it.

For the engine's dialplan. Contexts `from-trunk` and `from-agent` end in `Stasis(hubung,inbound)`.
A recording begins after its notice, and only when the caller did not refuse it; the channel is sent
there and comes back:

    [hubung-record]
    exten => s,1,MixMonitor(${HUBUNG_RECORDING},D)
     same => n,Stasis(hubung,recorded)
     same => n,Goto(<the fallback for calls without a program>)

`HUBUNG_RECORDING` is `recordings/<call id>.raw`, below the engine's monitor folder: interleaved
16-bit stereo at 8000 Hz, left what the caller says, right what they hear. Agents' channels are
originated into `hubung` with ids `<call id>~<n>`, a call's bridge has the id `<call id>~bridge`;
the call's id is its channel's id.

For the records. Notes are kept in a journal of this machine and handed to `telephony.services` in
order, as `name(engine_id=…, at=…, **details)`, again after a failure, so each has to be idempotent
by `(engine_id, name, at)`:

- `call_began(direction, caller, dialled)`, `call_answered()`, `caller_chose(language, sector)`
- `entered_queue(queue, priority)`, `offered(person, leg)`, `offer_ended(person, leg, why)`
- `consulted(person, leg)`: a colleague who is asked in private has picked up
- `talk_began(person, leg)`, `talk_ended(person, leg)`, `rejoined(person, leg)`, `held()`,
  `resumed()`
- `transferred(person, to)`, `recording_began(file)`, `recording_ended(file)`,
  `voicemail_left(file, box)`
- `recording_paused(person)`, `recording_resumed()`, `wrapped_up(person, code)`
- `telephone_rung(telephone, leg)`, `telephone_joined(telephone, leg)`,
  `telephone_left(telephone, leg, why)`: one of the directory, outside
- `callback_asked()`, `callback_dialled(person)`, `callback_reached()`, `callback_failed()`,
  `callback_given_up()`, `callback_cancelled()`
- `call_ended(cause)`: cause is `caller`, `agent`, `menu`, `voicemail`, `lost`, `unreached`
- `agent_is(person, phase, reason, call, until)`: its `engine_id` is ""; the one source of
  `AgentState`

A call back is the same call: its caller has a second line then, and a second file.

`person` is the id of a person as a string, `leg` the id of their channel.

For the registry: `answers` is where it says what it knows of a case or of a caller.
"""
