"""Lists of months (工资月份): value is a list of YYYY-MM: 3月到6月, 3、4、5月, 去年12月和今年1月."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from bot.text.normalise import normalise
from bot.text.numbers import digits_of, small
from bot.text.reading import Context, Reading, Refusal, is_question

_MOST = 120
_SHIFTS = {"今年": 0, "去年": -1, "前年": -2, "头年": -1, "年时": -1}


@dataclass(slots=True)
class _Row:
    """Months gathered so far, as year * 12 + month - 1; the year said last carries over."""

    today: int  #: this month, counted the same way
    year: int | None = None
    months: list[int] = field(default_factory=list)
    guessed: bool = False

    def index(self, month: int) -> int:
        """Return the month counted from year 0; the latest one not in the future where no year was said."""
        if self.year is not None:
            return self.year * 12 + month - 1
        if self.months:
            base = self.months[-1]
            return base + (month - 1 - base) % 12
        self.guessed = True
        return self.today - (self.today - month + 1) % 12


@cache
def _item() -> re.Pattern[str]:
    month = r"(?P<m>\d{1,2}|十[一二]?|[一二三四五六七八九])"
    return re.compile(
        rf"(?P<sep>到|至|-{{1,2}}|~|—)?\s*(?:(?P<dy>(?:19|20)\d{{2}})[-./](?P<dm>\d{{1,2}})(?!\d)|(?:(?P<rel>今年|去年|前年|头年|年时)|(?P<y>(?:19|20)?\d{{2}}|[二一][零〇九一二三四五六七八]{{3}})\s?年)?的?\s*(?:{month}\s?(?P<unit>个?月份?)?|(?P<now>现在|这个月|本月|目前|今)|(?P<last>上个?月)))"
        rf"|(?:最近|近|前)(?P<n>\d{{1,2}}|[一二两三四五六七八九十]+)个月|(?P<all>全年|一整?年)"
    )


def _take(row: _Row, match: re.Match[str]) -> bool:
    """Add what one item says; False where it names no month."""
    if match["n"]:
        count = small(match["n"]) or 0
        row.months += range(row.today - count, row.today)
        row.guessed = True
        return count > 0
    if match["all"]:
        year = row.year if row.year is not None else row.today // 12
        row.months += range(year * 12, min(year * 12 + 12, row.today + 1))
        return True
    if match["dy"]:
        row.year = int(match["dy"])
        return 1 <= int(match["dm"]) <= 12 and _until(row, match, row.index(int(match["dm"])))
    if match["rel"]:
        row.year = row.today // 12 + _SHIFTS[match["rel"]]
    elif match["y"]:
        year = digits_of(match["y"]) or 0
        row.year = year if year > 1000 else 2000 + year
    month = small(match["m"]) if match["m"] else None
    if match["now"] or match["last"]:
        return _until(row, match, row.today - (1 if match["last"] else 0))
    if month is None or not 1 <= month <= 12:
        return False
    return _until(row, match, row.index(month))


def _until(row: _Row, match: re.Match[str], index: int) -> bool:
    if match["sep"] and row.months:
        start = row.months[-1]
        if row.year is not None and index < start and not (match["rel"] or match["y"] or match["dy"]):
            index += 12
            row.year += 1
        if not start <= index <= start + _MOST:
            return False
        row.months += range(start + 1, index + 1)
        return True
    if (
        row.year is not None
        and row.months
        and index < row.months[-1]
        and not (match["rel"] or match["y"] or match["dy"])
    ):
        index += 12
        row.year += 1
    row.months.append(index)
    return True


def _shown(months: list[int]) -> str:
    """Return 2026年3月至6月 for a run, else 2026年3月、5月."""
    runs: list[list[int]] = [[months[0], months[0]]]
    for before, now in pairwise(months):
        if now == before + 1:
            runs[-1][1] = now
        else:
            runs.append([now, now])
    out, year = [], -1
    for first, last in runs:
        head = f"{first // 12}年" if first // 12 != year else ""
        year = last // 12
        tail = (
            ""
            if first == last
            else f"至{'' if last // 12 == first // 12 else f'{last // 12}年'}{last % 12 + 1}月"
        )
        out.append(f"{head}{first % 12 + 1}月{tail}")
    return "、".join(out)


def read(text: str, context: Context) -> Reading | Refusal | None:
    """Read which months: single ones, lists and ranges; a year is carried on, the last past one where
    none was said.
    """
    normal = normalise(text)
    if is_question(normal.text) or len(normal.text) > 200:
        return None
    row = _Row(context.today.year * 12 + context.today.month - 1)
    matches = list(_item().finditer(normal.text))
    if not matches or not re.search(r"月|年|现在|[-./]\d", normal.text):
        return None
    for match in matches:
        said = match["m"]
        if said and not 1 <= (small(said) or 0) <= 12:
            return Refusal(f"没有“{said}月”，请核对一下再写，例如：3月到6月。")
        if not _take(row, match):
            return Refusal("没看明白是哪几个月，请这样写：2026年3月到6月，或者3月、4月、5月。")
    if not row.months:
        return None
    months = sorted(set(row.months))
    if months[-1] > row.today and row.guessed and row.year is None:
        months = [one - 12 for one in months]  # 11、12、1月, said in November, are last winter's
    if months[-1] > row.today:
        return Refusal("里面有还没到的月份，请核对一下年份，例如：2025年11月到2026年2月。")
    if len(months) > _MOST:
        return Refusal("月份太多了，请核对一下年份，例如：2025年11月到2026年2月。")
    start, end = normal.span(matches[0].start(), matches[-1].end())
    shown = _shown(months)
    confirm = f"您说的是{shown}，对吗？" if row.guessed else ""
    value = [f"{index // 12}-{index % 12 + 1:02d}" for index in months]
    return Reading(
        "month_list", [*value], shown, start, end, not row.guessed, confirm, 0.8 if row.guessed else 1.0
    )
