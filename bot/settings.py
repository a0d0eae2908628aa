"""Environment → frozen Settings, read once at the start. Nothing else reads the environment.

An unusable value stops the start with one line that names the variable: `Unusable`.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from handlers.talk import LOCAL
from storage.address import full_address

SECRET_KEY_MIN = 32  # characters: `openssl rand -hex 32` gives 64
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Unusable(Exception):  # noqa: N818  a sentence for whoever starts Brightspot
    """A value that cannot be used: one line, with the variable's name."""


class Worker(StrEnum):
    """Where timetables and delivery run."""

    #: In the web process.
    TOGETHER = "together"
    #: In processes of their own (`python -m bot worker`).
    SEPARATE = "separate"


class Looking(StrEnum):
    """Whether pages that people share are asked what they are, and each week whether they are still there."""

    #: Once people can reach us from elsewhere: a far side must be able to find out who asks.
    ON = "on"
    OFF = "off"


class LogLevel(StrEnum):
    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


def _secret() -> Any:  # noqa: ANN401  pydantic's own answer
    """A text that no representation shows; "" is absent."""
    return Field(default="", repr=False)


#: Which words a setting knows.
_KINDS: Mapping[str, type[StrEnum]] = {"worker": Worker, "looking": Looking, "log_level": LogLevel}


