"""What a test of calls asks of a running installation; see `tests.support.inside`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from tests.support.inside import answer

#: Of every telephone on a desk.
DESK_PASSWORD = "sandi-telepon-contoh"


def agent(name: str, role: str = "tier1_agent") -> str:
    """Somebody who answers calls, with a telephone on their desk; their id.

    Who was there in an earlier test is the same person.
    """
    from hubung.directory.models import Grant, Person, Role, Unit
    from hubung.telephony.asterisk.lines import digest_of
    from hubung.telephony.models import DeskPhone

    person, is_new = Person.objects.get_or_create(email=f"{name.lower()}@dephub.go.id", name=name)
    if is_new:
        unit = Unit.objects.first() or Unit.objects.create(code="PUSAT", name="Pusat Kontak")
        Grant.objects.create(person=person, role=Role(role), unit=unit)
        digest = digest_of(f"desk-{person.pk}", DESK_PASSWORD)
        DeskPhone.objects.create(person=person, made_by=person, digest=digest)
    return str(person.pk)


def cookie(person: str) -> dict[str, str]:
    """What a browser needs so that this agent is signed in, completely."""
    from hubung.directory.models import Grant, Person, Role, Unit, UnitKind
    from tests.support.accounts import session_cookie

    someone = Person.objects.get(pk=person)
    centre, _new = Unit.objects.get_or_create(
        code="PK151", defaults={"name": "Pusat Kontak 151", "kind": UnitKind.CONTACT_CENTRE}
    )
    Grant.objects.get_or_create(person=someone, role=Role.TIER1_AGENT, unit=centre)
    made = session_cookie(someone, "http://127.0.0.1")
    return {"name": made["name"], "value": made["value"]}


def end_sessions(person: str) -> int:
    """Sign somebody out everywhere."""
    from hubung.directory.accounts import services
    from hubung.directory.models import Person

    return services.end_sessions(Person.objects.get(pk=person))


def ask(person: str, kind: str, **details: Any) -> int:
    """Write down a wish of the desk."""
    from hubung.directory.models import Person
    from hubung.telephony.services import commands

    someone = Person.objects.get(pk=person)
    return int(commands.ask(person=someone, kind=commands.Kind(kind), **details).pk)


def settled(wish: int) -> str | None:
    """The refusal of a wish, "" when it was done, None while it waits."""
    from hubung.telephony.models import DeskCommand

    row = DeskCommand.objects.get(pk=wish)
    return None if row.settled_at is None else row.refusal


def official(number: str) -> str:
    """A post with a telephone; the telephone's key."""
    from hubung.directory.models import Post, Unit
    from hubung.telephony.models import Telephone

    unit = Unit.objects.create(code="DJPL", name="Direktorat Jenderal Perhubungan Laut")
    post = Post.objects.create(unit=unit, title="Direktur Kepelabuhanan")
    return str(Telephone.objects.create(post=post, number=number).pk)


def callbacks() -> list[str]:
    """What became of each wish to be called back."""
    from hubung.telephony.models import Callback

    return list(Callback.objects.values_list("state", flat=True))


def recorded(file: str) -> str | None:
    """The sound of what the engine recorded into a file, in Base64; None until it is taken in."""
    from base64 import b64encode

    from hubung.telephony.models import Recording
    from hubung.telephony.recordings import keeping, sound

    found = Recording.objects.filter(file=file).first()
    if found is None:
        return None
    return b64encode(b"".join(keeping.read(found))[sound.HEADER_BYTES :]).decode()


def recordings() -> list[str]:
    """The call of each sound that was taken in."""
    from hubung.telephony.models import Recording

    return list(Recording.objects.order_by("pk").values_list("call__engine_id", flat=True))


