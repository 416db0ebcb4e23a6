"""Train, judge and swap models while the bot goes on talking; everything by Rasa's HTTP interface.

Why HTTP and no process of our own: it is the same on one machine and where Rasa has its own container.
Measured on 2 busy cores with 19,700 phrasings: `POST /model/train` 21-34 s, live parsing meanwhile p99
40-70 ms, longest 390 ms (the client waits 800); `PUT /model` 0.2 s, it loads first and then swaps.
The one thing both sides must share is the folder of models; Rasa runs inside it and gets file names only.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from nlu import dataset, judgement, models
from nlu.dataset import Dataset, Entry, Line, kind
from nlu.parse import Ranked, Understanding, own_name
from nlu.report import Judged

#: Percent done (0..80 while training) and what is being done, in Chinese.
Progress = Callable[[int, str], None]

#: Never cut short: Rasa would wait for its training thread inside its event loop, deaf to everybody.
TRAIN_S = 900.0
TEST_S = 120.0
SWAP_S = 30.0
#: Seconds a training usually takes; only for the progress shown.
USUAL_S = 20.0
#: Confusions shown to the admin.
SHOWN = 20


class TrainingFailed(RuntimeError):
    """The model could not be trained, judged or swapped in; the message is a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A trained model that is not live yet."""

    path: Path
    sha256: str
    data_hash: str
    golden: tuple[Line, ...] = ()  #: questions every model must get right: each FAQ entry's own


@dataclass(frozen=True, slots=True)
class Taken:
    """What a model takes a phrasing for, and how sure it is (0..1)."""

    intent: str
    sure: float


@dataclass(frozen=True, slots=True)
class Miss:
    """A phrasing that was taken for something else."""

    text: str
    right: str
    taken: str


@dataclass(frozen=True, slots=True)
class Report:
    """How a candidate compares with the live model on phrasings neither was trained on, and golden ones."""

    accuracy: float  #: share of held-out phrasings taken right
    live_accuracy: float | None  #: of the live model; None where none is loaded
    asked: int
    lost: tuple[Miss, ...]  #: golden questions the live model got right
    confusions: tuple[Miss, ...]  #: what the candidate takes wrongly and the live model did not, first
    worse: tuple[str, ...] = ()  #: in what the live model is better
    short: tuple[str, ...] = ()  #: floors it does not reach: what was measured, and what is needed

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it must not go live, in Chinese; empty when it may."""
        lost = f"有 {len(self.lost)} 个标准问题原来答得对，现在会答错"
        return (*self.short, *self.worse, *((lost,) if self.lost else ()))

    @property
    def passed(self) -> bool:
        """Whether it may go live."""
        return not self.reasons

    @property
    def judgement(self) -> str:
        """The same in one Chinese sentence."""
        if self.reasons:
            return f"不要发布，因为{'；'.join(self.reasons)}。"
        if self.live_accuracy is None:
            return f"可以发布，这是第一个模型，检验句子的正确率是 {self.accuracy:.1%}。"
        return (
            f"可以发布，因为检验句子的正确率是 {self.accuracy:.1%}（正在用的是 {self.live_accuracy:.1%}），"
            "标准问题没有新答错的，也没有把更多闲话当成法律问题。"
        )

    def to_json(self) -> dict[str, Any]:
        """For the admin page: numbers, reasons, and sentences with what they were taken for."""
        return {
            "passed": self.passed,
            "judgement": self.judgement,
            "accuracy": round(self.accuracy, 4),
            "live_accuracy": None if self.live_accuracy is None else round(self.live_accuracy, 4),
            "asked": self.asked,
            "reasons": list(self.reasons),
            "short": list(self.short),
            "lost": [_row(miss) for miss in self.lost],
            "confusions": [_row(miss) for miss in self.confusions[:SHOWN]],
        }


def _row(miss: Miss) -> dict[str, str]:
    return {"text": miss.text, "right": miss.right, "taken": miss.taken}


