"""What the service can do, which types of resources it has, and with which attributes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from scim2_models import (
    AuthenticationScheme,
    Bulk,
    ChangePassword,
    Context,
    ETag,
    Filter,
    Meta,
    NotFoundException,
    Pagination,
    Patch,
    Reference,
    Resource,
    ResourceType,
    Schema,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
)

from hubung.directory.queries import open_units
from hubung.scim import bulk, searching
from hubung.scim.callers import Caller
from hubung.scim.resources import (
    EnterpriseUser,
    FullGroup,
    FullUser,
    Group,
    MailGroup,
    User,
)

_LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse"


@cache
def provider() -> ScimProvider:
    return ScimProvider(
        models=[
            User,
            EnterpriseUser,
            Group,
            MailGroup,
            Schema,
            ResourceType,
            ServiceProviderConfig,
        ],
        resource_types=[
            ResourceType.from_resource(FullUser),
            ResourceType.from_resource(FullGroup),
        ],
    )


def configuration(caller: Caller) -> dict[str, Any]:
    """`/ServiceProviderConfig`."""
    shown = ServiceProviderConfig(
        patch=Patch(supported=True),
        bulk=Bulk(supported=True, max_operations=bulk.OPERATIONS, max_payload_size=bulk.BYTES),
        filter=Filter(supported=True, max_results=searching.MOST),
        change_password=ChangePassword(supported=False),
        sort=Sort(supported=True),
        etag=ETag(supported=True),
        pagination=Pagination(
            cursor=False,
            index=True,
            default_pagination_method=Pagination.DefaultPaginationMethod.index,
            default_page_size=searching.COUNT,
            max_page_size=searching.MOST,
        ),
        authentication_schemes=[
            AuthenticationScheme(
                type=AuthenticationScheme.Type.oauthbearertoken,
                name="Bearer",
                description=_("A token of Hubung with the scope “accounts:provision”."),
                spec_uri=Reference("https://www.rfc-editor.org/info/rfc6750"),
                primary=True,
            )
        ],
    )
    return _dump(caller, shown, "ServiceProviderConfig", "ServiceProviderConfig")


def resource_types(caller: Caller) -> dict[str, Any]:
    """`/ResourceTypes`."""
    return _listed([resource_type(caller, str(each.id)) for each in provider().resource_types])


def resource_type(caller: Caller, name: str) -> dict[str, Any]:
    """One of them. Raises NotFoundException."""
    for each in provider().resource_types:
        if each.id == name:
            return _dump(caller, each.model_copy(), "ResourceType", f"ResourceTypes/{name}")
    raise NotFoundException(detail=_("There is no type of resource of this name."))


def schemas(caller: Caller) -> dict[str, Any]:
    """`/Schemas`."""
    return _listed([schema(caller, str(each.id)) for each in provider().schemas])


def schema(caller: Caller, urn: str) -> dict[str, Any]:
    """One of them; that of a user's unit names the units there are. Raises NotFoundException."""
    for each in provider().schemas:
        if str(each.id).lower() == urn.lower():
            shown = _dump(caller, each.model_copy(), "Schema", f"Schemas/{each.id}")
            if each.id == str(EnterpriseUser.__schema__):
                _name_units(caller, shown)
            return shown
    raise NotFoundException(detail=_("There is no schema of this name."))


def _name_units(caller: Caller, shown: dict[str, Any]) -> None:
    units = open_units().filter(caller.within("path")).order_by("code")
    for attribute in shown["attributes"]:
        if attribute["name"] == "department":
            attribute["canonicalValues"] = list(units.values_list("code", flat=True))


def _dump(caller: Caller, shown: Resource[Any], name: str, path: str) -> dict[str, Any]:
    shown.meta = Meta(resource_type=name, location=f"{caller.base}/{path}")
    found: dict[str, Any] = shown.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE)
    return found


def _listed(resources: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {
        "schemas": [_LIST],
        "totalResults": len(resources),
        "startIndex": 1,
        "itemsPerPage": len(resources),
        "Resources": resources,
    }
