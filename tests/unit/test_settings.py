"""Settings: typed, complete, and refused in words a person can act on."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import get_args

import pytest
import yaml

from bot.errors import ConfigError
from bot.law.office_hours import Hours
from bot.settings import Regime, Settings, keys, unknown_keys


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch, tmp_path):
    for name in keys():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_nothing_set_suits_one_machine(tmp_path):
    settings = Settings.load()
    assert (settings.host, settings.port, settings.regime) == ("127.0.0.1", 8000, "pre_filing")
    assert settings.court == "准格尔旗人民法院"
    assert settings.database == f"sqlite+aiosqlite:///{tmp_path}/data/bot.db"
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.model_fields_set == set()


def test_env_file_counts_and_the_environment_counts_more(tmp_path, monkeypatch):
    (tmp_path / ".env").write_text("BOT_PORT=9001\nBOT_COURT_NAME=某某县人民法院\n", encoding="utf-8")
    monkeypatch.setenv("BOT_PORT", "9002")
    settings = Settings.load()
    assert (settings.port, settings.court_name) == (9002, "某某县人民法院")


def test_empty_value_means_unset(monkeypatch):
    monkeypatch.setenv("BOT_PORT", "")
    monkeypatch.setenv("BOT_TODAY", "")
    settings = Settings.load()
    assert settings.port == 8000
    assert settings.today is None


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("BOT_PORT", "eighty", "应为整数"),
        ("BOT_PORT", "70000", "数值太大"),
        ("BOT_TODAY", "明天", "应为 2026-01-31 这样的日期"),
        ("BOT_REGIME", "strict", "不在可选值之内"),
        ("BOT_PUBLIC_URL", "tiaojie.example.cn", "应以 http:// 或 https:// 开头"),
        ("BOT_OFFICE_HOURS", "朝九晚五", "应写成 1-5"),
        ("BOT_OFFICE_HOURS", "1-5 12:00-08:30", "结束应在开始之后"),
        ("BOT_OFFICE_HOURS", "6-7 09:00-12:00", "应有周一至周五中的一天"),
        ("BOT_TRUST_PROXY", "-1", "数值太小"),
        ("BOT_COURT_NAME", "院", "太短"),
    ],
)
def test_wrong_value_is_named_with_its_key_in_both_languages(monkeypatch, name, value, reason):
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError) as caught:
        Settings.load()
    line = str(caught.value)
    assert line.startswith(f"{name}={value}：{reason}")
    assert " / " in line


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_SECRET_KEY", "too-short-a-secret"),
        ("BOT_REDIS_URL", "http://user:hunter2@host"),
        ("BOT_REDIS_URL", "redis://:hunter2@host/0?protocol=3"),
        ("BOT_DATABASE_URL", "mysql://u:hunter2@host/db"),
        ("BOT_DATABASE_URL", "hunter2"),
        ("BOT_WECHAT_AES_KEY", "hunter2"),
    ],
)
def test_wrong_secret_is_refused_without_showing_it(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError) as caught:
        Settings.load()
    assert str(caught.value).startswith(f"{name}=******：")
    assert value not in f"{caught.value}{caught.value.__cause__}"


def test_all_faults_are_told_at_once(monkeypatch):
    monkeypatch.setenv("BOT_PORT", "x")
    monkeypatch.setenv("BOT_TODAY", "x")
    with pytest.raises(ConfigError) as caught:
        Settings.load()
    assert [line.split("=")[0] for line in str(caught.value).splitlines()] == ["BOT_PORT", "BOT_TODAY"]


def test_secrets_do_not_show_in_the_printed_settings():
    settings = Settings(secret_key="s" * 40, redis_url="redis://:hunter2@h/0", wechat_app_secret="hunter2")
    assert "hunter2" not in repr(settings)
    assert "sss" not in repr(settings)


def test_account_without_callback_token_is_refused():
    with pytest.raises(ValueError, match="BOT_WECHAT_TOKEN"):
        Settings(wechat_app_id="wx1")


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgresql://u:p@h/db", "postgresql+asyncpg://u:p@h/db"),
        ("postgres://u:p@h/db", "postgresql+asyncpg://u:p@h/db"),
        ("sqlite:////srv/bot.db", "sqlite+aiosqlite:////srv/bot.db"),
        ("postgresql+asyncpg://u:p%40x@h/db", "postgresql+asyncpg://u:p%40x@h/db"),
    ],
)
def test_database_address_gets_its_async_driver(given, used):
    assert Settings(database_url=given).database == used


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ({"public_url": "https://tiaojie.example.cn/"}, "https://tiaojie.example.cn"),
        ({"host": "0.0.0.0", "port": 81}, "http://127.0.0.1:81"),
        ({"host": "::1"}, "http://[::1]:8000"),
    ],
)
def test_base_url_is_one_that_opens(settings, address):
    assert Settings(**settings).base_url == address


@pytest.mark.parametrize(
    ("day", "at", "is_open"),
    [
        (date(2026, 11, 23), time(8, 29), False),
        (date(2026, 11, 23), time(8, 30), True),
        (date(2026, 11, 23), time(12, 0), False),
        (date(2026, 11, 23), time(14, 30), True),
        (date(2026, 11, 27), time(17, 29), True),
        (date(2026, 11, 28), time(9, 0), False),
        (date(2026, 10, 10), time(9, 0), False),  # a Saturday made up for, and the hours say Monday to Friday
        (date(2026, 10, 1), time(9, 0), False),
    ],
)
def test_desk_is_open_in_its_hours_only(day, at, is_open):
    assert Settings().hours.is_open(day, at) is is_open


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("1-5 08:30-12:00 14:30-17:30", "周一至周五 8:30-12:00、14:30-17:30"),
        ("1-7 09:00-17:05", "周一至周日 9:00-17:05"),
        ("3 09:00-10:00", "周三 9:00-10:00"),
    ],
)
def test_hours_are_told_in_plain_words(written, words):
    assert Hours.read(written).words() == words


def test_misspelt_keys_are_found_and_the_script_s_own_are_left_alone():
    assert unknown_keys(["BOT_PROT", "BOT_PORT", "BOT_PYTHON", "PATH", "BOT_XYZZY"]) == {
        "BOT_PROT": "BOT_PORT",
        "BOT_XYZZY": "",
    }


def test_regimes_one_can_choose_are_those_the_tables_know():
    table = Path(__file__).parents[2] / "bot" / "law" / "tables" / "regimes.yml"
    assert set(get_args(Regime)) == set(yaml.safe_load(table.read_text("utf-8"))["regimes"])