class Settings(BaseSettings):
    """Field names are the variables' names in lower case; "" means absent."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", hide_input_in_errors=True, env_ignore_empty=True
    )

    database_url: str = Field(default="sqlite+aiosqlite:///brightspot.db", repr=False)
    #: Loopback unless said otherwise: nothing is open to a network by accident.
    host: str = "127.0.0.1"
    #: 0 takes any free port.
    port: int = Field(default=8080, ge=0, le=65535)
    #: Where people and platforms reach us, without a slash at the end.
    public_url: str = ""
    secret_key: str = _secret()

    slack_signing_secret: str = _secret()
    slack_bot_token: str = _secret()
    slack_client_id: str = ""
    slack_client_secret: str = _secret()
    slack_api_url: str = "https://slack.com/api/"

    microsoft_app_id: str = ""
    microsoft_app_password: str = _secret()
    microsoft_app_tenant_id: str = ""
    microsoft_openid_metadata: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    microsoft_login_url: str = "https://login.microsoftonline.com"
    #: Hosts that a `serviceUrl` may name; a leading dot allows every host below.
    microsoft_service_hosts: Annotated[tuple[str, ...], NoDecode] = ("smba.trafficmanager.net",)

    worker: Worker = Worker.TOGETHER
    looking: Looking = Looking.ON
    #: What outgoing requests for people's pages go through; it then guards where they may lead.
    fetch_proxy: str = ""
    log_level: LogLevel = LogLevel.INFO
    #: Where the clock starts, for trying things out; None is the system's.
    clock: datetime | None = None

    # ------------------------------------------------------------------ what follows from them

    @property
    def slack_is_open(self) -> bool:
        return bool(self.slack_signing_secret)

    @property
    def teams_is_open(self) -> bool:
        return bool(self.microsoft_app_id)

    @property
    def works_here(self) -> bool:
        """True where the web process also runs timetables and delivery."""
        return self.worker is Worker.TOGETHER

    @property
    def is_public(self) -> bool:
        """True once people can reach it from elsewhere: no test clock, no open playground."""
        return bool(self.public_url) and urlsplit(self.public_url).hostname not in LOOPBACK

    @property
    def looks(self) -> bool:
        """True where pages outside are looked at."""
        return self.looking is Looking.ON and self.is_public

    @property
    def key_material(self) -> bytes:
        """What bodies and tokens are sealed with: SECRET_KEY, or else what only this installation knows."""
        if self.secret_key:
            return self.secret_key.encode()
        own = (
            self.slack_signing_secret,
            self.slack_client_secret,
            self.slack_bot_token,
            self.microsoft_app_password,
        )
        # Without a platform nothing arrives but the playground's words: the same for each database file.
        return ("\n".join(own) if any(own) else self.database_url).encode()

    @property
    def closed(self) -> tuple[str, ...]:
        """One sentence for each door that stays closed, for the log at the start."""
        sentences = []
        if not self.slack_is_open:
            sentences.append("Slack is closed: SLACK_SIGNING_SECRET is not set")
        if not self.teams_is_open:
            sentences.append("Teams is closed: MICROSOFT_APP_ID is not set")
        return tuple(sentences)

    # ------------------------------------------------------------------ what each value must be

    @field_validator("*", mode="before")
    @classmethod
    def _trim(cls, value: object) -> object:
        """A blank at the end of a pasted secret costs an afternoon."""
        return value.strip() if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        return full_address(value)

    @field_validator("public_url", "slack_api_url", "microsoft_openid_metadata", "microsoft_login_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if not value:
            return value
        try:
            parts = urlsplit(value)
            host = parts.hostname
            _ = parts.port
        except ValueError:
            raise ValueError("is not an address") from None
        if parts.scheme not in ("http", "https") or not host:
            raise ValueError("must begin with https:// and name a host")
        if parts.scheme == "http" and host not in LOOPBACK:
            raise ValueError("must begin with https:// unless it is on this machine")
        return value

    @field_validator("public_url")
    @classmethod
    def _no_slash(cls, value: str) -> str:
        if urlsplit(value).query or urlsplit(value).fragment:
            raise ValueError("must be an address without a question mark or #")
        return value.rstrip("/")

    @field_validator("slack_api_url")
    @classmethod
    def _slash(cls, value: str) -> str:
        return value.rstrip("/") + "/"

    @field_validator("microsoft_service_hosts", mode="before")
    @classmethod
    def _hosts(cls, value: object) -> object:
        hosts = value.replace(",", " ").lower().split() if isinstance(value, str) else value
        if not isinstance(hosts, list | tuple) or not hosts:
            raise ValueError("must name at least one host")
        if any("/" in str(host) for host in hosts):
            raise ValueError("must be host names, separated by commas, without https://")
        return tuple(hosts)

    @field_validator("fetch_proxy")
    @classmethod
    def _proxy(cls, value: str) -> str:
        if value and (urlsplit(value).scheme != "http" or not urlsplit(value).hostname):
            raise ValueError("must begin with http:// and name a host")
        return value

    @field_validator("worker", "looking", "log_level", mode="before")
    @classmethod
    def _word(cls, value: object, info: Any) -> object:  # noqa: ANN401  pydantic's own type
        if not isinstance(value, str):
            return value
        kinds: type[StrEnum] = _KINDS[info.field_name]
        word = value.upper() if kinds is LogLevel else value.lower()
        if word not in list(kinds):
            raise ValueError(f"must be one of {', '.join(kinds)}")
        return word

    @field_validator("clock")
    @classmethod
    def _with_zone(cls, value: datetime | None) -> datetime | None:
        """Without a zone it is the time where the schools are."""
        return value.replace(tzinfo=LOCAL) if value is not None and value.tzinfo is None else value

    @model_validator(mode="after")
    def _together(self) -> "Settings":
        """What must be set together, or not at all. The message begins with the variable's name."""
        if self.clock is not None and self.is_public:
            raise ValueError("CLOCK is for trying things out: refused while PUBLIC_URL is public")
        if self.secret_key and len(self.secret_key) < SECRET_KEY_MIN and self.is_public:
            raise ValueError(f"SECRET_KEY must have at least {SECRET_KEY_MIN} characters")
        slack = self.slack_bot_token or self.slack_client_id or self.slack_client_secret
        if slack and not self.slack_signing_secret:
            raise ValueError("SLACK_SIGNING_SECRET is missing: the other Slack settings need it")
        if bool(self.slack_client_id) != bool(self.slack_client_secret):
            missing = "SLACK_CLIENT_SECRET" if self.slack_client_id else "SLACK_CLIENT_ID"
            raise ValueError(f"{missing} is missing: the client id and its secret belong together")
        if self.slack_signing_secret and not slack:
            raise ValueError(
                "SLACK_BOT_TOKEN is missing (or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET for many workspaces)"
            )
        if bool(self.microsoft_app_id) != bool(self.microsoft_app_password):
            missing = "MICROSOFT_APP_PASSWORD" if self.microsoft_app_id else "MICROSOFT_APP_ID"
            raise ValueError(f"{missing} is missing: the app id and its password belong together")
        if self.microsoft_app_tenant_id and not self.microsoft_app_id:
            raise ValueError("MICROSOFT_APP_ID is missing: MICROSOFT_APP_TENANT_ID alone opens nothing")
        return self


def load(**given: Any) -> Settings:  # noqa: ANN401  any field
    """The settings of this process; `given` goes before the environment. Raises `Unusable`."""
    try:
        return Settings(**given)
    except ValidationError as error:
        raise Unusable(_one_line(error.errors(include_input=False)[0])) from None


#: pydantic's words for the plain kinds, in ours.
_WORDS = {
    "int_parsing": "must be a whole number",
    "greater_than_equal": "must be between 0 and 65535",
    "less_than_equal": "must be between 0 and 65535",
    "datetime_parsing": "must be a time like 2026-09-07T08:00",
    "datetime_from_date_parsing": "must be a time like 2026-09-07T08:00",
}


def _one_line(problem: Mapping[str, Any]) -> str:
    name = str(problem["loc"][0]).upper() if problem["loc"] else ""
    words = _WORDS.get(problem["type"], problem["msg"].removeprefix("Value error, "))
    return f"{name} {words}" if name else words
