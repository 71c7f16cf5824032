"""The ways that cases go, each from its first word; see `simulation`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from hubung.cases import services
from hubung.cases.choices import Channel
from hubung.cases.models import Case
from hubung.demo.simulation import Journey, anywhere, office
from hubung.demo.stories import Telling
from hubung.demo.world import World
from hubung.directory.models import Person
from hubung.kernel import clock

Way = Callable[[World, Telling], Journey]

_REPLIES = (
    "Berikut yang Bapak/Ibu minta. Terima kasih sudah menindaklanjuti laporan saya.",
    "Sudah saya kirimkan. Mohon kabarnya, ya.",
    "Ini keterangannya, semoga cukup jelas. Bila kurang, silakan telepon saya sore hari.",
)
_CONTENT = (
    (4, "Cepat dan jelas. Terima kasih."),
    (4, "Petugasnya sabar sekali menjelaskan."),
    (3, "Akhirnya selesai, hanya agak lama."),
    (3, "Baik."),
    (2, "Jawabannya baik, tetapi saya harus bertanya dua kali."),
    (4, "Tidak menyangka benar-benar ditindaklanjuti."),
)


def waits(world: World, telling: Telling) -> Journey:
    """Just arrived; nobody has it yet."""
    case = world.report(telling)
    yield from ()
    return case


def taken(world: World, telling: Telling) -> Journey:
    """An agent has it."""
    case = world.report(telling)
    yield anywhere(0.4)
    return services.take_case(actor=world.agent(), case=case)


def settled_at_once(world: World, telling: Telling) -> Journey:
    """Tier 1 answers during the contact, and the reporter is content."""
    case = world.report(telling)
    agent = world.agent()
    yield anywhere(0.2)
    services.take_case(actor=agent, case=case)
    yield anywhere(0.3)
    _answer(telling, case, agent)
    yield anywhere(20)
    return _content(world, case)


def answered_at_once(world: World, telling: Telling) -> Journey:
    """Tier 1 has answered; the reporter has not said anything yet."""
    case = world.report(telling)
    agent = world.agent()
    yield anywhere(0.5)
    services.take_case(actor=agent, case=case)
    yield anywhere(1)
    return _answer(telling, case, agent)


def passed_on(world: World, telling: Telling) -> Journey:
    """Another authority's matter: forwarded, no wrong door."""
    case = world.report(telling)
    agent = world.agent()
    yield anywhere(1)
    services.take_case(actor=agent, case=case)
    yield office(2)
    return services.pass_on_case(
        actor=agent, case=case, authority=telling.story.authority, reason=telling.answer
    )


def handed_over(world: World, telling: Telling) -> Journey:
    """With the team of tier 2, not yet taken."""
    return (yield from _to_tier2(world, telling, world.report(telling)))


def being_handled(world: World, telling: Telling) -> Journey:
    """Somebody at tier 2 works on it and has said so."""
    case = yield from _to_tier2(world, telling, world.report(telling))
    handler = world.handler(case.unit)
    yield office(5)
    services.take_case(actor=handler, case=case)
    yield office(3)
    services.tell_reporter(
        actor=handler,
        case=case,
        text="Laporan Anda kami periksa di lapangan. Kabar berikutnya dalam tiga hari kerja.",
    )
    yield office(2)
    return services.add_note(
        actor=handler,
        case=case,
        text="Sudah menghubungi kantor setempat; menunggu berita acara pemeriksaan.",
    )


def waits_for_reporter(world: World, telling: Telling) -> Journey:
    """Something is missing; the clocks stand still."""
    case = yield from _to_tier2(world, telling, world.report(telling))
    return (yield from _asked(world, telling, case))


def answered(world: World, telling: Telling) -> Journey:
    """Tier 2 asked, got what it needed, and answered."""
    case = yield from _to_tier2(world, telling, world.report(telling))
    if telling.question:
        yield from _asked(world, telling, case)
        yield anywhere(14)
        services.add_information(case=case, text=world.random.choice(_REPLIES))
    handler = world.handler(case.unit)
    yield office(10)
    services.take_case(actor=handler, case=case)
    yield office(20)
    return _answer(telling, case, handler)


def settled(world: World, telling: Telling) -> Journey:
    """As `answered`, and the reporter is content."""
    case = yield from answered(world, telling)
    yield anywhere(30)
    return _content(world, case)


def objected(world: World, telling: Telling) -> Journey:
    """The reporter does not accept the answer; an official looks at it again."""
    case = yield from answered(world, telling)
    yield anywhere(40)
    return services.object_to_answer(
        case=case,
        reason=(
            "Di lapangan belum ada yang berubah. Kemarin saya mengalami hal yang sama persis. "
            "Mohon diperiksa sekali lagi."
        ),
    )


def second_look(world: World, telling: Telling) -> Journey:
    """After the objection an official has answered under their own name."""
    case = yield from objected(world, telling)
    yield office(26)
    return _answer(
        telling,
        case,
        world.official(case.unit),
        before="Terima kasih atas keberatan Anda; Anda benar, jawaban kami belum cukup. ",
    )


