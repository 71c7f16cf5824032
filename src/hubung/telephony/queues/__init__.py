"""Queues, agents' profiles, telephones and wrap-up codes as data, kept by an administrator.

`reading.arrangement()` is what the phone program takes every few seconds; `services` change it.
"""
