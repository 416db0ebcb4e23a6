"""Sealing, opening and look-up hashes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ConfigError
from bot.store.vault import Vault

OLD, NEW = b"the old secret, 32 bytes long...", b"the new secret, 32 bytes long..."


@given(st.binary(max_size=300), st.binary(max_size=30))
def test_what_is_sealed_opens(plain: bytes, aad: bytes) -> None:
    vault = Vault(NEW)
    assert vault.open(vault.seal(plain, aad=aad), aad=aad) == plain


def test_the_same_text_is_sealed_differently_each_time() -> None:
    vault = Vault(NEW)
    assert vault.seal(b"x", aad=b"") != vault.seal(b"x", aad=b"")


@pytest.mark.parametrize("at", [0, 11, 12, 15, 30])
def test_one_changed_bit_does_not_open(at: int) -> None:
    sealed = bytearray(Vault(NEW).seal(b"123456", aad=b"a"))
    sealed[at] ^= 1
    with pytest.raises(ConfigError):
        Vault(NEW).open(bytes(sealed), aad=b"a")


@pytest.mark.parametrize("sealed", [b"", b"short", bytes(27)])
def test_what_is_too_short_does_not_open(sealed: bytes) -> None:
    with pytest.raises(ConfigError):
        Vault(NEW).open(sealed, aad=b"")


def test_another_place_or_key_does_not_open() -> None:
    sealed = Vault(OLD).seal(b"x", aad=b"here")
    with pytest.raises(ConfigError):
        Vault(OLD).open(sealed, aad=b"there")
    with pytest.raises(ConfigError, match="BOT_SECRET_KEY"):
        Vault(NEW).open(sealed, aad=b"here")


def test_after_a_rotation_old_data_opens_and_look_ups_stay() -> None:
    rotated = Vault(NEW, [OLD])
    assert rotated.open(Vault(OLD).seal(b"x", aad=b""), aad=b"") == b"x"
    assert rotated.digest("sid", "u") == Vault(OLD).digest("sid", "u")
    with pytest.raises(ConfigError):
        Vault(OLD).open(rotated.seal(b"x", aad=b""), aad=b"")


def test_digests_differ_by_purpose_text_and_secret() -> None:
    digests = {
        Vault(NEW).digest("sid", "u"),
        Vault(NEW).digest("login", "u"),
        Vault(NEW).digest("sid", "v"),
        Vault(OLD).digest("sid", "u"),
    }
    assert len(digests) == 4
    assert all(len(one) == 64 for one in digests)


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ConfigError):
        Vault(b"secret")
