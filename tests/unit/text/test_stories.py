"""Stories labelled by hand are read: a held fifth of those for developing, and those nobody looks at.

Those for developing were written and labelled by many hands, most of whom had not seen the reader. The
unseen ones were written by two others; a second hand labelled them without sight of the first labels, a third
decided where the two differed, and none of them knew what the reader reads. The tables: `pytest -s`.
"""

from __future__ import annotations

import sys

import fit_roles
import pytest
import story_fields
from story_scores import UNSEEN, Score, halves, scored, stories

from bot.dialogue.telling import DOUBTFUL, SURE

#: of a fifth of the stories for developing, read by weights fitted without it (fit_roles.py --folds reads all
#: five): recall and precision of what is kept without asking, recall with what is read back first. Rules and
#: lists of words were made with these stories in view: unseen ones are read less well.
FOLD, HELD = 0, (0.565, 0.95, 0.75)
#: the same of both unseen files together: the product promises 0.60 and 0.95; on 2026-11-29 it was 0.643,
#: 0.955 and 0.802 (by the labels of the first hand alone 0.632, 0.953, 0.777)
ALL_UNSEEN = (0.625, 0.95, 0.785)
#: of both together, the fields of the form that are stated and filled right, and how many of the filled are
#: right: without asking 0.655 and 0.948, with what is read back 0.799 and 0.916
FIELDS, FIELDS_ASKED = (0.64, 0.94), (0.785, 0.905)


@pytest.mark.timeout(900)  # six fits
def test_a_held_fifth_of_the_stories_is_read() -> None:
    kept, asked = together(fit_roles.by_folds((SURE, DOUBTFUL), [FOLD]))
    sys.stdout.write(kept.table("a held fifth, kept"))
    sys.stdout.write(f"kept or asked: {asked.short()}\n")
    assert (kept.recall >= HELD[0], kept.precision >= HELD[1]) == (True, True)
    assert asked.recall >= HELD[2]


def together(by_half: dict[str, list[Score]]) -> tuple[Score, Score]:
    """The scores of all files together."""
    every = (Score(), Score())
    for scores in by_half.values():
        for total, score in zip(every, scores, strict=True):
            total.add(score)
    return every


def test_unseen_stories_are_read() -> None:
    rows = [story for half in UNSEEN for story in stories(half)]
    kept, asked = scored(rows), scored(rows, DOUBTFUL)
    sys.stdout.write(f"unseen, kept: {kept.short()}; kept or asked: {asked.short()}\n")
    assert (kept.recall >= ALL_UNSEEN[0], kept.precision >= ALL_UNSEEN[1]) == (True, True)
    assert asked.recall >= ALL_UNSEEN[2]


@pytest.mark.parametrize(("least", "floors"), [(SURE, FIELDS), (DOUBTFUL, FIELDS_ASKED)])
def test_unseen_stories_fill_the_form(least: float, floors: tuple[float, float]) -> None:
    filled = story_fields.Fields()
    for half in UNSEEN:
        filled.add(story_fields.fields(stories(half), least))
    sys.stdout.write(f"unseen, from confidence {least}: {filled.short()}\n")
    assert (filled.recall >= floors[0], filled.precision >= floors[1]) == (True, True)


@pytest.mark.parametrize("half", [*halves(), *UNSEEN])
def test_every_label_stands_on_its_words(half: str) -> None:
    missing = sum(str(row["said"]) not in story["text"] for story in stories(half) for row in story["facts"])
    assert missing == 0
