"""Wake-ups over pub/sub: one connection a process, however many pages and desks listen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Final

from redis.asyncio import Redis, RedisCluster
from redis.exceptions import RedisError

SILENCE_S: Final = 20.0  # after this long without news the connection is asked whether it lives
ANSWER_S: Final = 2.0  # a connection that does not answer by then is given up
BACKOFF_S: Final = (0.05, 0.2, 0.5, 1.0, 2.0)
MOST_NOTES: Final = 200  # kept for a listener that does not keep up


class Ear:
    """What one listener has not heard yet; the same note twice is one note."""

    def __init__(self, topics: tuple[str, ...]) -> None:
        self.topics = topics
        self._notes: dict[tuple[str, str], None] = {}
        self._rung = asyncio.Event()

    def ring(self, topic: str, note: str) -> None:
        """Note a wake-up; a listener far behind is told only that there was something."""
        if len(self._notes) >= MOST_NOTES:
            self._notes = dict.fromkeys((one, "") for one in self.topics)
        self._notes[topic, note] = None
        self._rung.set()

    async def hear(self) -> AsyncIterator[tuple[str, str]]:
        """Every note, oldest first, for ever."""
        while True:
            await self._rung.wait()
            self._rung.clear()
            notes, self._notes = self._notes, {}
            for topic, note in notes:
                yield topic, note


class Wakes:
    """Who listens to what, and the task that hears for all of them."""

    def __init__(self, client: Redis | RedisCluster, prefix: str) -> None:
        self._client = client
        self._prefix = prefix
        self._ears: dict[str, set[Ear]] = {}
        self._left: set[str] = set()
        self._live: set[str] = set()  # topics whose subscription the server has confirmed
        self._pubsub: Any = None
        self._task: asyncio.Task[None] | None = None

    async def listen(self, *topics: str) -> AsyncIterator[tuple[str, str]]:
        """(topic, note) as they come, beginning with (topic, "") once each topic is really heard."""
        ear = Ear(topics)
        try:
            for topic in topics:
                await self._join(topic, ear)
            async for heard in ear.hear():
                yield heard
        finally:
            for topic in topics:
                self._leave(topic, ear)

    async def aclose(self) -> None:
        """Stop hearing; listeners get nothing more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _join(self, topic: str, ear: Ear) -> None:
        if topic in self._ears:
            self._ears[topic].add(ear)
            if topic in self._live:
                ear.ring(topic, "")
            return
        self._ears[topic] = {ear}
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._hear())
        elif self._pubsub is not None:
            await self._tell(self._pubsub.subscribe, topic)

    def _leave(self, topic: str, ear: Ear) -> None:
        ears = self._ears.get(topic, set())
        ears.discard(ear)
        if not ears:
            self._ears.pop(topic, None)
            self._left.add(topic)  # `_sweep` unsubscribes: leaving must not wait for the network

    async def _tell(self, command: Any, topic: str) -> None:
        try:
            await command(self._prefix + topic)
        except (RedisError, OSError):
            self._pubsub = None  # `_hear` notices too and subscribes to everything again

    async def _hear(self) -> None:
        failures = 0
        while True:
            pubsub: Any = self._client.pubsub()
            try:
                # the bare prefix keeps the connection alive while nobody listens
                await pubsub.subscribe(self._prefix, *(self._prefix + topic for topic in self._ears))
                self._pubsub = pubsub
                await self._missed(pubsub)
                failures = 0
                while True:
                    await self._one(pubsub)
                    await self._sweep(pubsub)
            except (RedisError, OSError):
                wait_s = BACKOFF_S[min(failures, len(BACKOFF_S) - 1)]
                failures += 1
                await asyncio.sleep(wait_s)
            finally:
                self._pubsub = None
                self._live.clear()
                await pubsub.aclose()

    async def _missed(self, pubsub: Any) -> None:
        """Topics that were joined while a command was on its way."""
        leaving = pubsub.pending_unsubscribe_channels
        for topic in list(self._ears):
            channel = (self._prefix + topic).encode()
            if channel not in pubsub.channels or channel in leaving:
                await pubsub.subscribe(self._prefix + topic)

    async def _one(self, pubsub: Any) -> None:
        message = await pubsub.get_message(timeout=SILENCE_S)
        if message is None:
            await pubsub.ping()
            message = await pubsub.get_message(timeout=ANSWER_S)
            if message is None:
                raise TimeoutError
        if message["type"] not in {"message", "subscribe"}:
            return
        topic = message["channel"].decode().removeprefix(self._prefix)
        if message["type"] == "subscribe":
            self._live.add(topic)
        note = message["data"].decode() if message["type"] == "message" else ""
        for ear in self._ears.get(topic, ()):
            ear.ring(topic, note)

    async def _sweep(self, pubsub: Any) -> None:
        left, self._left = self._left - self._ears.keys(), set()
        if left:
            self._live -= left
            await pubsub.unsubscribe(*(self._prefix + topic for topic in left))
            await self._missed(pubsub)  # somebody may have come back meanwhile
