"""Fit bot/text/role_weights.json: `PYTHONPATH=.:tests/unit/text python tests/unit/text/fit_roles.py`.

Multinomial logistic regressions over the stories for developing; the unseen ones are not read. The second
look is fitted on first looks by weights that had not seen the story (five rounds, each on four fifths). SAFE
was set by hand from what `--folds` prints: each fifth of the stories read by weights that were fitted, second
look and all, on the others.
"""

from __future__ import annotations

import json
import re
import sys
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import story_scores as labels
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_selection import SelectKBest, chi2
from sklearn.linear_model import LogisticRegression

from bot.text import parties, role_model, second_look, story_roles, teller
from bot.text.facts import first_look
from bot.text.names import spelled
from bot.text.reading import Context

KINDS = ("amount", "date", "duration", "org", "person")
FOLDS = 5
#: inverse strength of the penalty of first look, second look and teller; characters that tell who writes
FIRST, AGAIN, TELLER, GRAMS = 0.2, 0.3, 0.3, 1500
#: features of fewer values are left out, as are weights below LEAST; digits kept
SEEN, DIGITS, LEAST = 2, 2, 0.03
#: the chance from which on a part is kept without asking; the empty part stands for the others
SAFE: dict[str, dict[str, float]] = {
    "amount": {
        "": 0.82, "deposit": 0.75, "wage_monthly": 0.75,
        "fee_owed": 0.9, "medical": 0.9, "price": 0.9, "principal": 0.9, "rent": 0.9,
    },
    "date": {"": 0.82, "lent": 0.75, "started": 0.75, "signed": 0.75, "married": 0.75, "due": 0.9},
    "duration": {"": 0.82, "worked": 0.75, "owed": 0.9},
    "person": {"": 0.82},
    "org": {"": 0.82, "applicant": 0.95},
}  # fmt: skip

Row = dict[str, Any]
Seen = Mapping[str, float]


@dataclass(frozen=True)
class Example:
    """A labelled story with what is looked at: values and stretches that may be names, each with its part."""

    name: str
    look: story_roles.FirstLook
    values: Sequence[tuple[Any, Seen, str]]
    names: Sequence[tuple[parties.Candidate, str]]
    sued: bool | None

    def first(self, kind: str) -> list[tuple[Seen, str]]:
        """Features and part of everything of a kind; a name counts once."""
        if kind not in ("person", "org"):
            return [(seen, part) for fact, seen, part in self.values if fact.type == kind]
        once = {self.look.name(one): (one.features, part) for one, part in self.names if one.type == kind}
        return list(once.values())


@cache
def examples() -> tuple[Example, ...]:
    """Every story for developing."""
    return tuple(_example(half, story) for half in labels.halves() for story in labels.stories(half))


def _example(half: str, story: labels.Story) -> Example:
    text = story["text"]
    look, normal = first_look(text, Context(date.fromisoformat(str(story["today"]))))
    values = []
    for fact, seen in look.values():
        start, end = normal.span(fact.start, fact.end)
        said = [
            row for row in story["facts"] if row["type"] == fact.type and stands(fact, row, text, start, end)
        ]
        roles = [row.get("role") or "" for row in said]
        if seen:
            values.append((fact, seen, fact.role if fact.role in roles else roles[0] if roles else ""))
    names = []
    for one in parties.candidates(look.plain, look.context, look.free, look.topic):
        name = spelled(normal.original[slice(*normal.span(one.start, one.end))])
        said = [r for r in story["facts"] if r["type"] == one.type and labels.same_name(name, r["value"])]
        names.append((one, said[0]["role"] if said else ""))
    return Example(f"{half}/{story['id']}", look, values, names, _sued(story))


def _sued(story: labels.Story) -> bool | None:
    """Whether the writer is asked for something, so that another is the applicant; None without parties."""
    sides = {row["role"]: str(row["said"]) for row in story["facts"] if row["type"] in ("person", "org")}
    if not {"applicant", "respondent"} & set(sides):
        return None
    me = rf"(?:我|本人|俺)(?:叫|是|姓名|名字)?[^,，。]{{0,4}}{re.escape(sides.get('applicant', ''))}"
    return "applicant" in sides and re.search(me, story["text"]) is None


def stands(fact: Any, row: labels.Story, text: str, begin: int, close: int) -> bool:
    """Tell whether a found value is the labelled one, whatever its part."""
    starts = [found.start() for found in re.finditer(re.escape(str(row["said"])), text)]
    over = any(begin < at + len(str(row["said"])) and at < close for at in starts)
    return over and labels.SAME[fact.type](fact.value, row["value"])


def fold(name: str) -> int:
    """The fifth that a story belongs to."""
    return zlib.crc32(name.encode()) % FOLDS