class RasaTrainer:
    """Changes the served model; one training at a time is the caller's business."""

    def __init__(self, base_url: str, token: str, *, folder: Path, data: Path = dataset.DATA) -> None:
        """`folder`: the models folder as this process sees it; `data`: phrasings beside the FAQ."""
        self._base = base_url.rstrip("/")
        self._auth = {"token": token}
        self._folder = folder
        self._data = data

    async def train(self, entries: Sequence[Mapping[str, Any]], progress: Progress) -> Candidate:
        """Train on `entries` (id, question, variants) and all other phrasings.

        Raises ValueError with all faults, in Chinese, when the phrasings contradict each other;
        TrainingFailed when Rasa does not deliver.
        """
        progress(2, "检查问法")
        faq = [
            Entry(str(row["id"]), str(row["question"]), tuple(row.get("variants") or ())) for row in entries
        ]
        data = await asyncio.to_thread(dataset.load, self._data, None, entries=faq)
        if data.faults:
            raise ValueError("\n".join(data.faults))
        golden = tuple(Line(dataset.one_line(one.question), f"faq/{one.id}", "FAQ") for one in faq)
        fingerprint = dataset.data_hash(data)
        path = models.path_of(self._folder, fingerprint)
        if not path.is_file():
            await self._build(data, path, progress)
        sha256 = hashlib.sha256(await asyncio.to_thread(path.read_bytes)).hexdigest()
        progress(79, "模型已训练好")
        return Candidate(path, sha256, fingerprint, golden)

    async def _build(self, data: Dataset, path: Path, progress: Progress) -> None:
        config = (dataset.NLU / "config.yml").read_text(encoding="utf-8")
        body = dataset.rasa_yaml(data, config=config)
        options = {"save_to_default_model_directory": "false", "force_training": "true"}
        ticking = asyncio.create_task(_tick(progress))
        try:
            made = await self._send("POST", "/model/train", TRAIN_S, params=options, data=_yaml(body))
        finally:
            ticking.cancel()
        progress(76, "保存模型")
        await asyncio.to_thread(models.write, path, made)

    async def evaluate(self, candidate: Candidate) -> Report:
        """Compare with the model Rasa serves now; raises TrainingFailed."""
        held_out = await asyncio.to_thread(dataset.held_out, self._data / "held_out")
        entries = {line.intent for line in candidate.golden}  # nobody can be right about one that was deleted
        judges = [line for line in held_out.lines if kind(line.intent) != "faq" or line.intent in entries]
        lines = (*judges, *candidate.golden)
        body = dataset.rasa_yaml(Dataset(lines))
        new = await self._answers(body, {"model": candidate.path.name})
        live = await self._answers(body, {}) if await self.current() else None
        return await asyncio.to_thread(compare, judges, candidate.golden, new, live)

    async def swap(self, candidate: Candidate) -> None:
        """Serve `candidate`, now and after a restart; raises TrainingFailed, the old model then stays."""
        content = await asyncio.to_thread(candidate.path.read_bytes)
        if hashlib.sha256(content).hexdigest() != candidate.sha256:
            raise TrainingFailed("模型文件和训练出来的不一样，没有启用")
        await self._send("PUT", "/model", SWAP_S, json={"model_file": candidate.path.name})
        if await self.current() != candidate.path.name:
            raise TrainingFailed("新模型没有装上，继续使用原来的模型")
        await self._send("POST", "/model/parse", SWAP_S, json={"text": "你好"})
        await asyncio.to_thread(models.point, self._folder, candidate.path)

    async def current(self) -> str:
        """File name of the served model, empty where Rasa serves none; raises TrainingFailed."""
        raw = await self._send("GET", "/status", SWAP_S, empty_on=(409,))
        return str(json.loads(raw or b"{}").get("model_file") or "")

    async def _answers(self, body: str, params: Mapping[str, str]) -> dict[str, Taken]:
        """Text -> what it is taken for."""
        raw = await self._send("POST", "/model/test/intents", TEST_S, params=params, data=_yaml(body))
        try:
            rows = json.loads(raw)["intent_evaluation"]["predictions"]
            return {
                row["text"]: Taken(own_name(row["predicted"] or ""), float(row["confidence"])) for row in rows
            }
        except (ValueError, KeyError, TypeError) as fault:
            raise TrainingFailed("检验新模型时没有得到结果") from fault

    async def _send(
        self, method: str, path: str, seconds: float, *, empty_on: Sequence[int] = (), **request: Any
    ) -> bytes:
        params = {**self._auth, **request.pop("params", {})}
        limit = aiohttp.ClientTimeout(total=seconds)
        try:
            async with (
                aiohttp.ClientSession(timeout=limit) as http,
                http.request(method, self._base + path, params=params, **request) as response,
            ):
                if response.status in empty_on:
                    return b""
                if response.status >= 400:
                    raise TrainingFailed(f"语义模型服务拒绝了请求（{path}，{response.status}）")
                return await response.read()
        except (aiohttp.ClientError, TimeoutError) as fault:
            raise TrainingFailed(f"语义模型服务没有回应（{path}）") from fault


