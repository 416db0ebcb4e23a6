from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.law import citations
from bot.law.lenders import lender
from bot.law.loan_checks import cap
from bot.law.loans import Loan, check_row, check_table, totals
from bot.law.money import Refusal
from bot.law.rows import rows, table, texts
from bot.text.identity import check_digit
from bot.text.loan_cells import Raw, masked
from bot.text.loan_columns import book, factor, headings, is_heading_row

TODAY = date(2026, 11, 29)
GOOD = {
    "借款人": "张三丰",
    "身份证号": "150622199003070018",
    "手机": "13812340018",
    "住址": "准格尔旗薛家湾镇某某小区3号楼",
    "合同编号": "HT-2024-001",
    "放款日期": "2024-03-01",
    "借款金额": "50000",
    "剩余本金": "32000",
    "欠息": "1860.50",
    "罚息": "320",
    "年利率": "7.2%",
    "逾期日期": "2025-09-01",
    "到期日": "2026-03-01",
    "担保人": "李四",
    "担保方式": "保证",
    "贷款机构": "某某农村商业银行股份有限公司",
    "机构类型": "",
    "统一社会信用代码": "91150622MA0N0TE491",
    "机构负责人": "赵刚",
    "机构电话": "0477-4212345",
    "机构地址": "准格尔旗薛家湾镇某某街1号",
}
TRADER = {"贷款机构": "某某商贸有限公司", "放款日期": "2024-11-01", "欠息": "0", "罚息": "0"}


def raws(cells: dict[str, str | Raw]) -> tuple[Raw, ...]:
    return tuple(cell if isinstance(cell, Raw) else Raw("text", cell) for cell in cells.values())


def checked(kind: str = "loan", **changes: str | Raw) -> Loan:
    cells = {**GOOD, **changes}
    return check_row(kind, headings(tuple(cells)), 7, raws(cells), TODAY)


def keys(loan: Loan) -> list[tuple[str, str]]:
    return [(fault.column, fault.key) for fault in loan.faults]


def test_a_good_row_is_read_to_the_fen() -> None:
    loan = checked()
    assert loan.faults == ()
    assert {key: loan.values[key] for key in ("principal", "remaining", "interest", "penalty")} == {
        "principal": 5_000_000,
        "remaining": 3_200_000,
        "interest": 186_050,
        "penalty": 32_000,
    }
    assert loan.values["rate"] == "7.2"
    assert loan.values["guarantors"] == ["李四"]
    assert loan.values["overdue_on"] == "2025-09-01"
    assert loan.identity == "某某农村商业银行股份有限公司|HT2024001"


