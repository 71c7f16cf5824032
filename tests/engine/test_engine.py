"""The real engine: it boots from our configuration, and lets in whom it should."""

from __future__ import annotations

import asyncio
import io
import re
import resource
import stat
import time
import wave
from dataclasses import replace
from pathlib import Path

import pytest

from hubung.telephony.ari import CONNECTED, Ari, AriError
from hubung.telephony.asterisk import doctor, lines, running, silence
from hubung.telephony.asterisk.errors import EngineError
from hubung.telephony.asterisk.lines import Line
from hubung.telephony.asterisk.place import Place
from hubung.telephony.settings import Trunk
from tests.engine.sip import Knock, Operator
from tests.support.asterisk import RunningEngine, running_engine, settings

pytestmark = pytest.mark.once


def test_its_control_asks_for_the_secret(engine: RunningEngine) -> None:
    async def version(password: str) -> str:
        async with Ari(engine.url, engine.user, password) as ari:
            return str((await ari.get("asterisk/info"))["system"]["version"])

    assert int(asyncio.run(version(engine.password)).split(".")[0]) >= 20
    with pytest.raises(AriError) as refused:
        asyncio.run(version("wrong"))
    assert refused.value.status == 401
    secret = engine.place.folder / "ari.secret"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert {stat.S_IMODE(path.stat().st_mode) for path in engine.place.etc.glob("*.conf")} == {
        0o600
    }


def test_it_has_files_enough_for_every_call() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, hard))  # as systemd and logins have it
    try:
        with running_engine() as engine:
            limits = Path(f"/proc/{engine.process.pid}/limits").read_text()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    (files,) = re.findall(r"Max open files +(\d+)", limits)
    assert int(files) == min(running.OPEN_FILES, hard)


def test_nothing_of_its_configuration_is_complained_of(engine: RunningEngine) -> None:
    said = (engine.place.log / "messages.log").read_text().splitlines()
    complaints = [line for line in said if " ERROR[" in line or " WARNING[" in line]
    assert complaints == []


def test_a_trunks_call_to_151_reaches_the_program(engine: RunningEngine) -> None:
    async def first_call() -> tuple[list[str], str]:
        async with Ari(engine.url, engine.user, engine.password) as ari, asyncio.timeout(20):
            async for event in ari.events("hubung"):
                if event["type"] == CONNECTED["type"]:
                    knock.ask("INVITE", "151", caller="+6281200000151")
                elif event["type"] == "StasisStart":
                    channel = event["channel"]
                    await ari.delete("channels/{}", channel["id"])
                    return event["args"], channel["caller"]["number"]
        raise AssertionError("no call came")

    with Knock(engine.sip_port) as knock:
        assert asyncio.run(first_call()) == (["inbound", "this-machine"], "+6281200000151")


def test_a_trunk_reaches_nothing_but_151(engine: RunningEngine) -> None:
    with Knock(engine.sip_port) as knock:
        for dialled in (
            "00442079460000",
            "081200000000",
            "s",
            "stand-in",
            "agent-1",
            "151,1",
            "1510",
        ):
            knock.ask("INVITE", dialled)
            assert knock.answer() == 404, dialled
    assert "Dial" not in engine.command("core show applications").split()


def test_strangers_get_silence_and_are_counted(engine: RunningEngine) -> None:
    with Knock(engine.sip_port, source="127.0.0.9") as stranger:
        for method in ("INVITE", "OPTIONS", "REGISTER"):
            stranger.ask(method, "151")
        # The engine has seen these: the operator's question, sent later, is answered.
        with Knock(engine.sip_port) as trunk:
            trunk.ask("INVITE", "152")
            assert trunk.answer() == 404
        assert stranger.answer(0.5) is None
    assert silence.dropped(engine.place.phone) == 3


