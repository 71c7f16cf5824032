"""nginx's configuration for the web server in front of ours: TLS, and public pages for everybody.

The program marks an answer that is the same for everybody (`portal.content.caching`); nginx keeps
such answers for a second, and nothing else. Pure: reads and writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from hubung.project.conf import PlainError, Settings

_HTTPS = 443
#: Programs that send a token get no redirection to https: they should notice that the s is missing,
#: before they send it a second time.
_WITH_TOKENS = ("/api/", "/open311/", "/scim/")
#: Addresses that listen for everybody, and where to reach them from the same machine.
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104


class _Text(Template):
    """nginx has other uses for the dollar."""

    delimiter = "@"


_WHOLE = _Text("""\
# Printed by `hubung nginx` from the settings of Hubung: change those, and print it anew.

upstream hubung {
@programs
}

proxy_cache_path @cache levels=1:2 keys_zone=hubung:10m max_size=500m inactive=10m
                 use_temp_path=off;

# Whose answer may come from the cache, and go into it: a visitor's without any cookie but those of
# language and theme. Who has a session, or anything else of their own, is never looked up in it.
map $http_authorization$http_cookie $hubung_cache {
    default off;
    ""      hubung;
    "~^(@{prefix}(language|theme)=[a-z]*(; |$))*$" hubung;
}
map $http_upgrade $hubung_connection {
    default   close;
    websocket upgrade;
}
# What comes from the cache bears the id of this request, not of the one that it was made for.
map $upstream_cache_status $hubung_request {
    default $upstream_http_x_request_id;
    HIT     $request_id;
}

@{redirection}server {
    listen @listen;
    server_name @names;
@{tls}    server_tokens off;
    # Addresses of visitors are written nowhere, for a report may be anonymous.
    access_log off;
    # The program compresses what holds no secret.
    gzip off;
    # The program bounds what it receives, says so in its own words, and keeps it where the disk is
    # watched; this is where it stops listening.
    client_max_body_size @most;
    proxy_request_buffering off;

    proxy_http_version 1.1;
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $hubung_connection;
    proxy_hide_header X-Request-ID;
    add_header X-Request-ID $hubung_request always;
    proxy_cache_key $scheme://$http_host$request_uri;

    location / {
        proxy_pass http://hubung;
        proxy_cache $hubung_cache;
        # These speak to browsers. What may be kept here says X-Accel-Expires alone.
        proxy_ignore_headers Cache-Control Expires;
    }
    location /static/ {
        proxy_pass http://hubung;
        proxy_cache hubung;
    }
}
""")

_REDIRECTION = _Text("""\
server {
    listen 80;
    server_name @names;
    access_log off;
    location / { return 301 https://$host$request_uri; }
    # A program that forgot the s should notice, before it has sent its token a second time.
@refused
}

""")

_TLS = _Text("""\
    ssl_certificate @certificate;
    ssl_certificate_key @key;
    ssl_protocols TLSv1.2 TLSv1.3;
""")


@dataclass(frozen=True)
class Place:
    """Files of the machine that nginx runs on."""

    certificate: Path
    key: Path
    cache: Path


class NoPlaceInFrontError(PlainError):
    """These settings leave no place for a web server in front."""


def nginx(settings: Settings, place: Place, programs: Sequence[str] = ()) -> str:
    """What nginx includes within `http`.

    `programs` are web servers of ours as host:port; without any, the one of these settings.
    Raises NoPlaceInFrontError.
    """
    public = urlsplit(settings.public_url)
    port = public.port or (_HTTPS if settings.is_https else 80)
    own = f"{_reached(settings.web.host)}:{settings.web.port}"
    if not settings.web.public_url or f"{public.hostname}:{port}" in (own, *programs):
        raise NoPlaceInFrontError(
            "Say under which address people find the portal: the setting web.public_url. "
            f"At {own} the program itself answers."
        )
    names = " ".join(settings.public_names)
    return _WHOLE.substitute(
        programs="\n".join(f"    server {one};" for one in programs or (own,)),
        cache=place.cache,
        prefix="__Host-" if settings.is_https else "",
        redirection=_redirection(names) if settings.is_https and port == _HTTPS else "",
        listen=f"{port} ssl http2" if settings.is_https else port,
        names=names,
        tls=_TLS.substitute(certificate=place.certificate, key=place.key)
        if settings.is_https
        else "",
        most=settings.limits.heard_bytes,
    )


def _redirection(names: str) -> str:
    refused = "\n".join(f"    location {path} {{ return 403; }}" for path in _WITH_TOKENS)
    return _REDIRECTION.substitute(names=names, refused=refused)


def _reached(host: str) -> str:
    """Where something that listens at `host` is reached from the same machine."""
    address = _EVERYWHERE.get(host, host)
    return f"[{address}]" if ":" in address else address