def _yaml(body: str) -> aiohttp.BytesIOPayload:
    return aiohttp.BytesIOPayload(io.BytesIO(body.encode()), content_type="application/x-yaml")


async def _tick(progress: Progress) -> None:
    """Rasa says nothing while it trains: move by the clock, slower towards the end."""
    with contextlib.suppress(asyncio.CancelledError):
        for second in range(int(TRAIN_S)):
            progress(5 + int(70 * second / (second + USUAL_S / 2)), "正在训练语义模型")
            await asyncio.sleep(1)


def compare(
    judges: Sequence[Line],
    golden: Sequence[Line],
    new: Mapping[str, Taken],
    live: Mapping[str, Taken] | None,
) -> Report:
    """Judge `new` (text -> what it is taken for) by the floors, and against `live`.

    By the same function as `python -m nlu.evaluate`, on the metrics that need the first answer alone.
    """
    numbers = judgement.first_answers(_judged(judges, new))
    before = None if live is None else judgement.first_answers(_judged(judges, live))
    right = _right((*judges, *golden))
    missed = [
        Miss(text, min(right[text]), taken.intent)
        for text, taken in new.items()
        if taken.intent not in right[text]
    ]
    known = {text for text, taken in (live or {}).items() if taken.intent in right[text]}
    asked = {dataset.as_trained(line.text) for line in golden}
    held = {dataset.as_trained(line.text) for line in judges}
    return Report(
        accuracy=_share(new, right, held),
        live_accuracy=None if live is None else _share(live, right, held),
        asked=len(held),
        lost=tuple(miss for miss in missed if miss.text in asked & known),
        confusions=tuple(sorted(missed, key=lambda miss: (miss.text not in known, miss.right, miss.text))),
        worse=judgement.worse(numbers, before),
        short=judgement.short(numbers, "model"),
    )


def _judged(lines: Sequence[Line], taken: Mapping[str, Taken]) -> list[Judged]:
    """Held-out lines with the one answer that is known; what was not answered is taken for nothing."""
    return [Judged(line, _first(taken.get(dataset.as_trained(line.text)))) for line in lines]


def _first(taken: Taken | None) -> Understanding:
    answer = Ranked(taken.intent, taken.sure) if taken else Ranked("", 0.0)
    return Understanding((answer,), float(kind(answer.name) != "talk"), "model")


def _right(lines: Sequence[Line]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in lines:
        found.setdefault(dataset.as_trained(line.text), set()).add(line.intent)
    return found


def _share(taken: Mapping[str, Taken], right: Mapping[str, set[str]], texts: set[str]) -> float:
    hits = [text in taken and taken[text].intent in right[text] for text in texts]
    return sum(hits) / len(hits) if hits else 0.0
