"""`python -m tests.bench nlu [--peer]`: the language model trained, served and judged in one run."""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import orjson
import yaml

from nlu import dataset, floors, judgement, models
from nlu.client import RasaClient
from nlu.keywords import Keywords
from nlu.report import Judged
from nlu.trainer import RasaTrainer
from tests.conftest import free_port
from tests.conftest_nlu import PYTHON, ROOT, environment, missing

DIET = Path(__file__).with_name("diet.yml")
SWAPS = 20
START_S, PARSE_S = 180.0, 30.0
STORY = "我去年借给朋友五万块钱，说好年底还，到现在一分没还，微信也把我拉黑了，手里只有转账记录，该怎么办"
METRICS = ("matter_top1", "matter_top3", "faq_top1", "faq_top3", "false_answers", "confident")


@dataclass
class Column:
    """What is measured of one pipeline, in the order it is shown."""

    name: str
    values: dict[str, str] = field(default_factory=dict)


def lacking(also: str) -> str:
    """What the stock pipeline lacks in the model's environment, in one line; empty where nothing."""
    code = "import jieba, rasa.nlu.classifiers.diet_classifier"
    done = subprocess.run(
        [str(PYTHON), "-c", code],
        env=environment(PYTHONPATH=also),
        capture_output=True,
        text=True,
        check=False,
    )
    last = (done.stderr.strip().splitlines() or [""])[-1]
    return (
        f"the stock pipeline cannot run: {last}; give a folder that has it with --also"
        if done.returncode
        else ""
    )


def train(argv: Sequence[str], column: Column, also: str = "") -> None:
    """Run a training in a process of its own and note what it took."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(
        [str(PYTHON), *argv],
        cwd=ROOT,
        env=environment(PYTHONPATH=also),
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    column.values["training, wall / CPU"] = f"{time.monotonic() - began:.0f} / {cpu_s:.0f} s"


@dataclass(frozen=True)
class Served:
    """A running Rasa."""

    url: str
    token: str
    folder: Path
    pid: int

    def rss_mb(self) -> float:
        """Its resident memory now."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def client(self, metrics: Callable[[str, float], None]) -> RasaClient:
        """The bot's own client, patient and without a fallback that could hide a failure."""
        return RasaClient(self.url, self.token, keywords=Keywords({}), timeout_s=PARSE_S, metrics=metrics)


def start(model: Path, port: int, token: str, also: str) -> subprocess.Popen[bytes]:
    """`nlu.serve` as a process of its own."""
    argv = ["-m", "nlu.serve", "--port", str(port), "--models", str(model.parent), "--model", str(model)]
    return subprocess.Popen(
        [str(PYTHON), *argv],
        cwd=ROOT,
        env=environment(BOT_RASA_TOKEN=token, PYTHONPATH=also),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@asynccontextmanager
async def serving(model: Path, column: Column, also: str = "") -> AsyncIterator[Served]:
    """`nlu.serve` on a free port, stopped at the end."""
    port, token = free_port(), secrets.token_hex(8)
    began = time.monotonic()
    process = start(model, port, token, also)
    served = Served(f"http://127.0.0.1:{port}", token, model.parent, process.pid)
    try:
        async with served.client(lambda outcome, seconds: None) as client:
            while not await client.ready():
                if process.poll() is not None or time.monotonic() - began > START_S:
                    raise RuntimeError(f"{model.name} did not start")
                await asyncio.sleep(0.1)
        column.values["start"] = f"{time.monotonic() - began:.0f} s"
        yield served
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait, 20)


async def judge(served: Served, column: Column) -> None:
    """Every held-out phrasing through the bot's client, one at a time."""
    times: list[float] = []
    bad: list[str] = []

    def note(outcome: str, seconds: float) -> None:
        times.append(seconds)
        if outcome not in {"model", "skipped"}:
            bad.append(outcome)

    async with served.client(note) as client:
        for _ in range(20):
            await client.understand(STORY)
        times.clear()
        judged = [Judged(line, await client.understand(line.text)) for line in dataset.held_out().lines]
    if bad:
        raise RuntimeError(f"{len(bad)} texts were not parsed: {set(bad)}")
    numbers = judgement.measured(judged)
    for one in floors.metrics():
        if one.id in METRICS:
            column.values[one.id] = one.shown(numbers[one.id]).replace(" 句", "")
    cuts = statistics.quantiles(times, n=100)
    column.values["parse, p50 / p99"] = f"{cuts[49] * 1000:.1f} / {cuts[98] * 1000:.1f} ms"
    column.values["memory"] = f"{served.rss_mb():.0f} MB"


async def talking(served: Served, outcomes: list[tuple[str, float]]) -> None:
    """A citizen who never stops."""
    async with served.client(lambda outcome, seconds: outcomes.append((outcome, seconds))) as client:
        while True:
            await client.understand(STORY)


