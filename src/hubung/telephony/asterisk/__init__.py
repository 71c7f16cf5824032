"""The telephone engine: has Asterisk (20 or newer) there, writes its configuration, runs it.

    place.here()                  where everything of the engine is: `<home>/phone/{engine,etc,
                                  spool,sounds,run,log}`, and its settings
    credentials.of(place)         `Credentials(user, password)` of ARI; made at first use, mode 0600
    installation.install(place)   the system's Asterisk, or Debian's packages unpacked privately
    configuration.write(…)        the whole configuration, from the settings; done by `start`
    running.start(place), stop(place), command(place, "core show channels")
    running.answers(place)        whether an engine runs there
    lines.put(place, line)        a telephone may register from now on, until the engine ends
    doctor.findings(place)        what is wrong, in sentences
    numbers.caller(said)          E.164 of who calls, "" for whoever is or wants to be nobody
    outbound.ways(number, phone)  the trunks for a call of our own, in order; NotDialledError
    relays.ice_servers(phone, …)  STUN and TURN for a browser, with a short-lived password

The engine's dialplan: a trunk's call to `number` enters `Stasis(hubung,inbound,<trunk>)`, with the
caller's number as the operator sent it, or none where they want to stay unknown. A call from an
agent's telephone enters `Stasis(hubung,agent,<endpoint>,<dialled>)`. There is no other way: the
dialplan has no `Dial`, so neither digits nor a transfer can reach an outbound line. Without the
application, a caller hears an apology, is offered to the engine's own queue, and may then leave a
message in `spool/voicemail` (`<epoch>-<caller>-<engine id>.wav`).

Endpoints: `trunk-<name>`, `agent-<person id>` (browser, over `ws://127.0.0.1:<http_port>/ws`) and
`desk-<person id>` (SIP desk phone). ARI is at `place.here().url`, as `http://127.0.0.1:8088/ari`.

A test gets a running engine of its own, on free ports:

    def test_something(engine: RunningEngine) -> None:      # from tests.support.asterisk
        engine.url, engine.user, engine.password             # ARI
        engine.sip_port                                      # SIP; 127.0.0.1 is a trunk
        engine.place                                         # to give to the functions above
        engine.command("core show channels")

or, several at once or with other settings: `with running_engine(recording=False) as engine:`. The
unpacked engine is kept in `~/.cache/hubung/phone-engine`, so it is fetched once per machine.
"""
