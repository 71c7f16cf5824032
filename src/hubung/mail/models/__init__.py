"""Accounts, their addresses, and what the daemons leave behind: see the modules."""

from __future__ import annotations

from hubung.mail.models.account import Account, AccountState, QuotaRule, SharedRight
from hubung.mail.models.activation import ActivationLink
from hubung.mail.models.address import Address, Domain, Forward
from hubung.mail.models.device import AppPassword, Ticket, Use
from hubung.mail.models.door import Door
from hubung.mail.models.group import Group, GroupMember, GroupRule, GroupWriter, Writers
from hubung.mail.models.moderation import GroupLetter, GroupModerator, LetterState
from hubung.mail.models.quarantine import HeldCopy, HeldLetter, HeldState
from hubung.mail.models.queue import QueueSeen
from hubung.mail.models.reserved import ReservedName
from hubung.mail.models.round import Round, RoundState
from hubung.mail.models.rules import Deed, Filter, OwnRules, Part
from hubung.mail.models.sending import Excess, SendingLimit, SendingStop, Sent
from hubung.mail.models.word import AccountWord

__all__ = [
    "Account",
    "AccountState",
    "AccountWord",
    "ActivationLink",
    "Address",
    "AppPassword",
    "Deed",
    "Domain",
    "Door",
    "Excess",
    "Filter",
    "Forward",
    "Group",
    "GroupLetter",
    "GroupMember",
    "GroupModerator",
    "GroupRule",
    "GroupWriter",
    "HeldCopy",
    "HeldLetter",
    "HeldState",
    "LetterState",
    "OwnRules",
    "Part",
    "QueueSeen",
    "QuotaRule",
    "ReservedName",
    "Round",
    "RoundState",
    "SendingLimit",
    "SendingStop",
    "Sent",
    "SharedRight",
    "Ticket",
    "Use",
    "Writers",
]
