"""Changes to the ministry: units, people, posts and roles.

Every function is keyword only and one transaction: who may, the change, its event. `by` is who
does it; None is the system itself. `DirectoryError` carries a sentence for people.
"""

from hubung.directory.services.amending import amend_person
from hubung.directory.services.errors import DirectoryError
from hubung.directory.services.people import (
    appoint,
    give_number,
    grant_role,
    open_post,
    register_person,
    relieve,
    revoke_role,
)
from hubung.directory.services.units import (
    close_unit,
    lock_tree,
    move_unit,
    open_unit,
    rename_unit,
    replant,
    settle_closed_units,
    take_names_of_today,
)

__all__ = [
    "DirectoryError",
    "amend_person",
    "appoint",
    "close_unit",
    "give_number",
    "grant_role",
    "lock_tree",
    "move_unit",
    "open_post",
    "open_unit",
    "register_person",
    "relieve",
    "rename_unit",
    "replant",
    "revoke_role",
    "settle_closed_units",
    "take_names_of_today",
]
