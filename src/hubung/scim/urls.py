"""Addresses under `/scim/v2`."""

from __future__ import annotations

from django.urls import URLPattern, path

from hubung.kernel.rights import secret
from hubung.scim import views

app_name = "scim"

urlpatterns: list[URLPattern] = [
    path("ServiceProviderConfig", views.configuration, name="configuration"),
    path("ResourceTypes", views.resource_types, name="resource_types"),
    path("ResourceTypes/<str:name>", views.resource_type, name="resource_type"),
    path("Schemas", views.schemas, name="schemas"),
    path("Schemas/<str:urn>", views.schema, name="schema"),
    path("Users", views.users, name="users"),
    path("Users/.search", views.search_users, name="search_users"),
    path("Users/<str:pk>", views.user, name="user"),
    path("Groups", views.groups, name="groups"),
    path("Groups/.search", views.search_groups, name="search_groups"),
    path("Groups/<str:pk>", views.group, name="group"),
    path(".search", views.search_all, name="search"),
    path("Bulk", views.many, name="bulk"),
    path("Me", views.me, name="me"),
    path("", views.root, name="root"),
    path("<path:path>", views.nothing, name="nothing"),
]

_TOKEN = secret("a token with `accounts:provision`")
RIGHTS = {str(each.name): _TOKEN for each in urlpatterns} | {
    "me": secret("nothing: tokens are for others"),
    "nothing": secret("nothing: it is no page"),
}