BAD: list[tuple[str, str | Raw, str]] = [
    ("借款人", "", "missing"),
    ("借款人", "a", "name"),
    ("借款人", "12345", "name"),
    ("身份证号", "", "missing"),
    ("身份证号", "150622199003070019", "id_number"),
    ("身份证号", "15062219900307001", "id_number"),
    ("身份证号", "150622199002300017", "id_number"),
    ("身份证号", "990622199003070017", "id_number"),
    ("身份证号", "150622900307001", "id_old"),
    ("身份证号", "护照E123", "id_unreadable"),
    ("身份证号", "91150622MA0N0TE491", "id_unreadable"),
    ("身份证号", "111506220116543250", "id_unreadable"),
    ("身份证号", "150622201010053021", "minor"),
    ("身份证号", Raw("number", "150622199003070000"), "id_as_number"),
    ("手机", "1381234001", "phone"),
    ("手机", "12812340018", "phone"),
    ("手机", "13812340018、13900001111", "phone"),
    ("手机", "没有", "phone_unreadable"),
    ("住址", "a", "address"),
    ("合同编号", "", "missing"),
    ("合同编号", "无", "code"),
    ("合同编号", "ab", "code"),
    ("合同编号", Raw("number", "1.5"), "code"),
    ("放款日期", "", "missing"),
    ("放款日期", "2024-02-30", "date_wrong"),
    ("放款日期", "2024年3月", "date_coarse"),
    ("放款日期", "昨天", "date"),
    ("放款日期", "²", "date"),
    ("放款日期", "05/06/2023", "date"),
    ("放款日期", Raw("number", "3.5"), "date"),
    ("放款日期", Raw("date", "1900-01-01"), "date_far"),
    ("放款日期", "2026-12-01", "date_future"),
    ("逾期日期", "", "missing"),
    ("逾期日期", "2023-01-01", "date_order"),
    ("逾期日期", "2026-11-30", "date_future"),
    ("到期日", "2023-01-01", "due_order"),
    ("到期日", "长期", "date"),
    ("借款金额", "", "missing"),
    ("借款金额", "很多", "amount"),
    ("借款金额", "约5万", "amount_vague"),
    ("借款金额", "-50000", "amount_negative"),
    ("借款金额", "(50000)", "amount_negative"),
    ("借款金额", "50000.123", "amount_fraction"),
    ("借款金额", "0", "amount_zero"),
    ("借款金额", "999999999999", "amount_huge"),
    ("借款金额", "50,00", "amount_wrong"),
    ("借款金额", Raw("formula"), "formula"),
    ("借款金额", Raw("error", "#REF!"), "error"),
    ("借款金额", Raw("truth", "TRUE"), "truth"),
    ("剩余本金", "", "missing"),
    ("剩余本金", "50000.01", "amount_over"),
    ("剩余本金", "0", "amount_zero"),
    ("欠息", "-1", "amount_negative"),
    ("罚息", "两三百", "amount_vague"),
    ("年利率", "0.072", "rate_small"),
    ("年利率", "-1", "rate_negative"),
    ("年利率", "300%", "rate_huge"),
    ("年利率", "LPR+1%", "rate_floating"),
    ("年利率", "很高", "rate"),
    ("年利率", "月息1分，年利率24%", "rate_wrong"),
    ("担保人", "", "security_people"),
    ("担保人", "李四的朋友啊啊啊啊啊", "people"),
    ("担保方式", "看情况", "security"),
    ("贷款机构", "", "missing"),
    ("贷款机构", "王五", "org"),
    ("机构类型", "好单位", "lender_kind"),
    ("统一社会信用代码", "91150622MA0N0TE492", "uscc"),
    ("统一社会信用代码", "无", "uscc_unreadable"),
    ("机构负责人", "1号", "name_asked"),
    ("借款人", "李四、王五", "name"),
    ("机构电话", "4212345", "phone"),
    ("住址", "准" * 201, "too_long"),
]


@pytest.mark.parametrize(("column", "cell", "key"), BAD)
def test_each_fault_names_its_cell(column: str, cell: str | Raw, key: str) -> None:
    loan = checked(**{column: cell})
    assert (column, key) in keys(loan)
    fault = next(one for one in loan.faults if one.key == key)
    assert fault.row == 7
    assert "{" not in fault.sentence
    assert loan.notes == ()


def test_every_kind_of_fault_has_a_row_above_or_below() -> None:
    told = {key for _, _, key in BAD}
    below = {
        "contact",
        "duplicate",
        "example",
        "company_id",
        "rate_cap",
        "interest_cap",
        "id_age",
        "number_shared",
    }
    assert told | below == set(book().faults)


def test_all_faults_of_a_row_come_at_once() -> None:
    loan = checked(身份证号="1", 手机="2", 放款日期="x", 借款金额="-1", 剩余本金="abc", 年利率="0.01")
    assert [column for column, _ in keys(loan)] == [
        "身份证号",
        "手机",
        "放款日期",
        "借款金额",
        "剩余本金",
        "年利率",
    ]


def test_a_masked_value_shows_no_number_in_full() -> None:
    loan = checked(身份证号="150622199003070019", 手机="12812340018", 借款人="王五五的朋友们都在这里呢")
    said = " ".join(fault.sentence for fault in loan.faults)
    assert "150622********0019" in said
    assert "199003070019" not in said
    assert "12812340018" not in said


def test_the_birth_date_of_a_wrong_number_is_covered() -> None:
    assert "19900230" not in checked(身份证号="150622199002300017").faults[0].sentence


def test_somebody_must_be_reachable() -> None:
    assert keys(checked(手机="", 住址="")) == [("手机", "contact")]
    assert keys(checked(手机="")) == []


def test_a_very_old_borrower_is_asked_about() -> None:
    first = "15062218800101001"
    assert keys(checked(身份证号=first + check_digit(first))) == [("身份证号", "id_age")]


