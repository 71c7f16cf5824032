"""The engine's interface (Asterisk REST Interface): commands over HTTP, events over a WebSocket.

    async with Ari("http://127.0.0.1:8088/ari", user, password) as ari:
        await ari.post("channels/{}/answer", channel_id)
        async for event in ari.events("hubung", only=("StasisStart", "StasisEnd")):
            ...

Commands go over a pool of HTTP connections, as the WebSocket serves them one at a time. `events`
connects again by itself with growing pauses. It yields `CONNECTED` each time it has: whatever
happened meanwhile has to be looked up; and `AWAY` when that is over, and whenever it failed. Raises
`AriError(status, message)` for a refusal, and `AwayError` when the engine can't be reached.
"""

from hubung.telephony.ari.client import AWAY, CONNECTED, Ari, AriError, Event
from hubung.telephony.ari.connections import AwayError

__all__ = ["AWAY", "CONNECTED", "Ari", "AriError", "AwayError", "Event"]
