"""Train a model beside the live one, judge it, swap it in: one at a time, seen by every worker.

What a training is and how it ended are rows of their own kind, so that a restart forgets nothing. While one
runs, its worker counts a heart beat; a row that says `training` without a beat is one whose worker died.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol

from bot.errors import BotError, Conflict, Unavailable
from bot.faq_check import phrasings, same
from bot.model import Account, Revision
from bot.ports import Clock, Progress, Records, Sessions, Tx
from flows.questions import Entry

FAQ, TRAINING, MODEL = "faq", "training", "nlu"
#: A worker that has not beaten for so long is gone.
BEAT_S = 15
SHARE_S = 1.0
LIFE_S = 3600

BUSY = "正在训练，请等这一次结束。"
STOPPED = "上一次训练中途停了，可能是服务重启过。机器人用的还是原来的模型，草稿都在，可以再训练一次。"


class Report(Protocol):
    """How a candidate compares with the live model."""

    @property
    def passed(self) -> bool: ...
    def to_json(self) -> dict[str, Any]: ...


class Trainer(Protocol):
    """Trains beside the live model and swaps it in (nlu.trainer)."""

    async def train(self, entries: Sequence[Mapping[str, Any]], progress: Progress) -> Any: ...
    async def evaluate(self, candidate: Any) -> Report: ...
    async def swap(self, candidate: Any) -> None: ...


@dataclass(frozen=True, slots=True)
class Training:
    """The training under way or the last one."""

    state: str = "idle"  #: idle | running | published | refused | failed
    percent: int = 0
    stage: str = ""
    by: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    drafts: int = 0  #: how many edits it was to publish
    report: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """What one training works on."""

    account: Account
    corpus: Mapping[str, Entry]  #: the entries as they will be
    drafts: Mapping[str, int]  #: id -> revision that is published when it passes
    absent: frozenset[str]  #: ids the model will no longer know


def fingerprint(entry: Entry) -> str:
    """Equal for entries that teach the model the same."""
    return sha256("\n".join(sorted({same(text) for text in phrasings(entry)})).encode()).hexdigest()[:16]


async def known(tx: Tx, shipped: Mapping[str, Entry]) -> dict[str, str]:
    """Id -> fingerprint of what the live model was trained on."""
    found = {key: fingerprint(entry) for key, entry in shipped.items()}
    for row in await tx.revisions.published(TRAINING):
        knows = row.body.get("knows")
        found |= {key: str(value) for key, value in knows.items()} if isinstance(knows, dict) else {}
    return found


class Trainings:
    """Runs trainings in the background of this worker."""

    def __init__(
        self, records: Records, sessions: Sessions, clock: Clock, announce: Callable[[], Awaitable[None]]
    ) -> None:
        self._records = records
        self._sessions = sessions
        self._clock = clock
        self._announce = announce
        self._task: asyncio.Task[None] | None = None
        self._now = Training()
        self._unsaved = False

    async def status(self) -> Training:
        """The training of any worker: under way, or the last one."""
        if self._unsaved or (self._task and not self._task.done()):
            return self._now
        async with self._records.begin() as tx:
            rows = await tx.revisions.latest(TRAINING)
        return await self._read(rows[0]) if rows else Training()

    async def start(self, trainer: Trainer, job: Job) -> Training:
        """Raises Conflict while one runs, here or in another worker."""
        now = self._clock.now()
        begun = Training("running", 0, "准备数据", job.account.name, now, None, len(job.drafts))
        async with self._records.begin() as tx:
            rows = await tx.revisions.latest(TRAINING)
            if rows and (await self._read(rows[0])).state == "running":
                raise Conflict(BUSY)
            row = await tx.revisions.add(
                Revision(TRAINING, MODEL, 0, "training", _body(begun), job.account.id, now)
            )
            await tx.audit.add(job.account.id, "train_start", MODEL, {"drafts": len(job.drafts)}, now)
        self._now, self._unsaved = begun, False
        await self._beat(row.n)
        self._task = asyncio.create_task(self._run(trainer, job, row.n))
        return begun

    async def close(self) -> None:
        """Cancel a training under way; the live model stays."""
        if self._task and not self._task.done():
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self, trainer: Trainer, job: Job, n: int) -> None:
        """Whatever ends a training ends here: it is kept and shown, the live model stays."""
        sharing = asyncio.create_task(self._share(n))
        try:
            await self._train(trainer, job)
        except (BotError, OSError, RuntimeError, ValueError) as exc:
            await self._fail(job, _sentence(exc))
        finally:
            sharing.cancel()
            if self._now.state == "running":
                self._now, self._unsaved = replace(self._now, state="failed", error=STOPPED), True

    async def _train(self, trainer: Trainer, job: Job) -> None:
        candidate = await trainer.train([one.to_json() for one in job.corpus.values()], self._progress)
        self._progress(80, "和现在的模型比较")
        report = await trainer.evaluate(candidate)
        if not report.passed:
            self._now = await self._settle(job, "refused", report)
            return
        self._progress(95, "换上新模型")
        await trainer.swap(candidate)
        ended = await self._settle(job, "published", report)
        try:
            await self._announce()
        finally:
            self._now = ended  # only now: who sees it published finds it live

    def _progress(self, percent: int, stage: str) -> None:
        self._now = replace(self._now, percent=max(percent, self._now.percent), stage=stage)

    async def _settle(self, job: Job, state: str, report: Report) -> Training:
        now = self._clock.now()
        found = report.to_json()
        stage = "已发布" if state == "published" else f"没有发布：{refused(found)}"
        ended = replace(self._now, state=state, percent=100, stage=stage, report=found, ended_at=now)
        async with self._records.begin() as tx:
            knows = {}
            if state == "published":
                for key, n in job.drafts.items():
                    await _publish(tx, key, n)
                knows = {key: fingerprint(entry) for key, entry in job.corpus.items()}
                knows |= dict.fromkeys(job.absent, "")
            body = {**_body(ended), "knows": knows}
            row = await tx.revisions.add(Revision(TRAINING, MODEL, 0, state, body, job.account.id, now))
            if state == "published":
                await tx.revisions.set_state(TRAINING, MODEL, row.n, "published")
            await tx.audit.add(job.account.id, f"train_{state}", MODEL, {"drafts": len(job.drafts)}, now)
        return ended

    async def _fail(self, job: Job, error: str) -> None:
        now = self._clock.now()
        if self._now.state == "published":
            return  # it is done; only telling the others did not work
        self._now, self._unsaved = replace(self._now, state="failed", error=error, ended_at=now), True
        with contextlib.suppress(Unavailable):
            async with self._records.begin() as tx:
                body = _body(self._now)
                await tx.revisions.add(Revision(TRAINING, MODEL, 0, "failed", body, job.account.id, now))
                await tx.audit.add(job.account.id, "train_failed", MODEL, {}, now)
            self._unsaved = False

    async def _share(self, n: int) -> None:
        """Let other workers see that this one lives and how far it is."""
        shared = 0
        while True:
            await asyncio.sleep(SHARE_S)
            with contextlib.suppress(Unavailable):
                await self._beat(n)
                await self._sessions.count(f"train:{n}", LIFE_S, by=self._now.percent - shared)
                shared = self._now.percent

    async def _beat(self, n: int) -> None:
        with contextlib.suppress(Unavailable):
            await self._sessions.count(_pulse(n, self._clock.now()), BEAT_S * 3)

    async def _read(self, row: Revision) -> Training:
        found = _training(row)
        if found.state != "running":
            return found
        now = self._clock.now()
        before = datetime.fromtimestamp(now.timestamp() - BEAT_S, now.tzinfo)
        beats = [await self._sessions.count(_pulse(row.n, at), BEAT_S, by=0) for at in (now, before)]
        if not any(beats):
            return replace(found, state="failed", error=STOPPED)
        percent = await self._sessions.count(f"train:{row.n}", LIFE_S, by=0)
        return replace(
            found, percent=percent, stage="正在训练语义模型" if percent < 80 else "和现在的模型比较"
        )


def refused(report: Mapping[str, Any]) -> str:
    """Why a model was not published, in few words: floors it misses, a live model that is better, or both."""
    short = report.get("short", ())
    worse = [one for one in report.get("reasons", ()) if one not in short]
    found = ["没有达到底线"] * bool(short) + ["不如现在的"] * bool(worse or not short)
    return f"新模型{'，也'.join(found)}"


async def _publish(tx: Tx, key: str, n: int) -> None:
    """Publish what was trained, unless somebody published, retired or dropped it meanwhile."""
    history = await tx.revisions.history(FAQ, key)
    trained = next(row for row in history if row.n == n)
    if trained.state == "draft" or history[0].state == "draft":
        await tx.revisions.set_state(FAQ, key, n, "published")


def _pulse(n: int, at: datetime) -> str:
    return f"train-beat:{n}:{int(at.timestamp()) // BEAT_S}"


def _sentence(exc: Exception) -> str:
    words = str(exc)
    return (
        words if words and not words.isascii() else "训练没有成功，机器人用的还是原来的模型。请过一会儿再试。"
    )


def _body(training: Training) -> dict[str, Any]:
    return {
        "state": training.state,
        "stage": training.stage,
        "by": training.by,
        "started_at": training.started_at.isoformat() if training.started_at else "",
        "drafts": training.drafts,
        "report": dict(training.report),
        "error": training.error,
    }


def _training(row: Revision) -> Training:
    body: Mapping[str, Any] = row.body
    done = body["state"] != "running"
    return Training(
        body["state"],
        100 if done else 0,
        body["stage"],
        body["by"],
        datetime.fromisoformat(body["started_at"]),
        row.at if done else None,
        body["drafts"],
        body["report"],
        body["error"],
    )
