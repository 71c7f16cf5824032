"""The one settings object: a commented TOML file and the environment, checked and frozen.

Order, strongest first: environment (`HUBUNG_MAIL__DOMAINS`), secrets in files (`HUBUNG_..._FILE`
names a file that holds the value), `hubung.toml` in the state folder, the defaults below.
A key of the file or of a section that does not exist is an error; a variable that does not exist
is reported by `hubung check`, since other programs may own it.
"""

from __future__ import annotations

import os
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from hubung.kernel.faults import SpokenError
from hubung.kernel.section import Section
from hubung.mail.settings import MailSystem
from hubung.project.sections import (
    Agenda,
    Api,
    Database,
    Figures,
    Keys,
    Limits,
    Log,
    Mail,
    Ministry,
    PublicSignOn,
    Push,
    Retention,
    Search,
    Web,
)
from hubung.telephony.settings import Phone

ROOT = Path(__file__).resolve().parents[3]
PREFIX = "HUBUNG_"
FILE = "hubung.toml"
#: Read outside this object: where the state lives, and what the tests run on.
OTHER_VARIABLES = {"HUBUNG_HOME", "HUBUNG_PORT", "HUBUNG_TEST_DATABASE", "HUBUNG_ADVISORIES"}


class PlainError(SpokenError):
    """What the person at the command line can mend; `str()` is what to tell them."""


class InvalidSettingsError(PlainError):
    """A setting is wrong; a sentence for each, one a line."""


def state_folder() -> Path:
    """Where everything that changes lives: `HUBUNG_HOME`, else `var/` of the checkout."""
    return Path(os.environ.get("HUBUNG_HOME") or ROOT / "var").resolve()


class Settings(BaseSettings):
    """Every setting of an installation. Unknown names are an error, so a typing slip is found."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", frozen=True, extra="forbid"
    )

    home: Path = Field(
        default_factory=state_folder, description="State folder; only HUBUNG_HOME sets it."
    )
    debug: bool = Field(False, description="Show errors in the browser. Never on a real server.")
    language: Literal["id", "en"] = Field("id", description="Language when a visitor has no other.")
    web: Web = Web()
    database: Database = Database()
    ministry: Ministry = Ministry()
    mail: Mail = Mail()
    mail_system: MailSystem = MailSystem()
    phone: Phone = Phone()
    limits: Limits = Limits()
    api: Api = Api()
    agenda: Agenda = Agenda()
    keys: Keys = Keys()
    retention: Retention = Retention()
    public_sign_on: PublicSignOn = PublicSignOn()
    figures: Figures = Figures()
    search: Search = Search()
    push: Push = Push()
    log: Log = Log()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        toml = TomlConfigSettingsSource(settings_cls, state_folder() / FILE)
        port = os.environ.get("HUBUNG_PORT")
        short: dict[str, Any] = {"home": state_folder()}
        if port:
            short["web"] = {"port": port}
        return InitSettingsSource(settings_cls, short), init_settings, env_settings, toml

    @property
    def public_url(self) -> str:
        return self.web.public_url.rstrip("/") or f"http://{self.web.host}:{self.web.port}"

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def allowed_hosts(self) -> list[str]:
        """Names the web server answers to: the public ones, and this machine itself."""
        names = {*self.public_names, self.web.host, "localhost", "127.0.0.1", "[::1]"}
        return sorted(names - {"0.0.0.0", "::"})  # noqa: S104 - names that are left out

    @property
    def public_names(self) -> list[str]:
        """Names that lead to the web server: people's, and where mail programs ask for settings."""
        return [
            urlsplit(self.public_url).hostname or "",
            *(
                f"{prefix}.{domain}"
                for domain in self.mail_system.discovery_domains
                for prefix in ("autoconfig", "autodiscover", "mta-sts")
            ),
        ]

    @property
    def case_address(self) -> str:
        """The sender of notices to reporters."""
        return self.mail.case_addresses[0]


def _values_from_files() -> None:
    """`HUBUNG_X_FILE=/path` puts the file's content in `HUBUNG_X`, as container secrets need."""
    for name, path in list(os.environ.items()):
        if name.startswith(PREFIX) and name.endswith("_FILE"):
            try:
                os.environ.setdefault(name.removesuffix("_FILE"), Path(path).read_text().strip())
                del os.environ[name]  # else it would be taken for a setting itself
            except OSError as error:
                raise InvalidSettingsError(
                    f"{name}: {path} can't be read ({error.strerror})."
                ) from error


@cache
def get() -> Settings:
    """The settings of this process. Raises `InvalidSettingsError` when a value is wrong."""
    _values_from_files()
    try:
        return Settings()
    except ValidationError as error:
        raise InvalidSettingsError("\n".join(map(_sentence, error.errors()))) from error
    except SettingsError as error:
        raise InvalidSettingsError(f'{error}; a list is written as ["a", "b"].') from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidSettingsError(f"{state_folder() / FILE}: {error}.") from error


def _sentence(error: Any) -> str:
    name = ".".join(map(str, error["loc"]))
    if error["type"] == "extra_forbidden":
        return f"{name} is not a setting."
    return f"{name}: {error['msg']}."


def unknown_variables() -> list[str]:
    """Variables that look like settings and are none, as a typing slip makes them."""
    known = set(OTHER_VARIABLES)
    for name, field in Settings.model_fields.items():
        known.add(f"{PREFIX}{name}".upper())
        if isinstance(field.annotation, type) and issubclass(field.annotation, Section):
            known |= {f"{PREFIX}{name}__{key}".upper() for key in field.annotation.model_fields}
    return sorted(
        name
        for name in os.environ
        if name.startswith(PREFIX) and name.removesuffix("_FILE").upper() not in known
    )


def secret_key(home: Path) -> str:
    """The installation's secret, made at first use and readable by its owner only."""
    path = home / "secret.key"
    if not path.exists():
        import secrets

        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Linked into place, so that of two processes starting at once both read one whole key.
        draft = home / f"secret.key.{secrets.token_hex(8)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
