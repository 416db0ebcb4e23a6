"""Sessions in memory with the same contract, for tests and `python -m bot talk`; JSON round trip included."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence

from bot.model import Line
from bot.ports import Stored
from bot.ports.sessions import CODE_HEAD, CODE_TRIES
from bot.store.lines import line_json, line_of
from bot.store.packing import pack, unpack
from bot.store.sessions import LOG_MOST, SESSION_S, sid_of
from bot.store.vault import Vault
from bot.store.wakes import Ear
from flows.engine import Json


class MemorySessions:
    """`ports.Sessions` without a server; one process, gone with it."""

    def __init__(self, vault: Vault, *, now: Callable[[], float] = time.monotonic) -> None:
        self._vault = vault
        self._now = now
        self._sessions: dict[str, tuple[int, bytes, float]] = {}
        self._logs: dict[str, list[bytes]] = {}
        self._pending: dict[str, None] = {}
        self._values: dict[str, tuple[str, float]] = {}
        self._ears: set[Ear] = set()

    async def aclose(self) -> None:
        """Nothing to close."""

    def sid(self, channel: str, user: str) -> str:
        """The same hash as `RedisSessions`."""
        return sid_of(self._vault, channel, user)

    async def load(self, sid: str) -> Stored | None:
        """The session, as JSON gives it back."""
        version, packed, until = self._sessions.get(sid, (0, b"", 0.0))
        return Stored(version, unpack(packed)) if until > self._now() else None

    async def save(
        self, sid: str, *, expect: int, data: Mapping[str, Json], lines: Sequence[Line] = ()
    ) -> bool:
        """Compare-and-set; False on conflict."""
        stored = await self.load(sid)
        if (stored.version if stored else 0) != expect:
            return False
        self._sessions[sid] = (expect + 1, pack(data), self._now() + SESSION_S)
        log = self._logs.setdefault(sid, [])
        log += [pack(line_json(line)) for line in lines]
        del log[:-LOG_MOST]
        return True

    async def lines(self, sid: str, after: int = 0) -> list[Line]:
        """Lines not flushed with n > after."""
        found = [line_of(unpack(packed)) for packed in self._logs.get(sid, [])]
        return [line for line in found if line.n > after]

    async def flushed(self, sid: str, upto: int) -> None:
        """Drop lines with n <= upto."""
        self._logs[sid] = [pack(line_json(line)) for line in await self.lines(sid, upto)]

    async def forget(self, sid: str) -> None:
        """Delete everything of the sid."""
        self._sessions.pop(sid, None)
        self._logs.pop(sid, None)
        self._pending.pop(sid, None)

    async def wake(self, topic: str, note: str = "") -> None:
        """Ring whoever listens."""
        for ear in self._ears:
            if topic in ear.topics:
                ear.ring(topic, note)

    async def listen(self, *topics: str) -> AsyncIterator[tuple[str, str]]:
        """(topic, note), beginning with (topic, "")."""
        ear = Ear(topics)
        self._ears.add(ear)
        try:
            for topic in topics:
                ear.ring(topic, "")
            async for heard in ear.hear():
                yield heard
        finally:
            self._ears.discard(ear)

    async def mark_pending(self, sid: str) -> None:
        """Marked again it goes to the end."""
        self._pending.pop(sid, None)
        self._pending[sid] = None

    async def pending(self, most: int = 100) -> list[str]:
        """Longest ago first."""
        return list(self._pending)[:most]

    async def clear_pending(self, sid: str) -> None:
        """Its effects are done."""
        self._pending.pop(sid, None)

    async def put_code(self, code: str, sid: str, ttl_s: int) -> bool:
        """Ends the one before; False where its head is taken."""
        head = f"code:{code[:CODE_HEAD]}"
        if self._value(head):
            return False
        before = self._value(f"code-of:{sid}")
        if before and (self._value(before) or "").endswith(f" {sid}"):
            self._values.pop(before)
        self._values[head] = (f"{CODE_TRIES} {code} {sid}", self._now() + ttl_s)
        self._values[f"code-of:{sid}"] = (head, self._now() + ttl_s)
        return True

    async def take_code(self, code: str) -> str | None:
        """Once; a wrong rest costs one of its tries."""
        head = f"code:{code[:CODE_HEAD]}"
        found = self._value(head)
        if found is None:
            return None
        left, right, sid = found.split(" ")
        if right == code or int(left) <= 1:
            self._values.pop(head)
        else:
            self._values[head] = (f"{int(left) - 1} {right} {sid}", self._values[head][1])
        return sid if right == code else None

    async def allow(self, bucket: str, *, limit: int, per_s: int) -> bool:
        """Fixed window from the first use."""
        return self._add(f"rate:{bucket}", per_s, 1) <= limit

    async def count(self, key: str, ttl_s: int, by: int = 1) -> int:
        """by=0 reads."""
        return self._add(f"count:{key}", ttl_s, by) if by else int(self._value(f"count:{key}") or 0)

    async def keep(self, name: str, value: str, ttl_s: int) -> None:
        """Share a value."""
        self._values[f"shared:{name}"] = (value, self._now() + ttl_s)

    async def kept(self, name: str) -> str | None:
        """None where it has ended."""
        return self._value(f"shared:{name}")

    async def hold(self, name: str, ttl_s: int) -> bool:
        """False where somebody has it."""
        if self._value(f"shared:{name}") is not None:
            return False
        await self.keep(name, "1", ttl_s)
        return True

    async def let_go(self, name: str) -> None:
        """Give a lock back."""
        self._values.pop(f"shared:{name}", None)

    def _value(self, key: str) -> str | None:
        value, until = self._values.get(key, ("", 0.0))
        return value if until > self._now() else None

    def _add(self, key: str, ttl_s: int, by: int) -> int:
        before = self._value(key)
        until = self._values[key][1] if before is not None else self._now() + ttl_s
        total = int(before or 0) + by
        self._values[key] = (str(total), until)
        return total
