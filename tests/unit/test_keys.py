"""The master key: made once, kept private, never silently replaced."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.errors import ConfigError
from bot.keys import derive, master_key
from bot.settings import Settings


def test_first_start_makes_a_private_key_and_the_next_one_reads_it(tmp_path):
    settings = Settings(data_dir=tmp_path / "data")
    key = master_key(settings)
    path = tmp_path / "data" / "secret.key"
    assert len(key) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert master_key(settings) == key
    assert list(path.parent.iterdir()) == [path]


def test_two_installations_have_different_keys(tmp_path):
    assert master_key(Settings(data_dir=tmp_path / "a")) != master_key(Settings(data_dir=tmp_path / "b"))


def test_key_from_the_settings_leaves_no_file(tmp_path):
    settings = Settings(data_dir=tmp_path, secret_key="k" * 32)
    assert master_key(settings) == master_key(settings)
    assert master_key(settings) != master_key(Settings(data_dir=tmp_path, secret_key="l" * 32))
    assert not list(tmp_path.iterdir())


def test_first_starts_at_once_agree(tmp_path):
    settings = Settings(data_dir=tmp_path / "data")
    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(lambda _: master_key(settings), range(64)))) == 1


def test_lost_key_beside_a_database_is_not_replaced(tmp_path):
    (tmp_path / "bot.db").touch()
    with pytest.raises(ConfigError, match="请从备份恢复"):
        master_key(Settings(data_dir=tmp_path))
    assert not (tmp_path / "secret.key").exists()


@pytest.mark.parametrize("content", ["", "not hexadecimal", "ab" * 31])
def test_damaged_key_is_refused(tmp_path, content):
    (tmp_path / "secret.key").write_text(content)
    with pytest.raises(ConfigError, match=r"secret\.key"):
        master_key(Settings(data_dir=tmp_path))


def test_key_that_others_could_read_is_closed(tmp_path):
    settings = Settings(data_dir=tmp_path)
    master_key(settings)
    path = tmp_path / "secret.key"
    path.chmod(0o644)
    master_key(settings)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_purposes_have_keys_of_their_own():
    master = bytes(32)
    derived = {purpose: derive(master, purpose) for purpose in ("session", "record", "lookup")}
    assert len(set(derived.values())) == 3
    assert derive(master, "session") == derived["session"]
    assert all(len(key) == 32 for key in derived.values())
