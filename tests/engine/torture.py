"""Messages that a SIP server must survive, in the spirit of RFC 4475; the texts are our own."""

from __future__ import annotations

import random
from collections.abc import Iterator

_SDP = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio 40000 RTP/AVP 8\r\n"
)


def message(**changes: str | None) -> bytes:
    """A good INVITE, with some lines changed, or left out where they are None."""
    body = changes.get("body")
    text = _SDP if body is None else body
    lines: dict[str, str | None] = {
        "first": "INVITE sip:151@127.0.0.1 SIP/2.0",
        "via": "Via: SIP/2.0/UDP 127.0.0.1:40000;branch=z9hG4bKtorture;rport",
        "source": "From: <sip:+6281200000151@127.0.0.1>;tag=1",
        "to": "To: <sip:151@127.0.0.1>",
        "call": "Call-ID: torture",
        "sequence": "CSeq: 1 INVITE",
        "contact": "Contact: <sip:x@127.0.0.1:40000>",
        "hops": "Max-Forwards: 70",
        "more": None,
        "kind": "Content-Type: application/sdp",
        "length": f"Content-Length: {len(text)}",
        **{name: line for name, line in changes.items() if name != "body"},
    }
    head = "\r\n".join(line for line in lines.values() if line is not None)
    return (head + "\r\n\r\n" + text).encode("utf-8", "surrogateescape")


def known() -> Iterator[bytes]:
    """Each breaks one rule, or stretches it."""
    yield b""
    yield b"\r\n\r\n"
    yield b"\x00" * 1000
    yield b"SIP/2.0"
    yield b"INVITE"
    yield "\N{SNOWMAN}".encode() * 300
    yield message(first="INVITE sip:151@127.0.0.1 SIP/7.0")
    yield message(first="INVITE  sip:151@127.0.0.1  SIP/2.0")
    yield message(first="INVITE sip:151@127.0.0.1")
    yield message(first="INVITE sip:%ff%00%fe@127.0.0.1 SIP/2.0")
    yield message(first="INVITE <sip:151@127.0.0.1> SIP/2.0")
    yield message(first="INVITE sip:151@127.0.0.1;" + "x=y;" * 500 + " SIP/2.0")
    yield message(first="INVITE sip:" + "1" * 5000 + "@127.0.0.1 SIP/2.0")
    yield message(first="INVITE unknown-scheme:151 SIP/2.0")
    yield message(first="!interesting-Method0123456789_*+`.%indeed'~ sip:151@127.0.0.1 SIP/2.0")
    yield message(first="SIP/2.0 999 What is this")
    yield message(first="SIP/2.0 4294967301 Better not")
    yield message(first="SIP/2.0 200 OK", via="Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKnobody")
    for name in ("via", "source", "to", "call", "sequence", "contact", "hops"):
        yield message(**{name: None})
    yield message(via="Via: SIP/2.0/UDP 127.0.0.1:99999;branch=")
    yield message(via="Via: SIP/2.0/UDP [::1;branch=z9hG4bK1")
    yield message(
        via="\r\n".join(f"Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK{n}" for n in range(70))
    )
    yield message(source='From: "unclosed <sip:x@127.0.0.1>;tag=1')
    yield message(source="From: \\\\\\<sip:x@127.0.0.1>;tag=1;tag=2")
    yield message(source="From: <sip:x@127.0.0.1>;tag=" + "t" * 4000)
    yield message(to="To: <sip:151@127.0.0.1>;tag=made-up")
    yield message(sequence="CSeq: 4294967296 INVITE")
    yield message(sequence="CSeq: -1 INVITE")
    yield message(sequence="CSeq: 1 BYE")
    yield message(contact="Contact: <sip:x@127.0.0.1:70000>")
    yield message(contact="Contact: *")
    yield message(hops="Max-Forwards: 0")
    yield message(hops="Max-Forwards: 999999999999")
    yield message(length="Content-Length: 999999")
    yield message(length="Content-Length: -1")
    yield message(length="Content-Length: 10")
    yield message(length="l: 99\r\nContent-Length: 5")
    yield message(kind="Content-Type: multipart/mixed;boundary=x", body="--x\r\n--x\r\n--x")
    yield message(kind="Content-Type: application/unknown")
    yield message(more="Require: nothing-that-is, 100rel, precondition")
    yield message(more="Proxy-Require: sec-agree\r\nSecurity-Client: ipsec-3gpp")
    yield message(more="Session-Expires: 1;refresher=uac\r\nSupported: timer\r\nMin-SE: 0")
    yield message(more="Authorization: Digest " + "a=b," * 900)
    yield message(more="X: " + "y" * 7000)
    yield message(more="\r\n".join(f"X-{n}: {n}" for n in range(400)))
    yield message(more="folded:\r\n on\r\n and\r\n on")
    yield message(more="Replaces: a;to-tag=b;from-tag=c;early-only")
    yield message(more="Date: Mon, 99 Foo 20261 25:61:61 GMT")
    yield message(more="Privacy: \x00\x01\x02")
    for body in (
        "v=0",
        "m=audio",
        _SDP.replace("40000", "0"),
        _SDP.replace("40000", "99999"),
        _SDP.replace("RTP/AVP 8", "RTP/AVP " + "8 " * 500),
        _SDP.replace("127.0.0.1\r\nt", "999.999.0.1\r\nt"),
        _SDP + "a=rtpmap:8 PCMA/0\r\na=ptime:0\r\n",
        _SDP + "a=rtpmap:300 " + "x" * 3000 + "/8000\r\n",
        _SDP + "m=audio 40002 RTP/AVP 0\r\n" * 60,
        _SDP + "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\r\n",
        _SDP + "a=candidate:1 1 UDP 1 x y typ z\r\n" * 50,
    ):
        yield message(body=body)


def changed(seed: int, count: int) -> Iterator[bytes]:
    """Good messages with bytes changed, cut out, doubled: the same for a seed each time."""
    # Not for secrets: what was sent shall be found again.
    chance = random.Random(seed)
    samples = list(known())
    for _ in range(count):
        raw = bytearray(chance.choice(samples))
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(raw) + 1)
            match chance.randrange(4):
                case 0:
                    raw[at : at + 1] = bytes([chance.randrange(256)])
                case 1:
                    del raw[at : at + chance.randrange(40)]
                case 2:
                    raw[at:at] = raw[at : at + chance.randrange(200)]
                case _:
                    raw[at:at] = chance.choice((b"\r\n", b"\x00", b"<", b'"', b"%", b";", b"\xff"))
        yield bytes(raw[:8000])
