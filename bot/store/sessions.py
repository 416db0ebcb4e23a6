"""Unfinished conversations in Redis. Every key and lifetime of the product is named here.

A session is `<version>:` in the clear, then its JSON packed and sealed; a log line is `<n>:`, then the same.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Final

from bot.errors import ConfigError, StaleState
from bot.model import Line
from bot.ports import Stored
from bot.ports.sessions import CODE_HEAD, CODE_TRIES
from bot.store.lines import line_json, line_of
from bot.store.link import LIMIT_S, Link, Script
from bot.store.packing import pack, unpack
from bot.store.vault import Vault
from bot.store.wakes import Wakes
from flows.engine import Json

DAY_S: Final = 86_400

#: version + sealed session. The braces are the cluster hash tag: session and log share a slot.
SESSION: Final = "mb:{%s}:session"
SESSION_S: Final = 30 * DAY_S  # an unfinished draft lives 30 days after the last message (domain.md §7.2)
#: transcript lines SQL does not have yet, sealed one by one
LOG: Final = "mb:{%s}:log"
LOG_S: Final = SESSION_S
LOG_MOST: Final = 500  # lines; the oldest go first
#: pub/sub, wake-ups only: nothing is stored
LIVE: Final = "mb:live:"
#: sorted set of sids whose session holds effects SQL has not taken, by time of marking
PENDING: Final = "mb:pending"
PENDING_S: Final = SESSION_S
#: head of a resume code (hashed) -> tries left, digest of the rest, sid; the lifetime comes with the code
CODE: Final = "mb:code:%s"
#: sid (hashed) -> hashed head of its newest resume code
CODE_OF: Final = "mb:code-of:%s"
#: rate-limit bucket (hashed) -> count; lives as long as its window
RATE: Final = "mb:rate:%s"
#: counter (hashed name) -> count; the lifetime comes with the name
COUNT: Final = "mb:count:%s"
#: sealed value or lock all workers share (the WeChat access token); the lifetime comes with it
SHARED: Final = "mb:shared:%s"

SID_DIGITS: Final = 32

SAVE: Final = Script("""
local version = tonumber(string.match(redis.call('GETRANGE', KEYS[1], 0, 20), '^%d+')) or 0
if version ~= tonumber(ARGV[1]) then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
if #ARGV > 5 then
  for i = 6, #ARGV do redis.call('RPUSH', KEYS[2], ARGV[i]) end
  redis.call('LTRIM', KEYS[2], -tonumber(ARGV[5]), -1)
  redis.call('EXPIRE', KEYS[2], ARGV[4])
end
return 1
""")

FLUSHED: Final = Script("""
while true do
  local head = redis.call('LINDEX', KEYS[1], 0)
  if not head or tonumber(string.match(head, '^%d+')) > tonumber(ARGV[1]) then return 1 end
  redis.call('LPOP', KEYS[1])
