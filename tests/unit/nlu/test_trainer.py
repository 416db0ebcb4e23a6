from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from nlu import dataset, floors, judgement, models
from nlu.client import RasaClient
from nlu.dataset import Line
from nlu.keywords import Keywords
from nlu.trainer import Candidate, RasaTrainer, Report, Taken, TrainingFailed, compare
from tests.conftest_nlu import Rasa

#: Held out: two kinds of dispute, small talk, idle talk; enough of each that one more or less is no news.
HELD = [
    Line(f"{intent}{n}", intent, "h")
    for intent, count in (("dispute/a", 60), ("dispute/b", 60), ("chat/greet", 40), ("out_of_scope", 40))
    for n in range(count)
]
GOLDEN = [Line("丙", "faq/c", "FAQ")]
RIGHT = {line.text: line.intent for line in (*HELD, *GOLDEN)}


def taken(intents: Mapping[str, str], sure: float = 0.98) -> dict[str, Taken]:
    return {text: Taken(intent, sure) for text, intent in intents.items()}


def but(intent: str, taken_for: str, count: int) -> dict[str, str]:
    """All right, but the first so many lines of one intent."""
    return RIGHT | {f"{intent}{n}": taken_for for n in range(count)}


def judged(new: Mapping[str, str], live: Mapping[str, str] | None) -> Report:
    return compare(HELD, GOLDEN, taken(new), None if live is None else taken(live))


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
    report = judged(but("dispute/b", "dispute/a", 3), RIGHT)
    assert report.reasons == (
        "「所有句子，第一个就对（纠纷和问答一起排）」比正在用的模型差：100.0% 变成 98.5%",
    )
    assert report.to_json()["confusions"][0] == {
        "text": "dispute/b0",
        "right": "dispute/b",
        "taken": "dispute/a",
    }
    assert judged(but("dispute/b", "dispute/a", 1), RIGHT).passed


def test_a_model_below_a_floor_is_refused_even_as_the_first_or_where_the_live_one_is_as_bad() -> None:
    rude = but("chat/greet", "out_of_scope", 10)
    for live in (None, rude):
        report = judged(rude, live)
        assert [reason.partition("是")[0] for reason in report.reasons] == ["「闲话和客套，第一个就对」"]
        assert "低于底线" in report.reasons[0]


@pytest.mark.parametrize("metric", ["all_top1", "talk_top1", "confident", "calibration_error"])
def test_publishing_holds_the_floors_that_the_command_line_holds(
    monkeypatch: pytest.MonkeyPatch, metric: str
) -> None:
    """Each metric that a first answer yields, with a floor nobody can reach."""
    assert judged(RIGHT, RIGHT).passed
    rows = tuple(
        replace(one, floors={"model": (floors.Floor(date(2026, 1, 1), -1 if one.lower else 2, "x"),)})
        for one in floors.metrics()
        if one.id == metric
    )
    monkeypatch.setattr(judgement, "metrics", lambda: rows)
    report = judged(RIGHT, RIGHT)
    assert not report.passed
    assert rows[0].name in report.judgement


def test_nothing_is_published_on_weakened_floors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floors, "faults", lambda: ["「某指标」的底线放松了"])
    assert judged(RIGHT, RIGHT).reasons == ("「某指标」的底线放松了",)


def test_a_lost_golden_question_is_refused() -> None:
    report = judged({**RIGHT, "丙": "dispute/a"}, RIGHT)
    assert [miss.text for miss in report.lost] == ["丙"]
    assert report.reasons == ("有 1 个标准问题原来答得对，现在会答错",)


def test_a_golden_question_the_live_model_did_not_know_either_is_no_loss() -> None:
    wrong = {**RIGHT, "丙": "dispute/a"}
    assert judged(wrong, wrong).passed


def test_what_the_live_model_got_right_comes_first() -> None:
    live = but("dispute/a", "dispute/b", 1)
    report = judged({**live, "dispute/b7": "dispute/a"}, live)
    assert [miss.text for miss in report.confusions] == ["dispute/b7", "dispute/a0"]


def test_the_first_model_has_nothing_to_beat() -> None:
    report = judged(but("dispute/b", "dispute/a", 4), None)
    assert report.passed
    assert report.live_accuracy is None


def test_a_text_with_two_right_intents_is_right_as_either() -> None:
    both = [Line("甲", "dispute/a", "h"), Line("甲", "faq/c", "FAQ")]
    assert compare(both, [], taken({"甲": "faq/c"}), None).accuracy == 1.0


def test_a_line_that_was_not_answered_is_wrong() -> None:
    answered = {text: intent for text, intent in RIGHT.items() if not text.startswith("dispute/b")}
    assert not judged(answered, RIGHT).passed


def test_a_model_that_answers_idle_talk_is_refused() -> None:
    report = judged(but("out_of_scope", "faq/c", 4), RIGHT)
    assert any(
        reason.startswith("「把闲话肯定地当成法律问题」是 4 句，高于底线") for reason in report.reasons
    )
    assert report.judgement.startswith("不要发布")
    two = judged(but("out_of_scope", "faq/c", 2), RIGHT)
    assert any(
        "把闲话肯定地当成法律问题」比正在用的模型差：0 句 变成 2 句" in reason for reason in two.reasons
    )


def test_the_judgement_says_how_it_compares() -> None:
    assert judged(RIGHT, RIGHT).to_json()["judgement"].startswith("可以发布，因为检验句子的正确率是 100.0%")
    assert "第一个模型" in judged(RIGHT, None).judgement


async def test_lines_of_a_deleted_entry_are_not_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "held_out").mkdir()
    rows = [
        {"intent": intent, "examples": [f"{intent}{n}" for n in range(20)]}
        for intent in ("dispute/a", "faq/c", "faq/gone", "chat/greet", "out_of_scope")
    ]
    (tmp_path / "held_out" / "x.yml").write_text(yaml.safe_dump(rows), encoding="utf-8")
    trainer = RasaTrainer("http://127.0.0.1:9", "x", folder=tmp_path, data=tmp_path)

    async def answers(body: str, params: Mapping[str, str]) -> dict[str, Taken]:
        assert "faq.gone" not in body
        asked = [
            (row["intent"], text[2:])
            for row in yaml.safe_load(body)["nlu"]
            for text in row["examples"].splitlines()
        ]
        return {text: Taken(intent.replace(".", "/", 1), 0.98) for intent, text in asked}

    async def current() -> str:
        return ""

    monkeypatch.setattr(trainer, "_answers", answers)
    monkeypatch.setattr(trainer, "current", current)
    report = await trainer.evaluate(Candidate(tmp_path / "m", "", "", tuple(GOLDEN)))
    assert (report.asked, report.passed) == (80, True)


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
