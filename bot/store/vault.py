"""Encryption at rest: AES-256-GCM for what is kept, keyed hashes for what must be found again."""

from __future__ import annotations

import hmac
import os
from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.errors import ConfigError

NONCE_BYTES: Final = 12  # the size GCM is made for. Source: NIST SP 800-38D section 5.2.1.1
TAG_BYTES: Final = 16
KEY_BYTES: Final = 32


class Vault:
    """Seals, opens and looks up with keys derived from one secret (HKDF-SHA256, RFC 5869).

    `previous` are older secrets, newest first, still accepted for opening. Look-up hashes always come from
    the oldest secret: a rotation must not orphan the session ids and look-up columns already stored.
    """

    def __init__(self, secret: bytes, previous: Sequence[bytes] = ()) -> None:
        if len(secret) < 16:
            raise ConfigError("BOT_SECRET_KEY：太短，至少 16 个字节 / too short, 16 bytes at least")
        self._seal = AESGCM(_derive(secret, "seal"))
        self._openers = (self._seal, *(AESGCM(_derive(old, "seal")) for old in previous))
        self._oldest = previous[-1] if previous else secret
        self._lookup: dict[str, bytes] = {}

    def seal(self, plain: bytes, *, aad: bytes) -> bytes:
        """Nonce + ciphertext + tag; `aad` names the place, so a value moved elsewhere does not open."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._seal.encrypt(nonce, plain, aad)

    def open(self, sealed: bytes, *, aad: bytes) -> bytes:
        """The reverse of `seal`; raises ConfigError where no known key opens it or it was changed."""
        nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        if len(rest) >= TAG_BYTES:
            for key in self._openers:
                try:
                    return key.decrypt(nonce, rest, aad)
                except InvalidTag:
                    continue
        raise ConfigError(
            "BOT_SECRET_KEY：打不开已保存的资料，请恢复原来的密钥 / stored data was sealed with another key"
        )

    def digest(self, purpose: str, text: str) -> str:
        """Keyed HMAC-SHA256 of `text` in 64 hex digits: equal texts are found, none is read."""
        key = self._lookup.get(purpose)
        if key is None:
            key = self._lookup[purpose] = _derive(self._oldest, f"lookup/{purpose}")
        return hmac.new(key, text.encode(), sha256).hexdigest()


def _derive(secret: bytes, purpose: str) -> bytes:
    info = f"mediation-bot/vault/{purpose}".encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(secret)
