"""Several workers in one line, as people type them into a chat."""

from __future__ import annotations

from datetime import date

import pytest

from bot.text import workers
from bot.text.reading import Context, Reading, Refusal, flat

CONTEXT = Context(date(2026, 11, 22))


def table(text: str) -> Reading:
    found = workers.read(text, CONTEXT)
    assert isinstance(found, Reading), found
    return found


def people(text: str) -> list[tuple[str, str, int]]:
    rows = flat(table(text).value)["rows"]
    assert isinstance(rows, list)
    cells = [flat(row) for row in rows]
    return [(str(row["name"]), str(row["phone"]), int(str(row["amount_fen"])) // 100) for row in cells]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "赵铁柱13812340018欠20000 还有李二牛欠18000 剩下那几个我晚上问问",
            [("赵铁柱", "13812340018", 20000), ("李二牛", "", 18000)],
        ),
        (
            "赵铁柱欠20000、李二牛欠18000，王五1.5万",
            [("赵铁柱", "", 20000), ("李二牛", "", 18000), ("王五", "", 15000)],
        ),
        ("赵铁柱20000和李二牛18000", [("赵铁柱", "", 20000), ("李二牛", "", 18000)]),
        ("张三的工资5000，李四的工资八千五", [("张三", "", 5000), ("李四", "", 8500)]),
        ("1.张三 3000 2.李四 600", [("张三", "", 3000), ("李四", "", 600)]),
        ("张三 3000\n王五 5000 还有赵六 600", [("张三", "", 3000), ("王五", "", 5000), ("赵六", "", 600)]),
        ("妥欢欠18000、巴特尔9,000元", [("妥欢", "", 18000), ("巴特尔", "", 9000)]),
        ("赵铁柱欠20000", [("赵铁柱", "", 20000)]),
        (
            "赵铁柱13812340018工资20000元/李二牛18000",
            [("赵铁柱", "13812340018", 20000), ("李二牛", "", 18000)],
        ),
    ],
)
def test_everybody_in_the_line_is_read(text: str, rows: list[tuple[str, str, int]]) -> None:
    assert people(text) == rows


def test_words_that_fit_nowhere_are_a_fault_and_said() -> None:
    found = table("赵铁柱欠20000 还有李二牛欠18000 剩下那几个我晚上问问")
    assert flat(found.value)["faults"] == [{"row": 2, "reason": "“剩下那几个我晚上问问”没有看明白，没记进去"}]
    assert not found.exact
    assert found.confirm.startswith("“剩下那几个我晚上问问”没有看明白")
    assert found.confirm.endswith("共2人：赵铁柱20,000元、李二牛18,000元，合计38,000元，对吗？")


@pytest.mark.parametrize("words", ["不对，王磊写错了，是24000", "第三个是两万四", "应该是24000", "改成24000"])
def test_a_correction_is_no_worker(words: str) -> None:
    assert not isinstance(workers.read(words, CONTEXT), Reading)


def test_the_question_names_everybody() -> None:
    confirm = table("赵铁柱欠20000、李二牛欠18000").confirm
    assert confirm == "共2人：赵铁柱20,000元、李二牛18,000元，合计38,000元，对吗？"


def test_of_a_long_list_five_are_named() -> None:
    confirm = table("张三3000 李四4000 王五5000 赵六600 钱七700 孙八800 周九900").confirm
    assert (
        confirm
        == "共7人：张三3,000元、李四4,000元、王五5,000元、赵六600元、钱七700元等，合计15,000元，对吗？"
    )


def test_a_row_without_a_sum_is_named_as_such() -> None:
    found = table("张三3000 李四13812340018")
    assert found.confirm == (
        "共2人：张三3,000元、李四（没写金额），合计3,000元，"
        "其中1行要再看一下（第2行李四：没有看到金额），先这样记，对吗？"
    )


@pytest.mark.parametrize(
    "text", ["老板欠我五千块", "工头跑了，我欠款5000", "都是老张找的人", "我们五个人 五万"]
)
def test_words_about_nobody_by_name_are_no_table(text: str) -> None:
    assert workers.read(text, CONTEXT) is None


@pytest.mark.parametrize("text", ["张三李四各欠5000", "张三、李四每人3000"])
def test_one_sum_for_several_is_asked_one_by_one(text: str) -> None:
    found = workers.read(text, CONTEXT)
    assert isinstance(found, Refusal)
    assert found.sentence == "请一个人写一行，姓名在前，金额在后，例如：张三 5000。"
