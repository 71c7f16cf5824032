"""The agent's telephone at the desk: the bar on every page, and the panel that says who calls.

The sound is the browser's (`static/desk/phone/`), the state is the server's: what an agent wants
becomes a wish for the phone program (`telephony.services.commands`), what it did becomes a record,
and a live hint (`phone:<person id>`) makes every open page fetch the bar again. So a page that was
opened a moment ago, a second tab and a reloaded one show the same.

`socket` lets the telephone's SIP through our own origin; `state` reads the records into what the
bar shows; `policies` says who has a telephone.
"""
