"""Web Push: a message in somebody's browser, through the service that its maker runs.

`outbox` takes what waits, `message` says it, `sealing` makes it unreadable for the service
(RFC 8291), `identity` says who we are (RFC 8292), `targets` which ones we speak to at all.
"""
