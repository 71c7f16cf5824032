"""Users and groups as the protocol shows them; `/Schemas` is made of these classes.

An attribute that is not here is not kept: it is left out of what is read, without an error, because
every provisioning program sends more than anybody keeps.
"""

from typing import Annotated

from pydantic import Field
from scim2_models import (
    URN,
    AnyExtension,
    CaseExact,
    ComplexAttribute,
    Extension,
    Mutability,
    Reference,
    Required,
    Resource,
    Returned,
    Uniqueness,
)

from hubung.mail.models import GroupRule, Writers

TITLE_LENGTH = 150
NAME_LENGTH = 150
GROUP_NAME_LENGTH = 200


class Name(ComplexAttribute):
    """One text, as people here are called: many have a single name."""

    formatted: Annotated[str | None, Required.true] = Field(
        None, description="The whole name, as it is written."
    )


class Email(ComplexAttribute):
    value: Annotated[str | None, Mutability.read_only] = Field(
        None, description="An address that leads to the mailbox."
    )
    type: Annotated[str | None, Mutability.read_only] = Field(
        None, description="Always “work”.", examples=["work"]
    )
    primary: Annotated[bool | None, Mutability.read_only] = Field(
        None, description="Whether it is the one that mail is sent from."
    )


class Membership(ComplexAttribute):
    value: Annotated[str | None, Mutability.read_only, CaseExact.true] = Field(
        None, description="The id of the group."
    )
    ref: Annotated[Reference["Group"] | None, Mutability.read_only] = Field(  # type: ignore[type-arg]
        None,
        serialization_alias="$ref",
        validation_alias="$ref",
        description="The address of the group.",
    )
    display: Annotated[str | None, Mutability.read_only] = Field(
        None, description="The name of the group."
    )
    type: Annotated[str | None, Mutability.read_only] = Field(
        None, description="Always “direct”.", examples=["direct"]
    )


class User(Resource[AnyExtension]):
    """A person of the directory"""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:User")

    user_name: Annotated[str | None, Required.true, Uniqueness.server] = Field(
        None,
        description="The official address; without a domain, it is in the ministry's main one.",
    )
    name: Annotated[Name | None, Required.true] = Field(None, description="What they are called.")
    display_name: Annotated[str | None, Mutability.read_only] = Field(
        None, description="The same as name.formatted."
    )
    title: str | None = Field(
        None, description="A function that many share; an official's one is a post."
    )
    active: Annotated[bool | None, Required.true] = Field(
        None, description="False ends every session, and closes the mailbox."
    )
    emails: Annotated[list[Email] | None, Mutability.read_only] = Field(
        None, description="Addresses of the mailbox; they follow the userName and the mail groups."
    )
    groups: Annotated[list[Membership] | None, Mutability.read_only] = Field(
        None, description="Groups whose chosen member they are."
    )


class EnterpriseUser(Extension):
    """Where in the ministry a person works"""

    __schema__ = URN("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")

    department: Annotated[str | None, Required.true] = Field(
        None, description="The code of the unit."
    )
    employee_number: Annotated[
        str | None, Mutability.read_only, Returned.request, CaseExact.true
    ] = Field(
        None, description="The NIP: for tokens that may read it, where it is asked for by name."
    )


class Member(ComplexAttribute):
    value: Annotated[str | None, Mutability.immutable, CaseExact.true] = Field(
        None, description="The id of the user."
    )
    ref: Annotated[Reference["User"] | None, Mutability.immutable] = Field(  # type: ignore[type-arg]
        None,
        serialization_alias="$ref",
        validation_alias="$ref",
        description="The address of the user.",
    )
    type: Annotated[str | None, Mutability.immutable] = Field(
        None, description="Always “User”: groups have no groups.", examples=["User"]
    )


class Group(Resource[AnyExtension]):
    """A mail group"""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:Group")

    display_name: Annotated[str | None, Required.true] = Field(
        None, description="Its name; a new group's address is made of it."
    )
    members: list[Member] | None = Field(
        None, description="Chosen members; absent where the members follow a rule."
    )


class MailGroup(Extension):
    """What a mail group has besides"""

    __schema__ = URN("urn:ietf:params:scim:schemas:extension:hubung:2.0:Group")

    writers: Annotated[str | None, Required.true] = Field(
        None,
        description="Who may write to it; “ministry” where nothing is said.",
        examples=[Writers.ANYBODY.value, Writers.MINISTRY.value, Writers.MEMBERS.value],
    )
    address: Annotated[str | None, Mutability.read_only, Returned.request] = Field(
        None, description="Where one writes to it, where this is asked for by name."
    )
    rule: Annotated[str | None, Mutability.read_only, Returned.request] = Field(
        None,
        description="Who belongs to it; only “chosen” can be changed here.",
        examples=[rule.value for rule in GroupRule],
    )
    unit: Annotated[str | None, Mutability.read_only, Returned.request] = Field(
        None, description="The code of the unit that it belongs to."
    )


#: With their extensions, as they are read and written.
FullUser = User[Annotated[EnterpriseUser, Required.true]]
FullGroup = Group[Annotated[MailGroup, Required.true]]