end
""")

ADD: Final = Script("""
local count = redis.call('INCRBY', KEYS[1], ARGV[1])
if redis.call('TTL', KEYS[1]) < 0 then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
return count
""")

TAKE: Final = Script("""
local tries, rest, sid = string.match(redis.call('GET', KEYS[1]) or '', '^(%d+) (%S+) (%S+)$')
if not tries then return false end
if rest == ARGV[1] then redis.call('DEL', KEYS[1]) return sid end
if tonumber(tries) <= 1 then redis.call('DEL', KEYS[1]) return false end
local left = redis.call('PTTL', KEYS[1])
redis.call('SET', KEYS[1], (tonumber(tries) - 1) .. ' ' .. rest .. ' ' .. sid, 'PX', math.max(left, 1))
return false
""")

SWAP: Final = Script("""
local before = redis.call('GET', KEYS[1])
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
return before
""")

END: Final = Script("""
local sid = string.match(redis.call('GET', KEYS[1]) or '', '^%d+ %S+ (%S+)$')
if sid == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1
""")

MARK: Final = Script("""
redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
""")


class RedisSessions:
    """`ports.Sessions` on Redis or Valkey, alone, behind Sentinel or as a cluster; see `link.connect`.

    Nothing connects before the first call. `aclose` at the end.
    """

    def __init__(self, url: str, vault: Vault, *, limit_s: float = LIMIT_S) -> None:
        self._vault = vault
        self._link = Link(url, limit_s=limit_s)
        self._wakes = Wakes(self._link.client, LIVE)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._wakes.aclose()
        await self._link.aclose()

    def sid(self, channel: str, user: str) -> str:
        """Keyed hash of a channel's user, 32 hex digits."""
        return sid_of(self._vault, channel, user)

    async def load(self, sid: str) -> Stored | None:
        """The session; raises StaleState where it was sealed with a key that is gone."""
        found: bytes | None = await self._link.run("GET", SESSION % sid)
        if found is None:
            return None
        version, _, sealed = found.partition(b":")
        return Stored(int(version), unpack(self._open(sealed, _session_aad(sid))))

    async def save(
        self, sid: str, *, expect: int, data: Mapping[str, Json], lines: Sequence[Line] = ()
    ) -> bool:
        """Compare-and-set with the log in one script; False on conflict."""
        value = b"%d:" % (expect + 1) + self._vault.seal(pack(data), aad=_session_aad(sid))
        log = [b"%d:" % line.n + self._seal_line(sid, line) for line in lines]
        keys = (SESSION % sid, LOG % sid)
        return bool(await self._link.script(SAVE, keys, (expect, value, SESSION_S, LOG_S, LOG_MOST, *log)))

    async def lines(self, sid: str, after: int = 0) -> list[Line]:
        """Lines logged since the last flush whose n > after, in order."""
        found: list[bytes] = await self._link.run("LRANGE", LOG % sid, 0, -1)
        parts = (one.partition(b":") for one in found)
        return [self._open_line(sid, int(n), sealed) for n, _, sealed in parts if int(n) > after]

    async def flushed(self, sid: str, upto: int) -> None:
        """Drop logged lines with n <= upto; they are in SQL now."""
        await self._link.script(FLUSHED, (LOG % sid,), (upto,))

    async def forget(self, sid: str) -> None:
        """Delete session and log at once."""
        await self._link.run("UNLINK", SESSION % sid, LOG % sid)
        await self.clear_pending(sid)

    async def wake(self, topic: str, note: str = "") -> None:
        """Publish; a wake-up only, never data."""
        await self._link.run("PUBLISH", LIVE + topic, note)

    def listen(self, *topics: str) -> AsyncIterator[tuple[str, str]]:
        """(topic, note); (topic, "") at first and after a lost connection: something may have been missed."""
        return self._wakes.listen(*topics)

    async def mark_pending(self, sid: str) -> None:
        """Remember that this session holds effects SQL has not taken yet; marked again it goes to the end."""
        await self._link.script(MARK, (PENDING,), (int(time.time() * 1000), sid, PENDING_S))

    async def pending(self, most: int = 100) -> list[str]:
        """sids marked pending, longest ago first."""
        found: list[bytes] = await self._link.run("ZRANGE", PENDING, 0, most - 1)
        return [sid.decode() for sid in found]

    async def clear_pending(self, sid: str) -> None:
        """Its effects are done."""
        await self._link.run("ZREM", PENDING, sid)

    async def put_code(self, code: str, sid: str, ttl_s: int) -> bool:
        """Store a resume code and end the one before; False where its head is taken."""
        head, rest = self._code(code)
        value = f"{CODE_TRIES} {rest} {sid}"
        if not await self._link.run("SET", CODE % head, value, "NX", "EX", ttl_s):
            return False
        newest = CODE_OF % self._vault.digest("code-of", sid)
        before: bytes | None = await self._link.script(SWAP, (newest,), (head, ttl_s))
        if before and before.decode() != head:
            await self._link.script(END, (CODE % before.decode(),), (sid,))
        return True

    async def take_code(self, code: str) -> str | None:
        """The sid behind a resume code, once; a wrong rest costs the code one of its tries."""
        head, rest = self._code(code)
        found: bytes | None = await self._link.script(TAKE, (CODE % head,), (rest,))
        return found.decode() if found else None

    async def allow(self, bucket: str, *, limit: int, per_s: int) -> bool:
        """Fixed-window rate limit, the window beginning with its first use."""
        key = RATE % self._vault.digest("rate", bucket)
        return int(await self._link.script(ADD, (key,), (1, per_s))) <= limit

    async def count(self, key: str, ttl_s: int, by: int = 1) -> int:
        """INCRBY with a lifetime from the first use; by=0 reads."""
        name = COUNT % self._vault.digest("count", key)
        if by == 0:
            return int(await self._link.run("GET", name) or 0)
        return int(await self._link.script(ADD, (name,), (by, ttl_s)))

    async def keep(self, name: str, value: str, ttl_s: int) -> None:
        """Share a secret value among all workers for `ttl_s` seconds."""
        key = SHARED % name
        sealed = self._vault.seal(value.encode(), aad=key.encode())
        await self._link.run("SET", key, sealed, "EX", ttl_s)

    async def kept(self, name: str) -> str | None:
        """The shared value; None where it has ended or was sealed with a key that is gone."""
        key = SHARED % name
        sealed: bytes | None = await self._link.run("GET", key)
        if sealed is None:
            return None
        try:
            return self._vault.open(sealed, aad=key.encode()).decode()
        except ConfigError:
            return None

    async def hold(self, name: str, ttl_s: int) -> bool:
        """Take a lock that ends by itself after `ttl_s` seconds; False where somebody has it."""
        return bool(await self._link.run("SET", SHARED % name, "1", "NX", "EX", ttl_s))

    async def let_go(self, name: str) -> None:
        """Give a lock back."""
        await self._link.run("DEL", SHARED % name)

    def _code(self, code: str) -> tuple[str, str]:
        """Digests of the head and of the whole."""
        return self._vault.digest("code", code[:CODE_HEAD]), self._vault.digest("code", code)

    def _seal_line(self, sid: str, line: Line) -> bytes:
        return self._vault.seal(pack(line_json(line)), aad=_line_aad(sid, line.n))

    def _open_line(self, sid: str, n: int, sealed: bytes) -> Line:
        return line_of(unpack(self._open(sealed, _line_aad(sid, n))))

    def _open(self, sealed: bytes, aad: bytes) -> bytes:
        try:
            return self._vault.open(sealed, aad=aad)
        except ConfigError as exc:
            raise StaleState from exc


def sid_of(vault: Vault, channel: str, user: str) -> str:
    """Keyed hash of a channel's user; the length keeps `a`+`bc` and `ab`+`c` apart."""
    return vault.digest("sid", f"{len(channel)}:{channel}:{user}")[:SID_DIGITS]


def _session_aad(sid: str) -> bytes:
    return f"session/{sid}".encode()


def _line_aad(sid: str, n: int) -> bytes:
    return f"log/{sid}/{n}".encode()