def test_a_company_gives_its_code_and_not_an_id() -> None:
    firm = "鄂尔多斯市某某商贸有限公司"
    assert keys(checked(借款人=firm)) == [("身份证号", "company_id")]
    loan = checked(借款人=firm, 身份证号="91150622MA0N0TE491")
    assert loan.faults == ()
    assert loan.values["company"] is True


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (Raw("date", "2024-03-01"), "2024-03-01"),
        (Raw("number", "45352"), "2024-03-01"),
        (Raw("text", "45352"), "2024-03-01"),
        (Raw("number", "20240301"), "2024-03-01"),
        (Raw("text", "2024/3/1"), "2024-03-01"),
        (Raw("text", "2024.3.1"), "2024-03-01"),
        (Raw("text", "2024年3月1日"), "2024-03-01"),
        (Raw("text", "２０２４－０３－０１"), "2024-03-01"),
    ],
)
def test_dates_as_tables_hold_them(cell: Raw, day: str) -> None:
    assert checked(放款日期=cell).values["lent_on"] == day


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        (Raw("text", "50,000.00"), 5_000_000),
        (Raw("text", "￥50000元"), 5_000_000),
        (Raw("text", "5万"), 5_000_000),
        (Raw("text", "伍万元整"), 5_000_000),
        (Raw("number", "50000.30000000000000004"), 5_000_030),
        (Raw("number", "50000"), 5_000_000),
    ],
)
def test_sums_as_tables_hold_them(cell: Raw, fen: int) -> None:
    assert checked(借款金额=cell).values["principal"] == fen


@pytest.mark.parametrize(
    ("cell", "rate"),
    [
        (Raw("text", "7.2"), "7.2"),
        (Raw("text", "7.2％"), "7.2"),
        (Raw("number", "0.072", percent=True), "7.2"),
        (Raw("text", "月利率0.6%"), "7.2"),
        (Raw("text", "日万分之五"), "18.25"),
        (Raw("text", "0"), "0"),
    ],
)
def test_rates_as_tables_hold_them(cell: Raw, rate: str) -> None:
    assert checked(年利率=cell).values["rate"] == rate


def test_a_heading_in_ten_thousands_counts_so() -> None:
    cells = {("借款金额（万元）" if key == "借款金额" else key): cell for key, cell in GOOD.items()}
    cells["借款金额（万元）"] = "5.5"
    loan = check_row("loan", headings(tuple(cells)), 2, raws(cells), TODAY)
    assert loan.values["principal"] == 5_500_000


def test_headings_are_known_by_other_names_and_marks() -> None:
    found = headings(("*姓名", " 证件号码 ", "借据号", "本金余额(元)", "首次逾期日期：", "客户经理"))
    assert set(found.places) == {"borrower", "id_number", "contract_no", "remaining", "overdue_on"}
    assert found.unknown == ("客户经理",)
    assert found.missing("card") == ("贷款机构",)
    assert "放款日期" in found.missing("loan")


def test_two_columns_for_one_thing_are_named() -> None:
    assert headings(("姓名", "借款金额", "本金", "电话")).twice == {"principal": ("借款金额", "本金")}


def test_no_two_columns_share_a_name() -> None:
    names = [name for column in book().columns.values() for name in column.names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("titles", "known"),
    [(("某某银行不良贷款清单", "", ""), False), (tuple(GOOD), True), (("姓名", "电话"), False)],
)
def test_a_title_row_is_no_heading(titles: tuple[str, ...], known: bool) -> None:
    assert is_heading_row(titles) is known


@pytest.mark.parametrize(
    ("heading", "by"),
    [
        ("本金", 1),
        ("本金（元）", 1),
        ("本金(万元)", 10_000),
        ("本金（单位：万元）", 10_000),
        ("本金（含税）", 1),
    ],
)
def test_units_of_headings(heading: str, by: int) -> None:
    assert factor(heading) == by


@pytest.mark.parametrize(
    ("name", "stated", "kind"),
    [
        ("某某农村商业银行股份有限公司", "", "bank"),
        ("准格尔旗农村信用合作联社", "", "bank"),
        ("某某消费金融有限公司", "", "bank"),
        ("某某小额贷款有限责任公司", "", "local"),
        ("某某典当有限公司", "", "local"),
        ("某某融资租赁有限公司", "", "local"),
        ("某某商贸有限公司", "", "other"),
        ("某某资产管理有限公司", "", "other"),
        ("某某银行咨询有限公司", "其他", "other"),
        ("某某有限公司", "小额贷款公司", "local"),
    ],
)
def test_who_lends(name: str, stated: str, kind: str) -> None:
    found = lender(name, stated)
    assert found is not None
    assert found.id == kind
    assert found.capped is (kind == "other")