def administrator() -> str:
    """Who keeps the menu; their id."""
    from hubung.directory.models import Grant, Person, Role, Unit

    person = Person.objects.create(name="Arum", email="arum@dephub.go.id")
    unit, _new = Unit.objects.get_or_create(code="KEMENHUB", defaults={"name": "Kementerian"})
    Grant.objects.create(person=person, role=Role.ADMINISTRATOR, unit=unit)
    return str(person.pk)


def put_live(by: str, tree: dict[str, Any], keys: str) -> None:
    """A menu is drafted, tried with these keys, and put live."""
    from hubung.directory.models import Person
    from hubung.kernel import clock
    from hubung.telephony.menu import services
    from hubung.telephony.menu.tree import Tree

    keeper = Person.objects.get(pk=by)
    version = services.begin_draft(by=keeper, tree=Tree.model_validate(tree))
    services.try_version(by=keeper, version=version, keys=keys, at=clock.now())
    services.put_live(by=keeper, version=version, seen=version.revision)


def upload_prompt(by: str, key: str, text: str, file: str) -> None:
    """An office's own recording of an Indonesian prompt."""
    from hubung.directory.models import Person
    from hubung.telephony.prompts.services import word_prompt

    keeper, content = Person.objects.get(pk=by), Path(file).read_bytes()
    word_prompt(by=keeper, key=key, language="id", text=text, recording=content)


def emergency(by: str, text: str) -> None:
    """It begins with these words; without any it ends."""
    from hubung.directory.models import Person
    from hubung.telephony.menu.emergency import begin_emergency, end_emergency

    keeper = Person.objects.get(pk=by)
    if text:
        begin_emergency(by=keeper, texts={"id": text})
    else:
        end_emergency(by=keeper)


def story(call: str) -> dict[str, Any]:
    """What the case of a call tells of it."""
    from hubung.cases.choices import Channel
    from hubung.cases.services import receive_case
    from hubung.channels.phone.services import tie
    from hubung.directory.models import Unit
    from hubung.kernel import tasks
    from hubung.telephony.models import Call

    unit = Unit.objects.first()
    case = receive_case(channel=Channel.PHONE, text="Kapal batal berangkat.", unit=unit)
    tie(call=Call.objects.get(engine_id=call), case=case, by=None)
    tasks.run_until_idle()
    told: dict[str, Any] = case.timeline.get(kind="called").data
    return told


def record_prompts(sounds: dict[str, str]) -> None:
    """An office's own recordings, as files by `key/language`; every other prompt is a short pause.

    Nothing is left for the voice to speak.
    """
    from hubung.telephony.models import PromptWording
    from hubung.telephony.prompts import pcm
    from hubung.telephony.prompts.wording import wordings

    pause = pcm.write([0.0] * 400)
    by = int(agent("Studio"))
    PromptWording.objects.bulk_create(
        PromptWording(
            key=key, language=language, text=wording.text, recording=content, changed_by_id=by
        )
        for (key, language), wording in wordings().items()
        for name in [f"{key}/{language}"]
        for content in [Path(sounds[name]).read_bytes() if name in sounds else pause]
    )


def phase(person: str) -> str:
    """What the desk shows of an agent."""
    from hubung.telephony.models import AgentState

    newest = AgentState.objects.filter(person_id=int(person)).order_by("since", "pk").last()
    return "" if newest is None else str(newest.phase)


def calls() -> list[dict[str, Any]]:
    """The records of calls in their order: how each ended, and how often each thing was told."""
    from hubung.telephony.models import Call

    return [
        {
            "caller": call.caller,
            "cause": call.cause,
            "told": Counter(call.facts.values_list("kind", flat=True)),
        }
        for call in Call.objects.order_by("began_at")
    ]


if __name__ == "__main__":
    answer(
        agent,
        ask,
        settled,
        official,
        callbacks,
        cookie,
        end_sessions,
        recorded,
        recordings,
        administrator,
        put_live,
        upload_prompt,
        emergency,
        story,
        record_prompts,
        phase,
        calls,
    )
