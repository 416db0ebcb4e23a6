from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from nlu import dataset
from nlu.components import tokens
from nlu.dataset import Dataset, Entry, Line


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "disputes").mkdir(parents=True)
    (folder / "held_out").mkdir()
    return folder


def write(path: Path, *blocks: dict[str, object]) -> None:
    path.write_text(yaml.safe_dump(list(blocks), allow_unicode=True), encoding="utf-8")


def test_reads_files_and_entries(data: Path) -> None:
    write(data / "disputes" / "divorce.yml", {"intent": "dispute/divorce", "examples": ["我要离婚", "想离"]})
    found = dataset.load(data, entries=[Entry("fee", "调解收费吗？", ("要钱吗",))])
    assert found.examples() == {
        "dispute/divorce": ["想离", "我要离婚"],
        "faq/fee": ["要钱吗", "调解收费吗?"],
    }
    assert found.faults == ()


def test_given_entries_take_the_place_of_the_files(data: Path, tmp_path: Path) -> None:
    faq = tmp_path / "faq"
    faq.mkdir()
    write(faq / "a.yml", {"id": "old", "question": "旧问题", "variants": []})
    assert set(dataset.load(data, faq).examples()) == {"faq/old"}
    assert set(dataset.load(data, faq, entries=[Entry("new", "新问题")]).examples()) == {"faq/new"}


def test_repetitions_count_once_whatever_their_punctuation(data: Path) -> None:
    write(data / "a.yml", {"intent": "dispute/divorce", "examples": ["离婚", "离婚！", "离 婚。"]})
    assert len(dataset.load(data, None).lines) == 1


def test_held_out_is_not_trained_on(data: Path) -> None:
    write(data / "held_out" / "a.yml", {"intent": "dispute/divorce", "examples": ["想离"]})
    assert dataset.load(data, None).lines == ()
    assert len(dataset.held_out(data / "held_out").lines) == 1


def test_same_text_in_two_disputes_is_a_fault_with_both_files(data: Path) -> None:
    write(data / "disputes" / "a.yml", {"intent": "dispute/divorce", "examples": ["我要离婚"]})
    write(data / "disputes" / "b.yml", {"intent": "dispute/inheritance", "examples": ["我要离婚。"]})
    (fault,) = dataset.load(data, None).faults
    assert "disputes/a.yml" in fault
    assert fault.startswith("disputes/b.yml: ")


def test_a_question_may_be_an_faq_and_belong_to_a_dispute(data: Path) -> None:
    write(data / "a.yml", {"intent": "dispute/divorce", "examples": ["怎么离婚"]})
    found = dataset.load(data, entries=[Entry("divorce_how", "怎么离婚")])
    assert found.faults == ()
    assert {line.intent for line in found.lines} == {"dispute/divorce", "faq/divorce_how"}


@pytest.mark.parametrize("other", ["faq", "dispute"])
def test_law_and_talk_share_nothing(data: Path, other: str) -> None:
    write(
        data / "a.yml",
        {"intent": "out_of_scope", "examples": ["今天天气"]},
        {"intent": "dispute/divorce", "examples": ["今天天气"] if other == "dispute" else ["离"]},
    )
    entries = [Entry("weather", "今天天气")] if other == "faq" else []
    assert len(dataset.load(data, entries=entries).faults) == 1


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("intent: wrong/one\nexamples: [a]\n", "不认识的意图"),
        ("intent: dispute/divorce\nexamples: [是的, 88]\n", "文字的列表"),
        ("intent: dispute/divorce\n", "文字的列表"),
        ("just text\n", "intent 和 examples"),
        ("intent: [\n", "a.yml"),
    ],
)
def test_says_what_is_wrong_in_which_file(data: Path, content: str, fault: str) -> None:
    (data / "a.yml").write_text(content, encoding="utf-8")
    (found,) = dataset.load(data, None).faults
    assert found.startswith("a.yml: ")
    assert fault in found


def test_a_held_out_line_that_is_trained_on_is_a_fault(data: Path) -> None:
    write(data / "a.yml", {"intent": "dispute/divorce", "examples": ["我要离婚"]})
    write(data / "held_out" / "b.yml", {"intent": "dispute/divorce", "examples": ["我要离婚！", "想离"]})
    (fault,) = dataset.overlap(dataset.load(data, None), dataset.held_out(data / "held_out"))
    assert "我要离婚" in fault


def test_hash_follows_phrasings_not_their_order(data: Path) -> None:
    write(data / "a.yml", {"intent": "dispute/divorce", "examples": ["甲", "乙"]})
    first = dataset.data_hash(dataset.load(data, None))
    write(data / "a.yml", {"intent": "dispute/divorce", "examples": ["乙", "甲"]})
    assert dataset.data_hash(dataset.load(data, None)) == first
    write(data / "a.yml", {"intent": "dispute/divorce", "examples": ["乙", "丙"]})
    assert dataset.data_hash(dataset.load(data, None)) != first


def test_rasa_data_is_yaml_without_annotations_or_slashes(data: Path) -> None:
    write(data / "a.yml", {"intent": "dispute/divorce", "examples": ["他说[离](x){y}", "a: b # c"]})
    written = yaml.safe_load(dataset.rasa_yaml(dataset.load(data, None), config="language: zh\n"))
    assert written["intents"] == ["dispute.divorce"]
    assert written["language"] == "zh"
    (block,) = written["nlu"]
    example = block["examples"].removeprefix("- ").removesuffix("\n")
    assert (block["intent"], tokens.unpack(example)) == (
        "dispute.divorce",
        ["a: b # c", "他说（离）(x)（y）"],
    )


def test_test_data_is_one_phrasing_an_example() -> None:
    lines = Dataset((Line("甲", "dispute/divorce", "x"), Line("乙", "dispute/divorce", "x")))
    (block,) = yaml.safe_load(dataset.rasa_yaml(lines))["nlu"]
    assert block["examples"] == "- 乙\n- 甲\n"


def test_packed_phrasings_come_back_whole() -> None:
    texts = [f"第{number}句" for number in range(2 * tokens.PACKED + 1)]
    packed = list(tokens.pack(texts))
    assert len(packed) == 3
    assert [text for example in packed for text in tokens.unpack(example)] == texts
    assert list(tokens.pack(["甲\u241e乙"])) == ["甲乙"]


def test_the_phrasings_of_this_tree_have_no_faults() -> None:
    data, judges = dataset.load(), dataset.held_out()
    assert [*data.faults, *judges.faults, *dataset.overlap(data, judges)] == []


def test_every_intent_of_this_tree_has_enough_phrasings_and_a_judge() -> None:
    examples, judges = dataset.load().examples(), dataset.held_out().examples()
    thin = {name: len(texts) for name, texts in examples.items() if len(texts) < 25}
    assert thin == {}
    assert set(examples) - set(judges) == set()