def test_the_cap_holds_lenders_that_are_no_institution() -> None:
    assert keys(checked(年利率="24%", 欠息="0")) == []
    assert keys(checked(年利率="24%", 机构类型="小额贷款公司")) == []
    assert keys(checked(**{**TRADER, "年利率": "24%"})) == [("年利率", "rate_cap")]
    assert keys(checked(**{**TRADER, "年利率": "12.4%"})) == []
    assert keys(checked(**{**TRADER, "年利率": "12.41%"})) == [("年利率", "rate_cap")]


def test_interest_and_penalty_together_stay_under_the_cap() -> None:
    # 50,000 yuan at 12.4 % for 758 days: 12,875.62
    assert keys(checked(**{**TRADER, "年利率": "12%", "欠息": "12875.62"})) == []
    assert keys(checked(**{**TRADER, "年利率": "12%", "欠息": "12875.62", "罚息": "0.01"})) == [
        ("欠息", "interest_cap")
    ]


def test_the_cap_of_a_month_without_a_rate_is_not_guessed() -> None:
    with pytest.raises(Refusal):
        cap(date(2026, 1, 1))
    loan = checked(**{**TRADER, "放款日期": "2026-01-01", "逾期日期": "2026-06-01", "年利率": "24%"})
    assert loan.faults == ()
    assert any("利率上限没有核对" in note for note in loan.notes)
    assert cap(date(2019, 9, 1)) == Decimal(24)


def test_limitation_is_a_note_and_never_a_fault() -> None:
    loan = checked(放款日期="2018-03-01", 逾期日期="2019-01-01", 到期日="", 担保人="", 担保方式="")
    assert loan.faults == ()
    assert any("可能已过期" in note and "不得向对方释明" in note for note in loan.notes)


@pytest.mark.parametrize(
    ("changes", "want"),
    [
        ({"剩余本金": "50001", "借款金额": "9000000000"}, "超过一亿元"),
        ({"借款金额": "9000000000"}, "超过一亿元"),
        ({}, ""),
    ],
)
def test_what_can_hardly_be_meant_is_a_note(changes: dict[str, str], want: str) -> None:
    odd = "".join(note for note in checked(**changes).notes if note.startswith("少见"))
    assert (want in odd) if want else odd == ""


def test_guarantors_bring_a_hint_of_their_period() -> None:
    assert any(note.startswith("保证期间") for note in checked().notes)
    assert not any(note.startswith("保证期间") for note in checked(担保人="无", 担保方式="信用").notes)


def test_a_loan_not_due_yet_asks_for_the_notice() -> None:
    assert any("提前到期" in note for note in checked(到期日="2027-03-01").notes)


def test_a_repeated_contract_is_told_with_the_row_it_repeats() -> None:
    again = {**GOOD, "手机": "13812340019", "合同编号": "ht 2024 001"}
    other = {**GOOD, "贷款机构": "某某村镇银行股份有限公司"}
    listed = [(2, raws(GOOD)), (5, raws(again)), (6, raws(other))]
    loans = check_table("loan", headings(tuple(GOOD)), listed, TODAY)
    assert [keys(loan) for loan in loans] == [[], [("合同编号", "duplicate")], []]
    assert "第2行" in loans[1].faults[0].what


def listed(*changes: dict[str, str]) -> list[Loan]:
    """Rows 2, 3, … of one table, each with a contract of its own."""
    cells = [{**GOOD, "合同编号": f"HT-2024-{n:03}", **change} for n, change in enumerate(changes, 2)]
    return check_table(
        "loan", headings(tuple(GOOD)), [(n, raws(one)) for n, one in enumerate(cells, 2)], TODAY
    )


COMPANY = {"借款人": "某某商贸有限公司", "身份证号": "91150622MA0N0TE491"}


