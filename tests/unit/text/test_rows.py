"""Lists as people tell or paste them: rows to words to the same rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text import cells, row_totals, row_words, rows
from bot.text.reading import Context, Reading, Refusal, flat
from flows.schema import Column

TODAY = date(2026, 11, 22)
PAID = {"on": Column("日期", "date"), "amount": Column("金额", "amount")}
BILLS = {"item": Column("项目", "short_text"), "amount": Column("金额", "amount")}
HEIRS = {
    "name": Column("姓名", "name"),
    "kin": Column("关系", "short_text"),
    "phone": Column("电话", "phone"),
}
SIDES = {
    "name": Column("姓名", "party", required=True),
    "phone": Column("电话", "phone"),
    "place": Column("住址", "address"),
}
CARS = {"plate": Column("车牌", "plate"), "driver": Column("司机", "name")}


def context(columns: Mapping[str, Column]) -> Context:
    return Context(TODAY, columns=columns)


def lines(columns: Mapping[str, Column], text: str) -> list[str]:
    found, _ = rows.find(text, context(columns))
    return [cells.line(columns, row, masked=False, gaps=False) for row in found]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        (
            "3月5号还了2000，5月又还了1500，去年底还过一千",
            ["2026年3月5日，2,000元", "2026年5月，1,500元", "2025年12月，1,000元"],
        ),
        ("还过5000", ["5,000元"]),
        ("还过2000，3月又还了1500", ["2,000元", "2026年3月，1,500元"]),
        ("2000是3月5号还的，1500是5月还的", ["2026年3月5日，2,000元", "2026年5月，1,500元"]),
        ("一共还了3500，3月还2000，5月还1500", ["2026年3月，2,000元", "2026年5月，1,500元"]),
        ("他去年5月借了我5万，还了2000", ["2,000元"]),
        ("1、3月还2000\n2、5月还1500", ["2026年3月，2,000元", "2026年5月，1,500元"]),
        ("还了500，300，200", ["500元", "300元", "200元"]),
        ("3月还500/5月还600", ["2026年3月，500元", "2026年5月，600元"]),
        ("两三千", ["2,000元到3,000元"]),
    ],
)
def test_payments_are_told(text: str, want: list[str]) -> None:
    assert lines(PAID, text) == want


@pytest.mark.parametrize(
    ("columns", "text", "want"),
    [
        (BILLS, "住院费12000、门诊830.5、拐杖200", ["住院费，12,000元", "门诊，830.50元", "拐杖，200元"]),
        (BILLS, "住院花了12000，药费三千二", ["住院，12,000元", "药费，3,200元"]),
        (BILLS, "误工费6000，护理费3000，一共9000", ["误工费，6,000元", "护理费，3,000元"]),
        (BILLS, "1. 住院费12000 2. 药费300", ["住院费，12,000元", "药费，300元"]),
        (HEIRS, "老大王建国、老二王建军、女儿王秀兰", ["王建国，老大", "王建军，老二", "王秀兰，女儿"]),
        (HEIRS, "王建国（长子）、王建军（次子）", ["王建国，长子", "王建军，次子"]),
        (HEIRS, "我和我弟弟王建军，弟弟电话13812340018", ["王建军，弟弟，13812340018"]),
        (SIDES, "李四和王五", ["李四", "王五"]),
        (
            SIDES,
            "李四 13812340018 薛家湾镇某小区3号楼，王五住大路镇",
            ["李四，13812340018，薛家湾镇某小区3号楼", "王五，大路镇"],
        ),
        (SIDES, "某某劳务有限公司，0477-4212345，东胜区", ["某某劳务有限公司，0477-4212345，东胜区"]),
        (CARS, "蒙K12345，司机刘强", ["蒙K12345，刘强"]),
        (CARS, "蒙K12345司机刘强，蒙KA2345王五", ["蒙K12345，刘强", "蒙KA2345，王五"]),
    ],
)
def test_other_lists_are_told(columns: Mapping[str, Column], text: str, want: list[str]) -> None:
    assert lines(columns, text) == want


@pytest.mark.parametrize(
    ("columns", "text", "want"),
    [
        (PAID, "2026/3/5\t2,000\n2026/5/1\t1,500.5", ["2026年3月5日，2,000元", "2026年5月1日，1,500.50元"]),
        (
            PAID,
            "序号,时间,还款金额(万元)\n1,2026年3月,1.2\n2,2026年5月,0.5\n合计,,1.7",
            ["2026年3月，12,000元", "2026年5月，5,000元"],
        ),
        (PAID, "日期\t金额\n2026/3/5\t2,000\n\t300", ["2026年3月5日，2,000元", "300元"]),
        (HEIRS, "王建国 老大 13812340018\n王建军 老二", ["王建国，老大，13812340018", "王建军，老二"]),
        (HEIRS, "关系\t姓名\n女儿\t王秀兰\n老伴\t张桂花", ["王秀兰，女儿", "张桂花，老伴"]),
        (CARS, "蒙K12345 刘强\n蒙KD12345 王五", ["蒙K12345，刘强", "蒙KD12345，王五"]),
    ],
)
def test_tables_are_pasted(columns: Mapping[str, Column], text: str, want: list[str]) -> None:
    assert lines(columns, text) == want


def test_a_bad_row_comes_back_with_its_line_and_the_good_ones_stay() -> None:
    found = rows.read("项目\t金额\n住院费\t12000\n拐杖\t\n药费\t300", context(BILLS))
    assert isinstance(found, Reading)
    value = flat(found.value)
    assert value["total_fen"] == 1_230_000
    assert value["faults"] == [{"line": 3, "said": "拐杖", "reason": "没有看到金额", "whole": True}]
    assert found.shown == "2笔，合计12,300元"


def test_a_bad_cell_leaves_the_row_and_says_why() -> None:
    found, faults = rows.find("姓名\t电话\n王建国\t1381234001\n王建军\t13812340018", context(HEIRS))
    assert [row[0] for row in found] == ["王建国", "王建军"]
    assert found[0][2] is None
    assert [(fault.line, fault.said) for fault in faults] == [(2, "1381234001")]
    assert "10位" in faults[0].reason


def test_words_that_are_no_row_are_said_back() -> None:
    _, faults = rows.find("剩下的我晚上问问，3月还了500", context(PAID))
    assert [fault.said for fault in faults] == ["剩下的我 晚上 问问"]


def test_a_row_without_what_it_needs_is_refused_with_the_reason() -> None:
    found = rows.read("8月还了一笔", context(PAID))
    assert isinstance(found, Refusal)
    assert "没有看到金额" in found.sentence


@pytest.mark.parametrize("text", ["没有", "还有什么办法吗", "把工资发了", "有聊天记录", "谢谢", "同意手机收"])
def test_other_words_are_no_list(text: str) -> None:
    assert rows.read(text, context(SIDES)) is None


def test_vague_sums_count_with_their_upper_end() -> None:
    found = rows.read("3月还了两三千，5月还了500", context(PAID))
    assert isinstance(found, Reading)
    assert flat(found.value)["total_fen"] == 350_000
    assert found.shown == "2笔，合计约3,500元"


def day(row: tuple[date, int]) -> str:
    return f"{row[0].year}年{row[0].month}月{row[0].day}日"


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}" if fen % 100 else str(fen // 100)


RENDERINGS = {
    "talk": lambda made: "，".join(f"{day(r)}还了{yuan(r[1])}" + ("" if r[1] % 100 else "元") for r in made),
    "pauses": lambda made: "、".join(f"{day(r)}还{yuan(r[1])}元" for r in made),
    "lines": lambda made: "\n".join(f"{day(r)} {yuan(r[1])}" for r in made),
    "excel": lambda made: "日期\t金额\n" + "\n".join(f"{r[0]:%Y/%m/%d}\t{r[1] / 100:,.2f}" for r in made),
    "bare": lambda made: "\n".join(f"{r[0].isoformat()}\t{yuan(r[1])}" for r in made),
    "commas": lambda made: (
        "还款时间,还款金额\n" + "\n".join(f"{r[0].isoformat()},{yuan(r[1])}元" for r in made)
    ),
}
PAYMENTS = st.lists(
    st.tuples(st.dates(date(2021, 1, 1), date(2026, 11, 20)), st.integers(10_000, 99_999_999)),
    min_size=1,
    max_size=12,
)


@pytest.mark.parametrize("form", sorted(RENDERINGS))
@settings(max_examples=60, deadline=None)
@given(made=PAYMENTS)
def test_rendered_rows_are_read_again(form: str, made: list[tuple[date, int]]) -> None:
    found, faults = rows.find(RENDERINGS[form](made), context(PAID))
    read = [(flat(row[0])["start"], flat(row[0])["end"], flat(row[1])["high_fen"]) for row in found]
    assert read == [(on.isoformat(), on.isoformat(), fen) for on, fen in made]
    assert not faults
    assert cells.total_fen(PAID, found) == sum(fen for _, fen in made)


NAMES = ("王建国", "李红梅", "赵铁柱", "刘强", "巴特尔", "斯琴高娃", "张桂花")
KIN = ("长子", "女儿", "老二", "妻子", "")


@settings(max_examples=60, deadline=None)
@given(
    made=st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(KIN)), min_size=2, max_size=6),
    mark=st.sampled_from(["、", "，", "\n", "；"]),
)
def test_rendered_people_are_read_again(made: list[tuple[str, str]], mark: str) -> None:
    found, _ = rows.find(mark.join(f"{kin}{name}" for name, kin in made), context(HEIRS))
    assert [(row[0], row[1] or "") for row in found] == made


@pytest.mark.parametrize(
    ("text", "what", "place", "rest"),
    [
        ("再加一笔，8月还了500", "add", None, "8月还了500"),
        ("还漏了一笔8月500", "add", None, "8月500"),
        ("再加一个人：张三 5000", "add", None, "张三 5000"),
        ("第2笔日期错了，是6月", "change", 1, "日期错了,是6月"),
        ("第十二笔改成500", "change", 11, "改成500"),
        ("最后一笔不对，是300", "change", -1, "不对,是300"),
        ("删掉第3笔", "drop", 2, ""),
        ("第一笔不算", "drop", 0, ""),
        ("把5月那笔删了", "drop", None, "5月"),
        ("删掉李红梅", "drop", None, "李红梅"),
        ("都删了", "clear", None, ""),
        ("撤销", "undo", None, ""),
        ("就这些", "done", None, ""),
    ],
)
def test_what_is_to_be_done_is_heard(text: str, what: str, place: int | None, rest: str) -> None:
    said = row_words.heard(text)
    assert said is not None
    assert (said.what, said.place, said.rest) == (what, place, rest)


@pytest.mark.parametrize(
    "text",
    [
        "加班费没给",
        "记不清了",
        "上个月还了500",
        "第一次还了500",
        "我把第一笔钱给了他",
        "5月还了500",
        "还有吗",
    ],
)
def test_a_plain_sentence_is_no_command(text: str) -> None:
    assert row_words.heard(text) is None


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("3月欠4000，4月到6月每月欠6500", [(2026, 3), (2026, 4), (2026, 5), (2026, 6)]),
        ("都一样，每月5000，从3月到8月", [(2026, n) for n in range(3, 9)]),
        ("去年11月到今年2月每月5000", [(2025, 11), (2025, 12), (2026, 1), (2026, 2)]),
        ("11月到2月每个月都欠五千", [(2025, 11), (2025, 12), (2026, 1), (2026, 2)]),
        ("3、4、5月每月6500", [(2026, 3), (2026, 4), (2026, 5)]),
        ("3月4月5月各6500", [(2026, 3), (2026, 4), (2026, 5)]),
        ("2026.3-2026.5每月5000", [(2026, 3), (2026, 4), (2026, 5)]),
        ("2025年11月起4个月，每月5000", [(2025, 11), (2025, 12), (2026, 1), (2026, 2)]),
    ],
)
def test_a_sum_for_every_month_of_a_stretch_is_a_row_each(text: str, want: list[tuple[int, int]]) -> None:
    found, faults = rows.find(text, context(PAID))
    assert [str(flat(row[0])["start"])[:7] for row in found] == [f"{y}-{m:02d}" for y, m in want]
    assert {str(flat(row[0])["granularity"]) for row in found} == {"month"}
    assert not faults


@pytest.mark.parametrize("text", ["3月到5月一共欠19500", "还过5000，3月到5月都没给", "3月1日到5日还了500"])
def test_a_stretch_without_a_sum_for_each_month_stays_one(text: str) -> None:
    assert len(rows.find(text, context(PAID))[0]) == 1


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("3月4000，4月6500，一共是10500元", 1_050_000),
        ("总共欠了1万零五百", 1_050_000),
        ("合计\t\t12,000.5", 1_200_050),
        ("总共3笔，500，600", None),
        ("3月4000，4月6500", None),
        ("一共大概两三千", None),
    ],
)
def test_the_total_that_is_named(text: str, fen: int | None) -> None:
    assert row_totals.stated(text, context(PAID)) == fen
