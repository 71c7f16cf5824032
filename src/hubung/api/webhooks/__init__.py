"""Webhooks: a program is told that something happened, and fetches what it may know.

event → `telling` writes a delivery for each webhook whose holder may see the case → `outbox` sends
it through `sending`, signed by `signing`, to an address that `targets` has found to be public.
"""
