"""The ways that a call can take inside the engine: into our program, or to its stand-in.

There is no `Dial` here and `app_dial` is not loaded, so no digit, transfer or forged header leads
from a caller to an outbound line. Variables that a caller can influence are filtered before use.
"""

from __future__ import annotations

from pathlib import Path

APPLICATION = "hubung"


def dialplan(number: str, *, most_calls: int, visitors: int, sounds: Path, voicemail: Path) -> str:
    """`extensions.conf`. `sounds` has our prompts by language, `voicemail` takes messages.

    Who calls is forgotten before our program hears of it where they want to stay unknown, even if
    the operator tells. A name that a caller gives themselves is never taken. `visitors` is how many
    may call from the portal at once, one call each; who they say they are is not believed.
    """
    return f"""[general]
static = yes
writeprotect = yes
clearglobalvars = yes

; A telephone that answers "moved to …" (302) is taken at its word by the engine: into this context,
; which is none.
[globals]
FORWARD_CONTEXT = nowhere

[from-trunk]
exten = {number},1,Set(GROUP()=inbound)
 same = n,GotoIf($[${{GROUP_COUNT(inbound)}} > {most_calls}]?full)
 same = n,Set(CALLERID(name)=)
 same = n,Set(WISH=${{FILTER(a-z,${{TOLOWER(${{PJSIP_HEADER(read,Privacy)}})}})}})
 same = n,Set(FROM=${{FILTER(a-z,${{TOLOWER(${{PJSIP_HEADER(read,From)}})}})}})
 same = n,GotoIf($["${{WISH}}"!="" & "${{WISH}}"!="none"]?hide)
 same = n,GotoIf($["${{FROM}}" =~ "anonymous"]?hide)
 same = n,GotoIf($["${{CALLERID(num-pres):0:6}}"!="prohib"]?known)
 same = n(hide),Set(CALLERID(all)=)
 same = n(known),Stasis({APPLICATION},inbound,${{HUBUNG_TRUNK}})
 same = n,GotoIf($["${{STASISSTATUS}}"="FAILED"]?stand-in,s,1)
 same = n,Hangup()
 same = n(full),Hangup(17)

[from-agent]
exten = _[0-9*#+]!,1,Set(DIALLED=${{FILTER(0-9*#+,${{EXTEN}})}})
 same = n,Stasis({APPLICATION},agent,${{HUBUNG_LINE}},${{DIALLED}})
 same = n,Hangup()

[from-web]
exten = web,1,Set(CALLERID(all)=)
 same = n,Set(GROUP(web)=${{HUBUNG_LINE}})
 same = n,GotoIf($[${{GROUP_COUNT(${{HUBUNG_LINE}}@web)}} > 1]?full)
 same = n,GotoIf($[${{GROUP_MATCH_COUNT(web-@web)}} > {visitors}]?full)
 same = n,Stasis({APPLICATION},inbound,web)
 same = n,GotoIf($["${{STASISSTATUS}}"="FAILED"]?stand-in,s,1)
 same = n,Hangup()
 same = n(full),Hangup(17)

[hubung-record]
exten = s,1,MixMonitor(${{HUBUNG_RECORDING}},D)
 same = n,Stasis({APPLICATION},recorded)
 same = n,GotoIf($["${{STASISSTATUS}}"="FAILED"]?stand-in,s,1)
 same = n,Hangup()

[stand-in]
exten = s,1,Answer()
 same = n,Playback({sounds}/id/apology&{sounds}/en/apology)
 same = n,GotoIf($["${{PLAYBACKSTATUS}}"="SUCCESS"]?queue)
 same = n,Playback(sorry-youre-having-problems)
 same = n(queue),Queue({APPLICATION},i,,,60)
 same = n,Playback({sounds}/id/leave-message&{sounds}/en/leave-message)
 same = n,GotoIf($["${{PLAYBACKSTATUS}}"="SUCCESS"]?message)
 same = n,Playback(vm-intro)
 same = n(message),Set(CALLER=${{FILTER(0-9+,${{CALLERID(num)}})}})
 same = n,Record({voicemail}/${{EPOCH}}-${{CALLER}}-${{UNIQUEID}}.wav,5,300,k)
 same = n,Hangup()
"""
