"""The master key of this installation, and the keys derived from it for each purpose."""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.settings import Settings

KEY_FILE: Final = "secret.key"
KEY_BYTES: Final = 32


def master_key(settings: Settings) -> bytes:
    """The 32-byte master key: from BOT_SECRET_KEY, else from `data_dir/secret.key`, made on the first start.

    Raises ConfigError when the file cannot be used, or when it is gone while a database remains:
    a new key would make every stored record unreadable for good.
    """
    given = settings.secret_key.get_secret_value()
    if given:
        return hashlib.sha256(given.encode()).digest()
    path = settings.data_dir / KEY_FILE
    if not path.exists():
        if (settings.data_dir / "bot.db").exists():
            raise ConfigError(
                f"数据库还在，密钥文件 {path} 不见了，请从备份恢复 / restore {path} from backup"
            )
        _create(path)
    return _read(path)


def derive(master: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose (`session`, `record`, `lookup` ...). Source: RFC 5869 (HKDF-SHA256)."""
    info = f"mediation-bot/{purpose}".encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(master)


def _create(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".key-", dir=path.parent)  # readable by its owner only
    fresh = Path(name)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        # link, not rename: of two first starts at once both must end up with the same key
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def _read(path: Path) -> bytes:
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError as exc:
        raise ConfigError(f"密钥文件 {path} 已损坏，请从备份恢复 / {path} is damaged") from exc
    if len(key) != KEY_BYTES:
        raise ConfigError(f"密钥文件 {path} 长度不对，请从备份恢复 / {path} has the wrong length")
    return key