def test_a_desk_phone_must_prove_who_it_is(engine: RunningEngine) -> None:
    line = Line("desk-7", "a-password-of-its-own")
    with Knock(engine.sip_port) as phone:
        # Even at the address of a trunk: whoever says a line's name is asked for its password.
        lines.put(engine.place, line)
        phone.ask("REGISTER", "desk-7", caller="desk-7")
        assert phone.answer() == 401
        phone.ask("INVITE", "151", caller="desk-7")
        assert phone.answer() == 401
    assert "desk-7" in engine.command("pjsip show endpoints")
    assert "desk-7" in engine.command("queue show hubung")
    lines.remove(engine.place, "desk-7")
    lines.remove(engine.place, "desk-7")
    assert "desk-7" not in engine.command("pjsip show endpoints")
    assert "desk-7" not in engine.command("queue show hubung")


def test_a_line_that_is_as_it_should_be_is_known_as_such(engine: RunningEngine) -> None:
    line = Line("desk-8", "a-password-of-its-own")
    assert not lines.is_put(engine.place, line)
    lines.put(engine.place, line)
    assert lines.is_put(engine.place, line)
    assert not lines.is_put(engine.place, Line("desk-8", "another-password-now"))
    lines.remove(engine.place, "desk-8")
    assert not lines.is_put(engine.place, line)


def test_a_trunk_registers_with_its_operator(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("seven-times-seven\n")
    with Operator("hubung151", "seven-times-seven") as operator:
        trunk = Trunk(
            name="operator",
            host="127.0.0.1",
            port=operator.port,
            username="hubung151",
            password_file=str(secret),
            check_seconds=0,
        )
        with running_engine(trunks=(trunk,)) as engine:
            contact = operator.register()
            assert contact.startswith(f"<sip:151@127.0.0.1:{engine.sip_port}")
            # The engine reads the answer in its own time.
            for _ in range(100):
                states = doctor.registrations(engine.place)
                if states == {"operator": "Registered"}:
                    break
                time.sleep(0.02)
            assert states == {"operator": "Registered"}
            engine.kill9()  # else it waits for the operator to take its leave


def test_a_password_that_is_missing_is_said(tmp_path: Path) -> None:
    trunk = Trunk(name="operator", host="127.0.0.1", username="x", password_file="/nowhere")
    place = Place(tmp_path, settings(trunks=(trunk,)))
    with pytest.raises(EngineError, match="Trunk operator: /nowhere can't be read"):
        running.start(place)


def test_without_the_program_a_caller_is_still_answered(engine: RunningEngine) -> None:
    with Knock(engine.sip_port) as knock:
        knock.ask("INVITE", "151")
        assert knock.answer() == 200
        assert "stand-in" in engine.command("core show channels verbose")


def test_nobody_is_taken_for_the_operator_by_name() -> None:
    with (
        running_engine(networks=("127.0.0.9/32",)) as engine,
        Knock(engine.sip_port, source="127.0.0.9") as desk,
    ):
        desk.ask("INVITE", "151", caller="trunk-this-machine")
        assert desk.answer() == 401


def test_it_is_started_once_and_stopped(engine: RunningEngine) -> None:
    with pytest.raises(EngineError, match="runs already"):
        running.start(engine.place)
    engine.kill9()
    assert not running.answers(engine.place)
    engine.start()
    assert running.pid(engine.place) == engine.process.pid
    engine.stop()
    assert running.pid(engine.place) is None
    with pytest.raises(EngineError, match="does not run"):
        engine.command("core show channels")


def test_a_taken_port_is_named(engine: RunningEngine, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="HUBUNG_PHONE__SIP_PORT"):
        running.start(replace(engine.place, folder=tmp_path))


def test_a_message_is_kept_while_the_program_is_away() -> None:
    """Nobody is in the engine's queue, so the caller is soon asked for a message."""
    with running_engine() as engine, Knock(engine.sip_port) as knock:
        for language in ("id", "en"):
            folder = engine.place.sounds / language
            folder.mkdir()
            for name in ("apology", "leave-message"):
                (folder / f"{name}.wav").write_bytes(_silence(0.1))
        knock.ask("INVITE", "151", caller="+6281200000151")
        assert knock.answer() == 200
        kept = engine.place.spool / "voicemail"
        for _ in range(600):
            if list(kept.iterdir()):
                break
            time.sleep(0.05)
        (message,) = kept.iterdir()
        assert re.fullmatch(r"\d+-\+6281200000151-\d+\.\d+\.wav", message.name)


def _silence(seconds: float) -> bytes:
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(int(16000 * seconds)))
    return content.getvalue()
