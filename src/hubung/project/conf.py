"""The one settings object: a commented TOML file and the environment, checked and frozen.

Order, strongest first: environment (`HUBUNG_MAIL__DOMAIN`), secrets in files (`HUBUNG_..._FILE`
names a file that holds the value), `hubung.toml` in the state folder, the defaults below.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

ROOT = Path(__file__).resolve().parents[3]


def state_folder() -> Path:
    """Where everything that changes lives: `HUBUNG_HOME`, else `var/` of the checkout."""
    return Path(os.environ.get("HUBUNG_HOME") or ROOT / "var").resolve()


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Web(_Section):
    host: str = Field("127.0.0.1", description="Address the web server listens on.")
    port: int = Field(8151, description="Port of the web server; HUBUNG_PORT also sets it.")
    public_url: str = Field(
        "", description="Address people use, as https://…; empty: http://host:port."
    )
    trusted_proxies: list[str] = Field(
        default_factory=list,
        description="Addresses of reverse proxies whose X-Forwarded-* headers are believed.",
    )


class Database(_Section):
    url: str = Field(
        "",
        description="Empty: SQLite in the state folder. Else postgresql://user:password@host/name.",
    )


class Ministry(_Section):
    name: str = "Kementerian Perhubungan"
    name_en: str = "Ministry of Transportation"
    country: str = "Republik Indonesia"
    timezone: str = Field("Asia/Jakarta", description="Zone of the head office.")
    short_code: str = Field("151", description="The telephone short code; case numbers start so.")


class Mail(_Section):
    domains: list[str] = Field(default_factory=lambda: ["dephub.go.id"])
    case_addresses: list[str] = Field(
        default_factory=lambda: ["info151@dephub.go.id"],
        description="Mail to these becomes a case; the first one is the sender of notices.",
    )
    listen: str = Field("127.0.0.1", description="Address of the SMTP and LMTP doors.")
    smtp_port: int = 2525
    lmtp_port: int = 2424
    max_bytes: int = Field(
        36_700_160, description="Largest message accepted (35 MiB: 25 MB files, base64)."
    )
    relay: str = Field(
        "",
        description="host:port of the SMTP relay for outgoing mail; empty: messages wait in the outbox.",
    )
    relay_user: str = ""
    relay_password: str = ""
    relay_security: Literal["none", "starttls", "tls"] = "starttls"
    dkim_selector: str = "hubung"


class Limits(_Section):
    files: int = Field(10, description="Files a report may carry.")
    file_bytes: int = Field(25_000_000, description="Largest single file.")
    text_chars: int = Field(20_000, description="Longest report text.")
    reports_per_hour: int = Field(
        30, description="Web reports from one address in an hour before they are slowed down."
    )


class Settings(BaseSettings):
    """Every setting of an installation. Unknown names are an error, so a typing slip is found."""

    model_config = SettingsConfigDict(
        env_prefix="HUBUNG_", env_nested_delimiter="__", frozen=True, extra="ignore"
    )

    home: Path = Field(default_factory=state_folder)
    port: int | None = Field(None, description="Short for web.port.")
    debug: bool = False
    language: Literal["id", "en"] = "id"
    web: Web = Web()
    database: Database = Database()
    ministry: Ministry = Ministry()
    mail: Mail = Mail()
    limits: Limits = Limits()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        toml = TomlConfigSettingsSource(settings_cls, state_folder() / "hubung.toml")
        return init_settings, env_settings, toml

    @property
    def web_port(self) -> int:
        return self.port or self.web.port

    @property
    def public_url(self) -> str:
        return self.web.public_url.rstrip("/") or f"http://{self.web.host}:{self.web_port}"

    @property
    def case_address(self) -> str:
        """The sender of notices to reporters."""
        return self.mail.case_addresses[0]


def _values_from_files() -> None:
    """`HUBUNG_X_FILE=/path` puts the file's content in `HUBUNG_X`, as container secrets need."""
    for name, path in list(os.environ.items()):
        if name.startswith("HUBUNG_") and name.endswith("_FILE"):
            os.environ.setdefault(name.removesuffix("_FILE"), Path(path).read_text().strip())


@cache
def get() -> Settings:
    """The settings of this process. Raises pydantic.ValidationError when a value is wrong."""
    _values_from_files()
    return Settings()


def secret_key(home: Path) -> str:
    """The installation's secret, made at first use and readable by its owner only."""
    path = home / "secret.key"
    if not path.exists():
        import secrets

        home.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def database(settings: Settings) -> dict[str, Any]:
    """Django's DATABASES entry for the configured address."""
    url = settings.database.url
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": settings.home / "hubung.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
                    "PRAGMA cache_size=-32000;PRAGMA mmap_size=268435456;PRAGMA temp_store=MEMORY;"
                ),
            },
        }
    import psycopg.conninfo

    parts = psycopg.conninfo.conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "hubung"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": {**parts, "pool": {"min_size": 1, "max_size": 16}},
    }
