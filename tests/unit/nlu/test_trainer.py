from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from nlu import dataset, models
from nlu.client import RasaClient
from nlu.dataset import Line
from nlu.keywords import Keywords
from nlu.trainer import Candidate, RasaTrainer, Report, Taken, TrainingFailed, compare
from tests.conftest_nlu import Rasa

HELD = [Line("甲", "dispute/a", "h"), Line("乙", "dispute/b", "h")]
GOLDEN = [Line("丙", "faq/c", "FAQ")]
RIGHT = {"甲": "dispute/a", "乙": "dispute/b", "丙": "faq/c"}


def taken(intents: Mapping[str, str], sure: float = 0.9) -> dict[str, Taken]:
    return {text: Taken(intent, sure) for text, intent in intents.items()}


def judged(new: Mapping[str, str], live: Mapping[str, str] | None, **lines: Sequence[Line]) -> Report:
    return compare(
        lines.get("held", HELD),
        lines.get("golden", GOLDEN),
        taken(new),
        None if live is None else taken(live),
    )


def entries() -> list[dict[str, object]]:
    return [
        row
        for path in sorted(dataset.FAQ.glob("*.yml"))
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


def test_an_equal_model_passes() -> None:
    report = judged(RIGHT, RIGHT)
    assert report.passed
    assert (report.accuracy, report.live_accuracy, report.confusions) == (1.0, 1.0, ())


def test_a_worse_model_is_refused_with_its_confusions() -> None:
    report = judged({**RIGHT, "乙": "dispute/a"}, RIGHT)
    assert not report.passed
    assert "100.0% 降到 50.0%" in report.reasons[0]
    assert report.to_json()["confusions"] == [{"text": "乙", "right": "dispute/b", "taken": "dispute/a"}]


def test_a_lost_golden_question_is_refused() -> None:
    report = judged({**RIGHT, "丙": "dispute/a"}, RIGHT)
    assert [miss.text for miss in report.lost] == ["丙"]
    assert not report.passed


def test_a_golden_question_the_live_model_did_not_know_either_is_no_loss() -> None:
    wrong = {**RIGHT, "丙": "dispute/a"}
    assert judged(wrong, wrong).passed


def test_what_the_live_model_got_right_comes_first() -> None:
    live = {**RIGHT, "甲": "dispute/b"}
    report = judged({"甲": "dispute/b", "乙": "dispute/a", "丙": "faq/c"}, live)
    assert [miss.text for miss in report.confusions] == ["乙", "甲"]


def test_the_first_model_has_nothing_to_beat() -> None:
    report = judged({**RIGHT, "乙": "x"}, None)
    assert report.passed
    assert report.live_accuracy is None


def test_a_text_with_two_right_intents_is_right_as_either() -> None:
    both = [Line("甲", "dispute/a", "h"), Line("甲", "faq/c", "FAQ")]
    assert judged({"甲": "faq/c"}, None, held=both, golden=[]).accuracy == 1.0


def test_a_model_that_answers_idle_talk_is_refused() -> None:
    idle = [Line(text, "out_of_scope", "h") for text in "丁戊己"]
    live = {line.text: "out_of_scope" for line in idle}
    report = judged(dict.fromkeys(live, "faq/c"), live, held=[*idle, *HELD * 50])
    assert (report.confident, report.live_confident) == (3, 0)
    assert "从 0 句多到 3 句" in report.reasons[-1]
    assert report.judgement.startswith("不要发布")
    unsure = compare(idle, [], taken(dict.fromkeys(live, "faq/c"), 0.5), taken(live))
    assert unsure.confident == 0


def test_the_judgement_says_how_it_compares() -> None:
    assert judged(RIGHT, RIGHT).to_json()["judgement"].startswith("可以发布，因为检验句子的正确率是 100.0%")
    assert "第一个模型" in judged(RIGHT, None).judgement


async def test_contradicting_entries_are_refused_in_words(tmp_path: Path) -> None:
    trainer = RasaTrainer("http://127.0.0.1:9", "x", folder=tmp_path)
    rows = [{"id": "a", "question": "法院食堂"}, {"id": "b", "question": "法院食堂？"}]
    with pytest.raises(ValueError, match="法院食堂"):
        await trainer.train(rows, lambda percent, stage: None)


async def test_says_so_when_rasa_is_away(tmp_path: Path) -> None:
    with pytest.raises(TrainingFailed, match="没有回应"):
        await RasaTrainer("http://127.0.0.1:9", "x", folder=tmp_path).current()


@pytest.fixture
async def live(rasa: Rasa) -> AsyncIterator[Candidate]:
    """The model of the session's server, served again when the test is over."""
    path = models.current(rasa.models)
    assert path is not None
    candidate = Candidate(path, hashlib.sha256(path.read_bytes()).hexdigest(), path.name)
    yield candidate
    await RasaTrainer(rasa.url, rasa.token, folder=rasa.models).swap(candidate)


@pytest.mark.nlu
@pytest.mark.timeout(240)
async def test_trains_judges_and_swaps_while_the_bot_talks(rasa: Rasa, live: Candidate) -> None:
    trainer = RasaTrainer(rasa.url, rasa.token, folder=rasa.models)
    before = live.path.name
    seen: list[tuple[int, str]] = []
    rows = [
        *entries(),
        {"id": "canteen", "question": "法院有食堂吗", "variants": ["中午能在法院吃饭吗", "法院食堂几点开饭"]},
    ]
    outcomes: list[str] = []
    async with RasaClient(
        rasa.url, rasa.token, keywords=Keywords({}), timeout_s=5, metrics=lambda how, _: outcomes.append(how)
    ) as client:

        async def talk() -> None:
            while True:
                await client.understand("老板拖欠我三个月工资")
                await asyncio.sleep(0.05)

        talking = asyncio.create_task(talk())
        candidate = await trainer.train(rows, lambda percent, stage: seen.append((percent, stage)))
        report = await trainer.evaluate(candidate)
        await trainer.swap(candidate)
        talking.cancel()
        assert (await client.understand("法院食堂开饭了吗")).faqs()[0].name == "canteen"
    assert set(outcomes) == {"model"}
    assert report.passed, report.reasons
    assert candidate.path.name != before
    assert await trainer.current() == candidate.path.name
    assert models.current(rasa.models) == candidate.path
    percents = [percent for percent, _ in seen]
    assert percents == sorted(percents)
    assert percents[-1] < 80 < percents[-1] + 2


@pytest.mark.nlu
async def test_a_damaged_file_is_not_swapped_in(rasa: Rasa, live: Candidate) -> None:
    trainer = RasaTrainer(rasa.url, rasa.token, folder=rasa.models)
    broken = rasa.models / "broken.tar.gz"
    sha256 = models.write(broken, b"not an archive")
    for changed in (replace(live, sha256="0" * 64), replace(live, path=broken, sha256=sha256)):
        with pytest.raises(TrainingFailed):
            await trainer.swap(changed)
        assert await trainer.current() == live.path.name
    assert models.current(rasa.models) == live.path
    broken.unlink()


@pytest.mark.nlu
def test_the_server_stays_within_its_memory(rasa: Rasa) -> None:
    if not Path("/proc").is_dir():
        pytest.skip("no /proc to read the memory from")
    status = Path(f"/proc/{rasa.pid}/status").read_text(encoding="ascii")
    (line,) = [row for row in status.splitlines() if row.startswith("VmRSS")]
    assert int(line.split()[1]) < 700_000
