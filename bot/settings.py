"""All settings in one typed object: `BOT_*` variables or a `.env` file, each with a working default."""

from __future__ import annotations

import difflib
import os
import re
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import ConfigError
from bot.law.office_hours import Hours
from bot.locality.folder import SHIPPED, court_name

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX = "BOT_"

#: Read by `dev`, not by the bot; no settings of their own.
OUTSIDE = frozenset({"BOT_PYTHON"})

Regime = Literal["pre_filing", "post_filing_2025", "out_of_court", "labour", "commercial_2026"]

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}

#: Chinese for the faults people really make; anything else keeps pydantic's English alone.
_REASONS = {
    "int_parsing": "应为整数",
    "float_parsing": "应为数字",
    "bool_parsing": "应为 1 或 0",
    "date_from_datetime_parsing": "应为 2026-01-31 这样的日期",
    "date_parsing": "应为 2026-01-31 这样的日期",
    "literal_error": "不在可选值之内",
    "greater_than_equal": "数值太小",
    "less_than_equal": "数值太大",
    "string_too_short": "太短",
    "string_too_long": "太长",
}


class Settings(BaseSettings):
    """Every setting of the bot; unset ones suit one machine. Secrets print as stars."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        str_strip_whitespace=True,
        hide_input_in_errors=True,  # a mistyped secret must not end up in a traceback
    )

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    public_url: str = ""  #: address citizens and QR codes use; empty = http://host:port
    trust_proxy: int = Field(default=0, ge=0, le=5)  #: number of own reverse proxies in front
    data_dir: Path = Path("data")
    models_dir: Path = Path("nlu/models")
    redis_url: SecretStr = SecretStr("")  #: empty = embedded server under data_dir
    database_url: SecretStr = SecretStr("")  #: empty = SQLite under data_dir
    rasa_url: str = ""  #: empty = `python -m bot up` starts one; nothing else does
    rasa_token: SecretStr = SecretStr("")
    nlu_timeout_s: float = Field(default=0.8, ge=0.05, le=10)
    secret_key: SecretStr = SecretStr("")  #: empty = data_dir/secret.key
    rest_token: SecretStr = SecretStr("")  #: empty = the REST channel asks for none
    rest_per_minute: int = Field(default=60, ge=1)  #: of one sender; ten times that of a caller
    new_per_hour: int = Field(default=300, ge=1)  #: people new to web chat and REST, of one network
    metrics_token: SecretStr = SecretStr("")  #: empty = /metrics answers loopback callers only
    wechat_token: SecretStr = SecretStr("")
    wechat_app_id: str = ""
    wechat_app_secret: SecretStr = SecretStr("")
    wechat_aes_key: SecretStr = SecretStr("")
    wechat_aes_key_previous: SecretStr = SecretStr("")  #: still accepted while the key is being changed
    wechat_api_base: str = "https://api.weixin.qq.com"
    locality_dir: Path | None = None  #: folder of all that is local; empty = the shipped one (准格尔旗)
    #: None = the name in that folder
    court_name: Annotated[str, Field(min_length=4, max_length=40)] | None = None
    office_hours: str = "1-5 08:30-12:00 14:30-17:30"
    regime: Regime = "pre_filing"
    today: date | None = None  #: a fixed date for rehearsals and tests
    upload_max_mb: int = Field(default=20, ge=1, le=200)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @cached_property
    def court(self) -> str:
        """The name of the court: as set, else that of the folder of all that is local."""
        return self.court_name or court_name(self.locality_dir or SHIPPED)

    @field_validator("public_url", "rasa_url", "wechat_api_base")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if value and not re.fullmatch(r"https?://[^\s/]+(/\S*)?", value):
            raise ValueError("应以 http:// 或 https:// 开头 / must start with http:// or https://")
        return value.rstrip("/")

    @field_validator("redis_url")
    @classmethod
    def _redis_address(cls, value: SecretStr) -> SecretStr:
        url = value.get_secret_value()
        if url and not re.match(r"(rediss?|unix|redis\+sentinel|redis\+cluster)://", url):
            raise ValueError("应以 redis://、rediss:// 或 unix:// 开头 / must be a redis URL")
        if "protocol=3" in url:
            raise ValueError("请去掉 protocol=3 / protocol=3 changes reply shapes; leave it out")
        return value

    @field_validator("database_url")
    @classmethod
    def _database_address(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value():
            return value
        try:
            url = make_url(value.get_secret_value())
        except ArgumentError as exc:
            raise ValueError("应为 sqlite:/// 或 postgresql:// 地址 / not a database URL") from exc
        if url.drivername in _DRIVERS:
            url = url.set(drivername=_DRIVERS[url.drivername])
        if url.drivername not in _DRIVERS.values():
            raise ValueError("只支持 SQLite 和 PostgreSQL / SQLite and PostgreSQL only")
        return SecretStr(url.render_as_string(hide_password=False))

    @field_validator("secret_key")
    @classmethod
    def _long_key(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < 32:
            raise ValueError("至少 32 个字符 / at least 32 characters (openssl rand -hex 32)")
        return value

    @field_validator("wechat_aes_key", "wechat_aes_key_previous")
    @classmethod
    def _aes_key(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not re.fullmatch(r"[A-Za-z0-9]{43}", value.get_secret_value()):
            raise ValueError("应为公众平台给出的 43 位字母数字 / the 43 characters WeChat shows")
        return value

    @field_validator("office_hours")
    @classmethod
    def _readable_hours(cls, value: str) -> str:
        Hours.read(value)
        return value

    @model_validator(mode="after")
    def _wechat_whole(self) -> Self:
        if self.wechat_app_id and not self.wechat_token.get_secret_value():
            raise ValueError(
                "BOT_WECHAT_APP_ID 已设置，还缺 BOT_WECHAT_TOKEN / BOT_WECHAT_APP_ID needs BOT_WECHAT_TOKEN"
            )
        return self

    @classmethod
    def load(cls, env_file: Path | None = Path(".env")) -> Self:
        """Read environment and `.env`; raises ConfigError naming every wrong key and value."""
        source: dict[str, Any] = {"_env_file": env_file, "_env_file_encoding": "utf-8"}
        try:
            return cls(**source)
        except ValidationError as exc:
            raise ConfigError("\n".join(_faults(exc))) from exc

    @cached_property
    def hours(self) -> Hours:
        """The working hours, parsed."""
        return Hours.read(self.office_hours)

    @property
    def database(self) -> str:
        """SQLAlchemy's async URL, with the SQLite default filled in."""
        return (
            self.database_url.get_secret_value() or f"sqlite+aiosqlite:///{self.data_dir.absolute()}/bot.db"
        )

    @property
    def base_url(self) -> str:
        """The address people open, without a slash at the end."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104 - compared, not bound
        return self.public_url or f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def upload_max_bytes(self) -> int:
        """The upload limit in bytes."""
        return self.upload_max_mb * 1024 * 1024


def keys() -> list[str]:
    """The environment variable of every setting, in the order of the class."""
    return [PREFIX + name.upper() for name in Settings.model_fields]


def unknown_keys(environ: Iterable[str] | None = None) -> dict[str, str]:
    """Misspelt `BOT_*` variables -> the nearest known key, or an empty string."""
    known = keys()
    names = os.environ if environ is None else environ
    strange = sorted(name for name in names if name.startswith(PREFIX) and name not in {*known, *OUTSIDE})
    return {name: next(iter(difflib.get_close_matches(name, known, n=1)), "") for name in strange}


def _faults(exc: ValidationError) -> list[str]:
    lines = []
    for fault in exc.errors(include_url=False):
        field = str(fault["loc"][0]) if fault["loc"] else ""
        english = str(fault["msg"]).removeprefix("Value error, ")
        reason = _REASONS.get(fault["type"])
        why = f"{reason} / {english}" if reason else english
        if not field:
            lines.append(why)
            continue
        secret = Settings.model_fields[field].annotation is SecretStr
        shown = "******" if secret else str(fault["input"])
        lines.append(f"{PREFIX}{field.upper()}={shown}：{why}")
    return lines