def at_official(world: World, telling: Telling) -> Journey:
    """Tier 2 may not decide it; it lies before an official."""
    case = yield from _to_tier2(world, telling, world.report(telling))
    handler = world.handler(case.unit)
    yield office(6)
    services.take_case(actor=handler, case=case)
    yield office(12)
    services.add_note(
        actor=handler,
        case=case,
        text=(
            "Sudah diperiksa: laporan benar dan berulang. Usul: setujui langkah perbaikan dan "
            "tegur penyelenggaranya. Keputusan di luar wewenang kami."
        ),
    )
    yield office(1)
    return services.move_case(
        actor=handler,
        case=case,
        tier=3,
        unit=case.unit,
        reason="Perlu keputusan pejabat: sanksi kepada penyelenggara dan anggaran perbaikan.",
    )


def decided(world: World, telling: Telling) -> Journey:
    """An official has answered, with a promise and its date."""
    case = yield from at_official(world, telling)
    yield office(16)
    return services.answer_case(
        actor=world.official(case.unit),
        case=case,
        text=telling.answer,
        outcome=telling.story.outcome,
        promise="Hasil perbaikan kami kabarkan kepada Anda",
        promised_on=clock.now().date() + timedelta(days=14),
    )


def in_confidence(world: World, telling: Telling) -> Journey:
    """A confidential report: the head of the centre names who may see it, one by one."""
    case = world.report(telling, channel=Channel.WEB, confidential=True)
    agent = world.agent()
    yield office(1)
    services.name_handler(actor=world.head_of_centre(), case=case, person=agent)
    yield anywhere(1)
    services.take_case(actor=agent, case=case)
    yield anywhere(1)
    unit = world.unit(telling)
    return services.move_case(
        actor=agent,
        case=case,
        tier=2,
        unit=unit,
        owner=world.handler(unit),
        reason=telling.handover,
    )


def examined(world: World, telling: Telling) -> Journey:
    """Misconduct: the Inspectorate asks and examines; nobody else sees it."""
    case = world.report(telling, channel=Channel.WEB)
    inspector = world.inspector()
    yield office(6)
    services.take_case(actor=inspector, case=case)
    yield office(4)
    services.ask_reporter(actor=inspector, case=case, question=telling.question)
    yield anywhere(30)
    services.add_information(case=case, text=world.random.choice(_REPLIES))
    yield office(8)
    return services.add_note(
        actor=inspector, case=case, text="Surat tugas pemeriksaan terbit; tim berangkat pekan ini."
    )


def proven(world: World, telling: Telling) -> Journey:
    """Misconduct that was examined to its end."""
    case = world.report(telling, channel=Channel.WEB)
    inspector = world.inspector()
    yield office(5)
    services.take_case(actor=inspector, case=case)
    yield office(200)
    return _answer(telling, case, inspector)


def reported_again(world: World, telling: Telling) -> Journey:
    """Somebody else tells the same; an agent links the two."""
    first = world.report(telling)
    yield anywhere(5)
    second = world.report(telling)
    yield anywhere(0.5)
    agent = world.agent()
    services.take_case(actor=agent, case=second)
    yield anywhere(0.2)
    services.link_cases(
        actor=agent, case=first, other=second, reason="Kejadian yang sama, dilaporkan dua orang."
    )
    return (yield from _to_tier2(world, telling, first))


def merged(world: World, telling: Telling) -> Journey:
    """The same person reports twice by two doors; the second goes into the first."""
    first = world.report(telling, channel=Channel.MAIL)
    yield anywhere(2)
    second = world.report(telling, channel=Channel.PHONE)
    agent = world.agent()
    yield anywhere(0.3)
    services.take_case(actor=agent, case=second)
    yield anywhere(0.1)
    services.merge_case(
        actor=agent, case=second, into=first, reason="Pelapor yang sama, lewat surel dan telepon."
    )
    return (yield from _to_tier2(world, telling, first))


def rejected(world: World, telling: Telling) -> Journey:
    """Nothing that could be followed up, with the reason and how to appeal."""
    case = world.report(telling)
    agent = world.agent()
    yield anywhere(2)
    services.take_case(actor=agent, case=case)
    yield anywhere(1)
    return services.reject_case(
        actor=agent,
        case=case,
        reason=(
            "Laporan ini tidak menyebut tempat, waktu, maupun penyelenggaranya, dan Anda tidak "
            "dapat kami hubungi. Bila ada keterangan baru, kirimkan ke nomor laporan ini; kami "
            "buka kembali."
        ),
    )


def _to_tier2(world: World, telling: Telling, case: Case) -> Journey:
    """Tier 1 takes it, sees that it can't settle it, and hands it on with the reason."""
    agent = world.agent()
    yield anywhere(0.6)
    services.take_case(actor=agent, case=case)
    yield anywhere(0.3)
    return services.move_case(
        actor=agent, case=case, tier=2, unit=world.unit(telling), reason=telling.handover
    )


def _asked(world: World, telling: Telling, case: Case) -> Journey:
    handler = world.handler(case.unit)
    yield office(4)
    services.take_case(actor=handler, case=case)
    yield office(2)
    return services.ask_reporter(actor=handler, case=case, question=telling.question)


def _answer(telling: Telling, case: Case, author: Person, *, before: str = "") -> Case:
    return services.answer_case(
        actor=author, case=case, text=before + telling.answer, outcome=telling.story.outcome
    )


def _content(world: World, case: Case) -> Case:
    score, comment = world.random.choice(_CONTENT)
    services.close_case(case=case)
    return services.rate_service(case=case, score=score, comment=comment)
