"""Signatures and AES of the WeChat callback, exactly as the protocol has them.

Protocol page: 微信公众平台, 消息加解密说明 (AES-256-CBC, PKCS#7 in blocks of 32, SHA-1 over sorted parts).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK: Final = 32  #: bytes; the protocol pads to 32, not to the AES block of 16
RANDOM: Final = 16  #: random bytes before the length
KEY_CHARS: Final = 43  #: of an EncodingAESKey


class Unreadable(ValueError):
    """An encrypted message that none of our keys made for us."""


def signature(*parts: str) -> str:
    """SHA-1 over the sorted, joined parts, in 40 hex digits. Source: 接入指南, 校验流程."""
    joined = "".join(sorted(parts)).encode("utf-8", "replace")
    return hashlib.sha1(joined, usedforsecurity=False).hexdigest()


def is_signed(given: str, *parts: str) -> bool:
    """Whether `given` is the signature of `parts`; takes the same time for every wrong one."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), signature(*parts).encode())


class Seal:
    """Encrypts for and decrypts from one account with one EncodingAESKey."""

    def __init__(self, encoding_key: str, app_id: str) -> None:
        """Raises ValueError for a key that is not 43 letters and digits."""
        if len(encoding_key) != KEY_CHARS:
            raise ValueError("an EncodingAESKey has 43 characters")
        self._key = base64.b64decode(encoding_key + "=", validate=False)
        self._app_id = app_id.encode()
        self._cipher = Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16]))

    def encrypt(self, message: bytes, *, random: bytes = b"") -> str:
        """Base64 of `random(16) + length(4, big endian) + message + app id`, padded and encrypted."""
        head = random or secrets.token_bytes(RANDOM)
        plain = head + len(message).to_bytes(4, "big") + message + self._app_id
        missing = BLOCK - len(plain) % BLOCK
        plain += bytes([missing]) * missing
        encryptor = self._cipher.encryptor()
        return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()

    def decrypt(self, encrypted: str) -> bytes:
        """The message; raises Unreadable for another key, another account's id, or damage."""
        try:
            raw = base64.b64decode(encrypted.encode("ascii"), validate=True)
        except (ValueError, binascii.Error) as exc:
            raise Unreadable("not base64") from exc
        if not raw or len(raw) % 16:
            raise Unreadable("not whole blocks")
        decryptor = self._cipher.decryptor()
        return self._opened(decryptor.update(raw) + decryptor.finalize())

    def _opened(self, plain: bytes) -> bytes:
        pad = plain[-1]
        if not 1 <= pad <= BLOCK or plain[-pad:] != bytes([pad]) * pad:
            raise Unreadable("wrong padding")
        body = plain[RANDOM:-pad]
        size = int.from_bytes(body[:4], "big")
        if len(body) < 4 + size:
            raise Unreadable("wrong length")
        if not hmac.compare_digest(body[4 + size :], self._app_id):
            raise Unreadable("for another account")
        return body[4 : 4 + size]


class Keys:
    """What a callback is checked with: the token, and the AES keys, the current one first."""

    def __init__(self, token: str, app_id: str, aes_keys: tuple[str, ...] = ()) -> None:
        self._token = token
        self._seals = tuple(Seal(key, app_id) for key in aes_keys if key)

    @property
    def encrypts(self) -> bool:
        """Whether an AES key is set."""
        return bool(self._seals)

    def is_signed(self, given: str, *parts: str) -> bool:
        """Whether Tencent, who knows the token, signed these parts (timestamp, nonce, ciphertext)."""
        return is_signed(given, self._token, *parts)

    def open(self, encrypted: str) -> tuple[bytes, Seal]:
        """The message and the seal that opened it (the reply uses the same); raises Unreadable."""
        for seal in self._seals:
            try:
                return seal.decrypt(encrypted), seal
            except Unreadable:
                continue
        raise Unreadable("no key opens it")

    def sealed(self, message: bytes, seal: Seal, timestamp: str, nonce: str) -> tuple[str, str]:
        """(ciphertext, its signature) of a reply."""
        encrypted = seal.encrypt(message)
        return encrypted, signature(self._token, timestamp, nonce, encrypted)
