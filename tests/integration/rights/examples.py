"""For each address with parameters the values to try.

A new address with parameters needs a line in `examples`: the parameters, and the thing they name
(what the `sees` of its row is asked about; None where its row has no `sees`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hubung.cases.models import Case
from hubung.directory.models import Person
from hubung.mail.models import Account, Group, GroupRule
from hubung.telephony.models import Telephone
from tests.integration.rights import agenda, register, things
from tests.integration.rights.world import World

NOBODYS = "bukan-rahasia-yang-benar"
Example = tuple[Mapping[str, Any], object]


def examples(world: World, name: str, person: Person | None) -> list[Example]:
    """The parameters to try at an address, each with the thing that they name."""
    local = name.rpartition(":")[2]
    if name == "wagtail_serve":
        return [({"path": things.public_page()}, None)]
    if name == "content:file":
        return [({"name": things.published_picture()}, None)]
    if name == "offline:icon":
        return [({"shape": "penuh", "size": 192}, None)]
    if name == "content:unit":
        return [({"code": world.ministry.sea.code}, None)]
    if name.startswith("api:"):
        return [(_api_values(world), None)]
    if name.startswith("open311:"):
        values = {"service_code": "complaint-laut", "request_id": world.ordinary.number}
        return [(values | {"token_id": NOBODYS, "path": "x"}, None)]
    if name.startswith("scim:"):
        values = {"pk": "u1", "urn": "urn:x", "name": "User", "path": "x"}
        return [(values, None)]
    if name.startswith(("public_agenda:", "desk:agenda:")):
        return [agenda.values(world.ministry, local, person)]
    if name.startswith(("public_register:", "desk:register:")):
        return [register.values(world.ministry, local)]
    if name.startswith("desk:times:"):
        service = things.service(world)
        return [({"pk": service.pk}, service)]
    if name == "tokens:make_for_application":
        return [({"pk": things.application(world).pk}, None)]
    if name == "tokens:revoke":
        return [({"pk": token.pk}, token) for token in things.tokens(world, person)]
    if name.startswith("opendata:"):
        return [({"slug": "unit-dan-kantor", "name": "data.csv", "number": 1}, None)]
    if name.startswith("published:"):
        return [({"code": "laut" if local == "sector" else "DJPL"}, None)]
    if name.startswith("subscriptions:"):
        return [({"token": NOBODYS}, None)]
    if name.startswith("web:"):
        values = {"number": world.ordinary.number, "pk": 1, "action": "tambah", "token": NOBODYS}
        return [(values, None)]
    if name.startswith(("desk:boxes:again", "desk:boxes:stop")):
        return [({"pk": mail.pk}, mail) for mail in world.outgoing.values()]
    if name.startswith("desk:boxes:"):
        return [({"pk": world.held.pk}, world.held)]
    if name.startswith("desk:privacy:"):
        kept = {"lift": world.restriction, "lift_hold": world.data_hold}.get(local)
        if kept is not None:
            return [({"pk": kept.pk}, kept)]
        request = world.data_request
        return [({"number": request.number, "slug": "susun"}, request)]
    if name == "desk:requests:withdraw":
        return [({"pk": world.offered.pk}, world.offered)]
    if local in ("document", "document_page", "document_made"):
        kept = register.document(world.formal)
        return [({"pk": kept.pk, "page": 1}, world.formal)]
    if name == "desk:requests:turn":
        return [({"number": case.number}, case) for case in _cases(world)]
    if name.startswith("desk:requests:"):
        asked = world.formal
        return [({"number": asked.number, "slug": "perpanjang"}, asked)]
    if name.startswith("information:"):
        values = {"number": world.formal.number, "action": "keberatan", "pk": world.offered.pk}
        return [({**values, "file": world.offered.files.get().pk}, None)]
    if name == "desk:change_view":
        return [({"pk": view.pk}, view) for view in world.views.values()]
    if name == "desk:calls:write_down":
        return [({"number": case.number}, case) for case in (world.ordinary, world.misconduct)]
    if name.startswith("desk:calls:"):
        heard = local in ("listen", "sound")
        return [
            ({"pk": one.pk if heard else one.call_id}, one if heard else one.call)
            for one in world.recordings.values()
        ]
    if name.startswith("desk:ivr:"):
        key = {"key": "welcome", "language": "id", "name": "utama"}
        return [({"pk": things.menu(world).pk, **key}, None)]
    if name == "desk:wallboard:see_to":
        return [({"pk": things.callback().pk}, None)]
    if name == "desk:wallboard:set_not_ready":
        return [({"pk": world.ministry.damar.pk}, None)]
    if name == "desk:setup:queue":
        return [({"name": "laut"}, None)]
    if name in ("desk:setup:agent", "desk:setup:remove_phone"):
        telephone, _new = Telephone.objects.get_or_create(
            unit=world.ministry.sea, number="+62213811308"
        )
        pk = world.ministry.ratih.pk if local == "agent" else telephone.pk
        return [({"pk": pk}, None)]
    if name in ("desk:setup:client", "desk:setup:remove_client"):
        return [({"client_id": things.client().pk}, None)]
    if name == "desk:setup:mail_account":
        account, _new = Account.objects.get_or_create(
            person=world.ministry.damar, defaults={"login": "damar@dephub.go.id"}
        )
        return [({"pk": account.pk}, account)]
    if name == "desk:setup:mail_office":
        return [({"pk": world.ministry.sea.pk}, None)]
    if name == "mail:held_letter":
        return [({"pk": things.held_letter(person or world.ministry.damar).pk}, None)]
    if name == "desk:setup:mail_held_letter":
        copy = things.held_letter(world.ministry.damar)
        return [({"pk": copy.pk}, copy)]
    if name == "desk:setup:mail_group":
        group, _new = Group.objects.get_or_create(
            name="Laut", rule=GroupRule.SUBTREE, unit=world.ministry.sea
        )
        return [({"pk": group.pk}, group)]
    if name.startswith("desk:setup:"):
        named = {
            "limit": world.limit,
            "holiday": world.holiday,
            "person": world.ministry.damar,
        }
        thing = named.get(local.rpartition("_")[2], world.text_at_sea)
        return [({"pk": thing.pk}, thing)]
    if name.startswith("directory_import"):
        return [({"pk": world.job.pk, "kind": "units"}, None)]
    if name == "email:stop":
        return [({"token": NOBODYS}, None)]
    if name == "accounts_shut_out":
        return [({"client_id": NOBODYS}, None)]
    if name.startswith(("mfa_", "accounts_end_session")):
        return [({"pk": things.passkey(person), "key": things.session(person)}, None)]
    if name.startswith("desk:") and not name.startswith("desk:intake"):
        return [(_case_values(world, local, case), case) for case in _cases(world)]
    return [
        (
            {
                "token": things.receipt(world, person),
                "code": "id",
                "theme": "dark",
                "what": "unit",
                "uidb36": "1",
                "key": NOBODYS,
            },
            None,
        )
    ]


def _cases(world: World) -> tuple[Case, Case]:
    return world.ordinary, world.misconduct


def _case_values(world: World, local: str, case: Case) -> dict[str, Any]:
    attachment = case.attachments.first()
    assert attachment is not None
    pk = {"unlink": world.links[case.pk].pk, "canned": world.canned.pk}.get(local, attachment.pk)
    slug = {"act": "tautkan"}.get(local, "catatan")
    return {"number": case.number, "pk": pk, "slug": slug, "what": "unit"}


def _api_values(world: World) -> dict[str, Any]:
    return {"number": world.ordinary.number, "code": "DJPL", "webhook_id": 1}
