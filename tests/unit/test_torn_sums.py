"""Sums at the open question: spaces inside them, nothing at all."""

from __future__ import annotations

import pytest

from bot.text.reading import flat
from flows.engine import Answer
from tests.pure_talk import PureTalk


def at(flow: str, step: str) -> PureTalk:
    """A talk whose open question is `step`: all before it is answered with its first option or not known."""
    talk = PureTalk(flow, {"personal_data": Answer("yes", "同意")})
    for _ in range(60):
        open_step = talk.step
        assert open_step is not None, f"{flow} never asks {step}"
        if open_step.id == step:
            break
        before = {**talk.form.answers, open_step.id: Answer(next(iter(open_step.options), None), "")}
        talk = PureTalk(flow, before)
    assert talk.step is not None
    return talk


def fen(talk: PureTalk, step: str) -> object:
    answer = talk.form.answers.get(step)
    return flat(answer.value)["low_fen"] if answer else None


@pytest.mark.parametrize(("said", "yuan"), [("5 万", 50_000), ("大约 5 千 元", 5_000), ("三 万 五", 35_000)])
def test_a_torn_sum_is_kept_whole(said: str, yuan: int) -> None:
    talk = at("private_lending", "principal")
    talk.says(said)
    if talk.session.asking:
        talk.says("对")
    assert fen(talk, "principal") == yuan * 100


@pytest.mark.parametrize("said", ["0", "0元", "0.001", "零元", "0块钱"])
def test_nothing_is_no_sum(said: str) -> None:
    step = "principal"
    talk = at("private_lending", step)
    talk.says(said)
    assert fen(talk, step) is None
    assert talk.session.asking is None
    talk.says("3 万")
    assert fen(talk, step) == 3_000_000
