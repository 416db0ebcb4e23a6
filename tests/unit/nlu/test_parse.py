from __future__ import annotations

import pytest

from nlu.parse import (
    PIECE_CHARS,
    PIECES,
    Ranked,
    average,
    clean,
    from_rasa,
    own_name,
    pieces,
    ranking,
    rasa_name,
    script,
)


def rasa_answer(**scores: float) -> dict[str, object]:
    rows = [{"name": name.replace("_", ".", 1), "confidence": score} for name, score in scores.items()]
    return {"intent": rows[0], "intent_ranking": rows}


def test_reads_what_rasa_answers() -> None:
    found = from_rasa(rasa_answer(dispute_divorce=0.5, faq_fee=0.2, door_criminal=0.1, chat_greet=0.2))
    assert found.top == Ranked("dispute/divorce", 0.5)
    assert found.in_scope == pytest.approx(0.8)
    assert found.disputes() == (Ranked("divorce", 0.5),)
    assert found.faqs() == (Ranked("fee", 0.2),)
    assert found.doors() == (Ranked("criminal", 0.1),)
    assert [row.name for row in found.labels()] == ["divorce", "criminal"]
    assert found.source == "model"


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        "oops",
        {},
        {"intent_ranking": []},
        {"intent_ranking": "abc"},
        {"intent_ranking": [{"name": "x"}]},
        {"intent_ranking": [{"name": 3, "confidence": 0.5}]},
        {"intent_ranking": [{"name": "x", "confidence": 2}]},
        {"intent_ranking": [{"name": "x", "confidence": float("nan")}]},
        {"intent_ranking": [{"name": "x", "confidence": 0.0}]},
    ],
)
def test_refuses_what_is_no_answer(answer: object) -> None:
    with pytest.raises(ValueError, match="intent_ranking"):
        from_rasa(answer)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/restart", "restart"),
        ("  ／／老板欠钱", "老板欠钱"),
        ("／ /x", "x"),
        ("ａｂ１２", "ab12"),
        ("一\x00二\u200b三\ud800", "一二三"),
        ("第一行\n第二行", "第一行\n第二行"),
        ("\u3000你好\u3000", "你好"),
    ],
)
def test_cleans(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我要离婚", "han"),
        ("ok 行", "han"),
        ("ᠰᠠᠶᠢᠨ", "mongolian"),
        ("Сайн", "mongolian"),
        ("hello", "other"),
        ("12?", "none"),
    ],
)
def test_tells_scripts(text: str, expected: str) -> None:
    assert script(text) == expected


def test_short_text_is_one_piece() -> None:
    assert pieces("他欠我钱。不还。") == ["他欠我钱。不还。"]
    assert pieces("") == []


def test_long_text_is_cut_at_sentence_ends() -> None:
    sentence = "他" * 99 + "。"
    found = pieces(sentence * 7)
    assert found == [sentence * 3, sentence * 3, sentence]


def test_beginning_and_end_of_a_very_long_text_are_kept() -> None:
    text = "开头是借钱。" + "中间" * 5000 + "。最后想起诉。"
    found = pieces(text)
    assert len(found) == PIECES
    assert all(len(part) <= PIECE_CHARS for part in found)
    assert found[0].startswith("开头是借钱")
    assert found[-1].endswith("最后想起诉。")


def test_average_weighs_by_length() -> None:
    one = ranking({"dispute/divorce": 1.0}, "model")
    other = ranking({"chat/greet": 1.0}, "model")
    found = average([(30, one), (10, other)])
    assert found.ranked == (Ranked("dispute/divorce", 0.75), Ranked("chat/greet", 0.25))
    assert found.in_scope == 0.75


def test_one_piece_by_keywords_makes_the_whole_by_keywords() -> None:
    one, other = ranking({"a": 1.0}, "model"), ranking({"a": 1.0}, "keywords")
    assert average([(1, one), (1, other)]).source == "keywords"


def test_nothing_scored_is_out_of_scope() -> None:
    assert ranking({"dispute/divorce": 0.0}, "keywords").top == Ranked("out_of_scope", 1.0)


def test_rasa_names_go_there_and_back() -> None:
    assert rasa_name("faq/fee") == "faq.fee"
    assert own_name(rasa_name("dispute/private_lending")) == "dispute/private_lending"
    assert own_name("out_of_scope") == "out_of_scope"
