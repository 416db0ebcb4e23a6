"""The parts that the values and names of a story play: looked at one by one, then all together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.text import date_facts, name_features, parties, role_features, role_model, second_look, teller
from bot.text.amount_facts import HIDDEN
from bot.text.fact import Fact
from bot.text.normalise import Normal
from bot.text.reading import Context
from bot.text.role_features import Features, Value
from bot.text.second_look import Told
from bot.text.topics import Topic

#: a name and the chances of its sides at first look
Heard = tuple[parties.Candidate, Mapping[str, float]]
#: start, end, type, part by the rules
Key = tuple[int, int, str, str]


@dataclass(frozen=True, slots=True)
class FirstLook:
    """What the rules read of a text, in order of place, and the names heard in it.

    free: the places taken before names were looked for; is_story: long enough for the weights.
    """

    plain: Normal
    topic: Topic
    context: Context
    facts: Sequence[Fact]
    heard: Sequence[Heard]
    free: Sequence[tuple[int, int]]
    is_story: bool

    def values(self) -> list[tuple[Fact, Features]]:
        """Return the facts with what the first look sees; nothing for types that have no parts to choose."""
        values = [
            Value(one.type, one.value, one.start, one.end, one.role, one.confidence) for one in self.facts
        ]
        seen = role_features.features(self.plain.text, values, self.topic, self.context.today)
        return list(zip(self.facts, seen, strict=True))

    def name(self, one: parties.Candidate) -> str:
        """Return a name as it stands in the text."""
        return self.plain.text[one.start : one.end]


def settled(look: FirstLook) -> list[Fact]:
    """Return the facts of a story, names among them, with their parts and how sure these are."""
    model = role_model.model()
    values = look.values()
    chances = [role_model.chances(model.first[fact.type], seen) if seen else {} for fact, seen in values]
    told = together(look, [fact for fact, _ in values], chances, look.heard)
    again = second_look.features(list(told.values()), teller.sued(look.plain.text), owes(look))
    parts = {
        key: role_model.chances(model.again[one.type], seen)
        for (key, one), seen in zip(told.items(), again, strict=True)
    }
    out: list[Fact] = []
    for fact, seen in values:
        done = _settled(fact, parts[key_of(fact, fact.role)]) if seen else fact
        out += date_facts.by_ends(done, look.plain.text)
    names = (parties.fact_of(one, look.name(one), parts[key_of(one)]) for one, _ in look.heard)
    return [*out, *(name for name in names if name is not None)]


def key_of(one: Fact | parties.Candidate, rule: str = "") -> Key:
    """Return what tells a value or name from all others; the two ends of a stretch by their parts."""
    return one.start, one.end, one.type, rule


def together(
    look: FirstLook,
    facts: Sequence[Fact],
    chances: Sequence[Mapping[str, float]],
    heard: Sequence[Heard],
) -> dict[Key, Told]:
    """Return the values that have chances, and the names, in order of place."""
    told = {
        key_of(one, one.role): Told(one.type, one.start, one.end, chance, _size(one))
        for one, chance in zip(facts, chances, strict=True)
        if chance
    }
    for name, chance in heard:
        told[key_of(name)] = Told(name.type, name.start, name.end, chance, name=look.name(name))
    return dict(sorted(told.items()))


def owes(look: FirstLook) -> bool:
    """Tell whether the rules take the writer for the one sued."""
    return name_features.told_by_the_other_side(look.plain.text)


def _size(fact: Fact) -> int | None:
    held = Value(fact.type, fact.value, fact.start, fact.end)
    return held.size if fact.type in ("amount", "date") else None


def _settled(fact: Fact, by_role: Mapping[str, float]) -> Fact:
    """Return the fact with the part that all agree on; ends of a stretch keep theirs, read back in doubt."""
    if fact.role == "owed_to" or (fact.role and date_facts.is_end(fact)):
        doubted = by_role.get(fact.role, 0.0) < role_model.LIKELY
        return replace(fact, confidence=min(fact.confidence, role_model.ASKED)) if doubted else fact
    role, sure = role_model.settle(fact.type, fact.role, by_role)
    if fact.type == "date" and fact.confidence <= date_facts.YEAR_UNSURE:
        sure = min(sure, role_model.ASKED)
    if role and fact.confidence <= HIDDEN:
        sure = min(sure, 0.8)
    return replace(fact, role=role, confidence=sure if role or fact.confidence > HIDDEN else 0.0)
