"""An application that people sign in to with Hubung."""

from __future__ import annotations

from typing import Any

from allauth.idp.oidc.models import Client
from django import forms
from django.utils.translation import gettext_lazy

from hubung.channels.web.forms import Text
from hubung.directory.accounts.provider import clients
from hubung.directory.accounts.provider.clients import Said

#: As an administrator reads what people read of themselves.
SCOPES = {
    "profile": gettext_lazy("Name, unit and post"),
    "email": gettext_lazy("Official mail address"),
    "mail": gettext_lazy("Read and send mail from their mailbox"),
}


class ClientForm(forms.Form):
    """What it is called, where it leads back to, what it may ask for."""

    name = Text(
        label=gettext_lazy("Name of the application"),
        help_text=gettext_lazy("As people know it; they read it when they sign in."),
        max_length=100,
        error_messages={"required": gettext_lazy("Write the name of the application.")},
    )
    addresses = Text(
        label=gettext_lazy("Addresses to lead back to"),
        help_text=gettext_lazy(
            "Whole and exact, one on each line; the application's manual calls them redirect or "
            "callback URL."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Write at least one address.")},
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What may it ask for?"),
        help_text=gettext_lazy("Only what it needs. It always recognises people again."),
        choices=list(SCOPES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    first_party = forms.BooleanField(
        label=gettext_lazy("One of the ministry's own"),
        help_text=gettext_lazy("Then nobody is asked whether they agree."),
        required=False,
    )
    logout_address = Text(
        label=gettext_lazy("Address that hears of signing out"),
        help_text=gettext_lazy(
            "Where the application wants to be told; its manual calls it back-channel logout URL."
        ),
        required=False,
        max_length=500,
    )
    without_pkce = forms.BooleanField(
        label=gettext_lazy("It knows no PKCE"),
        help_text=gettext_lazy("Only for an old program that keeps its secret on a server."),
        required=False,
    )

    def said(self) -> Said:
        """What was filled in. The form is valid."""
        given = self.cleaned_data
        return Said(**{**given, "addresses": given["addresses"].splitlines()})


def known_of(client: Client) -> dict[str, Any]:
    """What the form shows of an application at first."""
    return {
        "name": client.name,
        "addresses": "\n".join(client.get_redirect_uris()),
        "scopes": client.get_scopes(),
        "first_party": client.skip_consent,
        "logout_address": clients.logout_address(client),
        "without_pkce": clients.without_pkce(client),
    }
