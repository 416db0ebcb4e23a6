"""Tables of loans for the tests: any number of rows, some of them bad, sums known to the fen."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from bot.text.identity import check_digit

HEAD = (
    "借款人",
    "身份证号",
    "手机",
    "住址",
    "合同编号",
    "放款日期",
    "借款金额",
    "剩余本金",
    "欠息",
    "罚息",
    "年利率",
    "逾期日期",
    "到期日",
    "担保人",
    "担保方式",
    "贷款机构",
    "统一社会信用代码",
    "客户经理",
)
SURNAMES = "张王李赵刘陈杨黄周吴"
GIVEN = ("秀兰", "建国", "志强", "桂英", "海燕", "永贵", "晓梅", "德福")
#: What makes a row bad: (column, cell).
SPOILS = (
    (1, "150622199003070019"),
    (2, "1381234"),
    (6, "-1"),
    (7, "99999999"),
    (10, "0.072"),
    (11, "2020-01-01"),
    (5, "2024年3月"),
    (15, "某人"),
)


@dataclass(frozen=True)
class Table:
    """What is in the file, and what must come of it."""

    data: bytes
    good: int
    bad: int
    principal_fen: int
    interest_fen: int
    penalty_fen: int


def id_number(n: int) -> str:
    first = f"150622{1960 + n % 40}{n % 12 + 1:02}{n % 28 + 1:02}{n % 1000:03}"
    return first + check_digit(first)


def line(n: int, prefix: str = "HT") -> list[str]:
    return [
        SURNAMES[n % 10] + GIVEN[n % 8],
        id_number(n),
        f"138{n:08}",
        f"准格尔旗薛家湾镇某某小区{n % 30 + 1}号楼",
        f"{prefix}-2024-{n:05}",
        "2024-03-01",
        str(50_000 + n),
        f"{30_000 + n}.{n % 100:02}",
        f"{1_000 + n}.5",
        str(n),
        "7.2%",
        "2025-09-01",
        "2026-03-01",
        "李四" if n % 5 == 0 else "",
        "保证" if n % 5 == 0 else "信用",
        "某某农村商业银行股份有限公司",
        "91150622MA0N0TE491",
        "经办甲",
    ]


def table(rows: int, bad: Sequence[int] = (), prefix: str = "HT") -> Table:
    """`bad` are places from 0; the sums are those of the good rows."""
    lines = [line(n, prefix) for n in range(rows)]
    for turn, at in enumerate(bad):
        column, cell = SPOILS[turn % len(SPOILS)]
        lines[at][column] = cell
    good = [n for n in range(rows) if n not in set(bad)]
    return Table(
        packed(lines),
        len(good),
        len(bad),
        sum((30_000 + n) * 100 + n % 100 for n in good),
        sum((1_000 + n) * 100 + 50 for n in good),
        sum(n * 100 for n in good),
    )


def packed(lines: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([HEAD, *lines])
    return out.getvalue().encode("gb18030")