@pytest.mark.parametrize(
    ("changes", "bad"),
    [
        ([{}, {"借款人": "李四"}, {"借款人": "王五"}], [2, 3, 4]),
        ([{}, {}, {"借款人": "李四"}], [2, 3, 4]),
        ([{}, {}, {"借款人": "張三豐 "}], []),
        (
            [{"身份证号": "150622199003070018"}, {"借款人": "李四", "身份证号": " 150622 19900307 0018"}],
            [2, 3],
        ),
        ([COMPANY, {**COMPANY, "借款人": "某某建材有限公司"}], [2, 3]),
        ([{}, COMPANY], []),
        ([{}, {"借款人": "李四", "身份证号": "150622199003070019"}], [3]),
    ],
)
def test_one_number_under_several_names_waits_for_somebody_to_look(
    changes: list[dict[str, str]], bad: list[int]
) -> None:
    loans = listed(*changes)
    assert [loan.row for loan in loans if loan.faults] == bad
    assert all(loan.notes == () for loan in loans if loan.faults)


def test_the_fault_of_a_shared_number_names_the_other_rows_and_covers_the_number() -> None:
    loans = listed({}, {}, {"借款人": "李四"})
    assert [keys(loan) for loan in loans] == [[("身份证号", "number_shared")]] * 3
    assert "第4行" in loans[0].faults[0].what
    assert "第2、3行" in loans[2].faults[0].what
    assert "150622199003070018" not in loans[0].faults[0].sentence
    many = listed(*({"借款人": name} for name in ("李四", "王五", "赵六", "孙七", "周八", "吴九", "郑十")))
    assert "第3、4、5、6、7等行" in many[0].faults[0].what


def test_a_card_needs_no_principal_and_no_day_of_the_loan() -> None:
    cells = {key: cell for key, cell in GOOD.items() if key not in {"借款金额", "放款日期"}}
    assert check_row("card", headings(tuple(cells)), 2, raws(cells), TODAY).faults == ()
    assert {f.key for f in check_row("loan", headings(tuple(cells)), 2, raws(cells), TODAY).faults} == {
        "missing"
    }


def test_the_example_of_the_template_is_right_but_no_loan() -> None:
    cells = {column.label: column.example for column in book().columns.values()}
    for kind in book().kinds:
        loan = check_row(kind, headings(tuple(cells)), 2, raws(cells), TODAY)
        assert [fault.key for fault in loan.faults] == ["example"]
    assert checked(借款人=cells["借款人"]).faults == ()


def test_every_article_behind_a_lender_resolves() -> None:
    cited = [one for row in rows(table("lenders"), "kinds") for one in texts(row, "citations")]
    assert citations.Citations.load().faults(cited, TODAY) == {}


MENDS = st.sampled_from([(column, cell) for column, cell, _ in BAD])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), MENDS),
            st.integers(1, 5_000_000),
            st.integers(0, 100_000),
            st.integers(0, 100_000),
        ),
        max_size=12,
    )
)
def test_counts_and_totals_add_up_for_any_mix(
    mix: list[tuple[tuple[str, str | Raw] | None, int, int, int]],
) -> None:
    listed, good = [], []
    for n, (bad, principal, interest, penalty) in enumerate(mix, 2):
        cells: dict[str, str | Raw] = {
            **GOOD,
            "合同编号": f"HT-{n:05}",
            "剩余本金": f"{principal / 100:.2f}",
            "欠息": f"{interest / 100:.2f}",
            "罚息": f"{penalty / 100:.2f}",
        }
        if bad:
            cells[bad[0]] = bad[1]
        else:
            good.append((principal, interest, penalty))
        listed.append((n, raws(cells)))
    loans = check_table("loan", headings(tuple(GOOD)), listed, TODAY)
    fine = [loan for loan in loans if not loan.faults]
    assert len(loans) == len(mix)
    assert len(fine) == len(good)
    sums = totals(fine)
    assert (sums.rows, sums.principal_fen, sums.interest_fen, sums.penalty_fen) == (
        len(good),
        *(sum(row[at] for row in good) for at in range(3)),
    )


@pytest.mark.parametrize("column", sorted(book().columns))
@given(st.text(max_size=60))
@settings(max_examples=25, deadline=None)
def test_any_text_is_read_or_refused_and_masked(column: str, text: str) -> None:
    label = book().columns[column].label
    checked(**{label: text})
    masked(book().columns[column], Raw("text", text))


def test_every_article_the_words_name_resolves() -> None:
    words = " ".join(
        (*book().consents.values(), *book().notes.values(), *(w.what for w in book().faults.values()))
    )
    cited = [
        f"{law}{article}" for law, article in re.findall(r"(民诉法|个保法|民间借贷规定)第(\d+)条", words)
    ]
    assert {"民诉法125", "个保法13"} <= set(cited)
    assert citations.Citations.load().faults(cited, TODAY) == {}
