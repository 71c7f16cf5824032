"""One sign-on: Hubung tells other applications who somebody is (OpenID Connect).

django-allauth speaks the protocol (`allauth.idp.oidc`); what is decided here is who may ask, what
they are told, and when it ends: a *passage* is one application let in from one session, and its
tokens die with that session.
"""
