"""The bot's way to the model: HTTP on a private address with a time limit, keywords when it fails."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from enum import StrEnum
from types import TracebackType
from typing import Any

import aiohttp

from nlu.keywords import Keywords
from nlu.parse import Understanding, average, clean, from_rasa, nothing, pieces, script

#: Failures in a row after which the model is left alone for a while.
FAILURES = 3
#: How long; then one text tries again.
OPEN_S = 5.0
#: An answer that ranks some hundred intents has 20 kB; a larger one is not ours.
ANSWER_BYTES = 1 << 20

#: Called after every text with how it ended (`Outcome` value) and the seconds it took; never with the text.
Metrics = Callable[[str, float], None]


class Outcome(StrEnum):
    """How a text was understood."""

    MODEL = "model"  #: by Rasa
    SKIPPED = "skipped"  #: nothing to ask: no Chinese in it
    OPEN = "open"  #: by keywords, Rasa is left alone after failures
    TIMEOUT = "timeout"  #: by keywords, Rasa took too long
    REFUSED = "refused"  #: by keywords, no connection or an error status
    GARBAGE = "garbage"  #: by keywords, the answer could not be read


class Breaker:
    """Opens after `FAILURES` in a row; after `OPEN_S` lets one trial through and follows its outcome."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._failures = 0
        self._closed_from = 0.0

    def lets_through(self) -> bool:
        """Whether to ask now; a trial counts as asked."""
        if self._failures < FAILURES:
            return True
        if self._now() < self._closed_from:
            return False
        self._closed_from = self._now() + OPEN_S  # others wait for the outcome of this trial
        return True

    def note(self, ok: bool) -> None:
        """The outcome of a question that was let through."""
        if ok:
            self._failures = 0
            return
        self._failures += 1
        if self._failures >= FAILURES:
            self._closed_from = self._now() + OPEN_S


class RasaClient:
    """Understands texts; never raises for what Rasa does. Use `async with`, or call `close`."""

    def __init__(
        self,
        base_url: str,
        token: str = "",
        *,
        keywords: Keywords,
        timeout_s: float = 0.8,
        metrics: Metrics | None = None,
        breaker: Breaker | None = None,
    ) -> None:
        """`base_url` like http://127.0.0.1:5005, empty = keywords only; `keywords` must be built already."""
        self._base = base_url.rstrip("/")
        self._token = token
        self._keywords = keywords
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)
        self._metrics = metrics
        self._breaker = breaker or Breaker()
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> RasaClient:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def learn(self, keywords: Keywords) -> None:
        """Take new keyword tables after the FAQ changed."""
        self._keywords = keywords

    async def understand(self, text: str) -> Understanding:
        """Ranked intents of a citizen's text within the time limit, by keywords when Rasa fails."""
        began = time.perf_counter()
        outcome, found = await self._ask(clean(text))
        if self._metrics is not None:
            self._metrics(outcome.value, time.perf_counter() - began)
        return found

    async def ready(self) -> bool:
        """Whether Rasa has a model loaded and takes our token."""
        if not self._base:
            return False
        try:
            async with self._http().get(f"{self._base}/status", params=self._auth()) as response:
                return response.status == 200 and bool((await response.json()).get("model_file"))
        except (aiohttp.ClientError, TimeoutError, ValueError, AttributeError):
            return False

    async def _ask(self, text: str) -> tuple[Outcome, Understanding]:
        if script(text) != "han":
            return Outcome.SKIPPED, nothing("keywords")
        if not self._base or not self._breaker.lets_through():
            return Outcome.OPEN, self._keywords.understand(text)
        try:
            found = await self._by_model(pieces(text))
        except (aiohttp.ClientError, TimeoutError, ValueError) as fault:
            self._breaker.note(ok=False)
            return _why(fault), self._keywords.understand(text)
        except asyncio.CancelledError:
            self._breaker.note(ok=False)  # a trial that is never judged would keep the breaker open
            raise
        self._breaker.note(ok=True)
        return Outcome.MODEL, found

    async def _by_model(self, parts: list[str]) -> Understanding:
        answers = await asyncio.gather(*(self._parse(part) for part in parts))
        if len(answers) == 1:
            return answers[0]
        return average((len(part), answer) for part, answer in zip(parts, answers, strict=True))

    async def _parse(self, text: str) -> Understanding:
        body = {"text": text}
        async with self._http().post(f"{self._base}/model/parse", params=self._auth(), json=body) as response:
            response.raise_for_status()
            if (response.content_length or 0) > ANSWER_BYTES:
                raise ValueError("answer too large")
            return from_rasa(json.loads(await response.read()))

    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:
            # Rasa's keep-alive ends after 30 s; ours must end before, or a request meets a closing socket
            connector = aiohttp.TCPConnector(limit=16, keepalive_timeout=20)
            self._session = aiohttp.ClientSession(timeout=self._timeout, connector=connector)
        return self._session

    def _auth(self) -> dict[str, Any]:
        return {"token": self._token} if self._token else {}


def _why(fault: Exception) -> Outcome:
    if isinstance(fault, TimeoutError):
        return Outcome.TIMEOUT
    return Outcome.REFUSED if isinstance(fault, aiohttp.ClientError) else Outcome.GARBAGE