@asynccontextmanager
async def under_load(served: Served) -> AsyncIterator[list[tuple[str, float]]]:
    """Four of them."""
    outcomes: list[tuple[str, float]] = []
    tasks = [asyncio.create_task(talking(served, outcomes)) for _ in range(4)]
    try:
        yield outcomes
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def swap(served: Served, model: Path, column: Column) -> None:
    """Two files in turn, `SWAPS` times, while four people talk."""
    other = model.with_name("other.tar.gz")
    shutil.copy(model, other)
    took: list[float] = []
    async with under_load(served) as outcomes, aiohttp.ClientSession() as http:
        for number in range(SWAPS):
            began = time.monotonic()
            body = {"model_file": (other, model)[number % 2].name}
            async with http.put(f"{served.url}/model", params={"token": served.token}, json=body) as response:
                response.raise_for_status()
            took.append(time.monotonic() - began)
            await asyncio.sleep(0.2)
    failed = sum(outcome != "model" for outcome, _ in outcomes)
    longest = max(seconds for _, seconds in outcomes)
    column.values[f"{SWAPS} swaps under load: failed parses"] = f"{failed} of {len(outcomes)}"
    column.values["a swap, median; longest parse"] = (
        f"{statistics.median(took) * 1000:.0f} ms; {longest * 1000:.0f} ms"
    )


async def retrain(served: Served, column: Column) -> None:
    """`POST /model/train` with one FAQ entry more, and what it leaves in memory."""
    rows = [
        row for path in sorted(dataset.FAQ.glob("*.yml")) for row in yaml.safe_load(path.read_text("utf-8"))
    ]
    extra = {"id": "bench", "question": "法院有没有食堂", "variants": ["中午能在法院吃饭吗", "食堂几点开饭"]}
    began = time.monotonic()
    times: list[float] = []
    async with served.client(lambda outcome, seconds: times.append(seconds)) as client:
        trainer = RasaTrainer(served.url, served.token, folder=served.folder)
        training = asyncio.create_task(trainer.train([*rows, extra], lambda percent, stage: None))
        while not training.done():
            await client.understand(STORY)
            await asyncio.sleep(0.05)
        candidate = await training
        column.values["training in the server"] = f"{time.monotonic() - began:.0f} s"
        column.values["parse meanwhile, p99 / longest"] = (
            f"{statistics.quantiles(times, n=100)[98] * 1000:.0f} / {max(times) * 1000:.0f} ms"
        )
        await trainer.swap(candidate)
    await asyncio.sleep(25)  # nlu.quiet gives memory back every 20 s
    column.values["memory after it"] = f"{served.rss_mb():.0f} MB"


async def ours(folder: Path) -> Column:
    """Our pipeline, with all that is asked of a live model."""
    column = Column("ours")
    train(["-m", "nlu.train", "--force", "--models", str(folder)], column)
    model = models.current(folder)
    if model is None:
        raise RuntimeError("no model")
    async with serving(model, column) as served:
        await judge(served, column)
        await swap(served, model, column)
        await retrain(served, column)
    return column


async def peer(folder: Path, also: str) -> Column:
    """The stock pipeline on the same phrasings."""
    column = Column("Jieba + CountVectors + DIET")
    model = folder / "diet.tar.gz"
    train(["-m", "tests.bench.peer_train", str(DIET), str(model)], column, also)
    async with serving(model, column, also) as served:
        await judge(served, column)
    return column


def table(columns: Sequence[Column]) -> str:
    """Markdown, one column a pipeline."""
    rows = ["| | " + " | ".join(column.name for column in columns) + " |", "|---" * (len(columns) + 1) + "|"]
    rows += (
        f"| {key} | " + " | ".join(column.values.get(key, "") for column in columns) + " |"
        for key in columns[0].values
    )
    return "\n".join(rows)


async def measure(options: argparse.Namespace) -> list[Column]:
    """All columns, one after the other."""
    with tempfile.TemporaryDirectory(prefix="bench-nlu-") as name:
        columns = [await ours(Path(name) / "ours")]
        if options.peer:
            columns.append(await peer(Path(name) / "peer", options.also))
    return columns


def main(argv: Sequence[str]) -> int:
    """1 where the environment lacks something, said in one line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench nlu", description="the language model")
    parser.add_argument("--peer", action="store_true", help="also the stock pipeline; takes several minutes")
    parser.add_argument("--also", default="", help="folder of packages the stock pipeline needs (jieba)")
    parser.add_argument("--out", type=Path, help="where the JSON goes")
    options = parser.parse_args(argv)
    reason = missing() or (lacking(options.also) if options.peer else "")
    if reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    data = dataset.load()
    columns = asyncio.run(measure(options))
    judges = len(dataset.held_out().lines)
    head = f"{len(data.lines)} phrasings, {len(data.examples())} intents, {judges} held out"
    sys.stdout.write(f"{head}; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n\n{table(columns)}\n")
    if options.out:
        rows = {column.name: column.values for column in columns}
        options.out.write_bytes(orjson.dumps({"data": head, "rows": rows}, option=orjson.OPT_INDENT_2))
    return 0