def fit(rows: Sequence[tuple[Seen, str]], penalty: float, most: int | None = None) -> Row:
    """Return a table as role_model reads it."""
    vectors, truths = DictVectorizer(), [truth for _, truth in rows]
    seen = vectors.fit_transform([seen for seen, _ in rows])
    names = vectors.get_feature_names_out()
    often = seen.getnnz(axis=0) >= SEEN
    seen, names = seen[:, often], names[often]
    if most and seen.shape[1] > most:
        best = SelectKBest(chi2, k=most).fit(seen, truths).get_support()
        seen, names = seen[:, best], names[best]
    model = LogisticRegression(C=penalty, max_iter=2000, tol=1e-3).fit(seen, truths)
    roles, weights, bias = list(model.classes_), model.coef_, model.intercept_
    if len(roles) == 2:
        weights, bias = [[0.0] * len(names), weights[0]], [0.0, bias[0]]
    columns = {name: [round(float(row[at]), DIGITS) for row in weights] for at, name in enumerate(names)}
    return {
        "roles": [str(role) for role in roles],
        "bias": [round(float(start), DIGITS) for start in bias],
        "weights": {name: row for name, row in columns.items() if max(map(abs, row)) >= LEAST},
    }


def first_tables(stories: Sequence[Example]) -> dict[str, Row]:
    """Fit the first look of each kind."""
    return {kind: fit([row for one in stories for row in one.first(kind)], FIRST) for kind in KINDS}


def teller_table(stories: Sequence[Example]) -> Row:
    """Fit who writes."""
    known = [one for one in stories if one.sued is not None]
    rows = [(teller.features(one.look.plain.text), "sued" if one.sued else "asks") for one in known]
    return fit(rows, TELLER, GRAMS)


def second_rows(
    one: Example, first: Mapping[str, role_model.Weights], who: role_model.Weights
) -> list[tuple[str, Seen, str]]:
    """What the second look sees in a story that these weights have not seen: kind, features, part."""
    chances = [role_model.chances(first[fact.type], seen) for fact, seen, _ in one.values]
    looks = [role_model.chances(first[name.type], name.features) for name, _ in one.names]
    heard, _ = parties.chosen([name for name, _ in one.names], looks, one.look.plain, one.look.free)
    told = story_roles.together(one.look, [fact for fact, _, _ in one.values], chances, heard)
    sued = role_model.chances(who, teller.features(one.look.plain.text))["sued"]
    parts = {story_roles.key_of(fact, fact.role): part for fact, _, part in one.values}
    parts |= {story_roles.key_of(name): part for name, part in one.names}
    seen = second_look.features(list(told.values()), sued, story_roles.owes(one.look))
    return [(value.type, found, parts[key]) for (key, value), found in zip(told.items(), seen, strict=True)]


def fitted(wanted: Callable[[str], bool]) -> Row:
    """Return the content of role_weights.json, fitted on the stories whose name `file/number` is wanted."""
    stories = [one for one in examples() if wanted(one.name)]
    data: dict[str, list[tuple[Seen, str]]] = defaultdict(list)
    for number in range(FOLDS):
        others = [one for one in stories if fold(one.name) != number]
        if len(others) == len(stories):
            continue
        first = {kind: role_model.table(row) for kind, row in first_tables(others).items()}
        who = role_model.table(teller_table(others))
        for one in stories:
            if fold(one.name) == number:
                for kind, seen, part in second_rows(one, first, who):
                    data[kind].append((seen, part))
    return {
        "first": first_tables(stories),
        "again": {kind: fit(data[kind], AGAIN) for kind in KINDS},
        "teller": teller_table(stories),
        "safe": SAFE,
    }


@contextmanager
def read_with(raw: Row) -> Iterator[None]:
    """Let stories be read with these weights instead of the fitted ones."""
    kept, told = role_model.model, role_model.model_of(raw)
    role_model.model = lambda: told  # type: ignore[assignment]
    try:
        yield
    finally:
        role_model.model = kept


def by_folds(least: tuple[float, ...], folds: Sequence[int] = range(FOLDS)) -> dict[str, list[labels.Score]]:
    """Score each file with weights that have not seen the story read, one score for each least confidence."""
    out = {half: [labels.Score() for _ in least] for half in labels.halves()}
    for number in folds:
        with read_with(fitted(lambda name, number=number: fold(name) != number)):
            for half in labels.halves():
                rows = [story for story in labels.stories(half) if fold(f"{half}/{story['id']}") == number]
                for score, one in zip(out[half], least, strict=True):
                    score.add(labels.scored(rows, one))
    return out


def main() -> None:
    if "--folds" in sys.argv:
        everything = [labels.Score(), labels.Score()]
        for half, scores in by_folds((labels.SURE, labels.DOUBTFUL)).items():
            for total, score in zip(everything, scores, strict=True):
                total.add(score)
            sys.stdout.write(f"{half}: kept {scores[0].short()}; kept or asked {scores[1].short()}\n")
        sys.stdout.write(everything[0].table("all, kept"))
        sys.stdout.write(f"kept or asked {everything[1].short()}\n")
        return
    path = Path(role_model.__file__).with_name("role_weights.json")
    path.write_text(
        json.dumps(fitted(lambda name: True), ensure_ascii=False, separators=(",", ":")) + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
