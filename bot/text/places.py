"""Places of the court's area and its neighbours by their official and spoken names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.locality.folder import chosen, read
from bot.text.names import HAN
from bot.text.normalise import Normal, normalise
from bot.text.reading import Context, Json, Reading


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of administration; `code` is the 行政区划代码, `banner` the county-level unit it lies in."""

    name: str
    code: str
    kind: str  #: banner | town | city | county | province | site (a place by its name only)
    banner: str
    aliases: tuple[str, ...]
    shorts: tuple[str, ...] = ()  #: names that are plain words too (大路)


def table() -> Mapping[str, Place]:
    """Return all places of the court's folder by official name and by alias."""
    return _table(chosen())


@cache
def _table(folder: Path) -> Mapping[str, Place]:
    raw = read(folder, "places")
    out: dict[str, Place] = {}
    for row in raw["places"]:
        shorts = tuple(row.get("after_place_word", ()))
        aliases = tuple(row["aliases"])
        place = Place(row["name"], str(row["code"]), row["kind"], row.get("in", ""), aliases, shorts)
        for name in (place.name, *place.aliases, *place.shorts):
            if name in out:
                raise ValueError(f"places.yml: {name} stands twice")
            out[name] = place
    return out


@cache
def _pattern(folder: Path) -> re.Pattern[str]:
    shorts = {name for known in _table(folder).values() for name in known.shorts}
    names = sorted(_table(folder).keys() - shorts, key=len, reverse=True)
    plain = "|".join(map(re.escape, names))
    after = "|".join(map(re.escape, sorted(shorts)))
    return re.compile(rf"{plain}|(?<=[在到去回来住])(?:{after})(?!朝|子|边上|货|上)" if after else plain)


def place(name: str) -> Place | None:
    """Return the place of an official or spoken name, None for one that is not in the table."""
    return table().get(name)


def names() -> frozenset[str]:
    """Return every name of the table and the places known by their names only."""
    return _names(chosen())


@cache
def _names(folder: Path) -> frozenset[str]:
    return frozenset((*_table(folder), *map(str, read(folder, "places").get("sites", ()))))


def find_in(normal: Normal, context: Context) -> list[Reading]:
    """Return every known place of a normalised text; value `{"name", "code", "kind", "banner"}`."""
    out: list[Reading] = _sites(normal)
    for match in _pattern(chosen()).finditer(normal.text):
        known = table()[match[0]]
        start, end = normal.span(match.start(), match.end())
        value: dict[str, Json] = {
            "name": known.name,
            "code": known.code,
            "kind": known.kind,
            "banner": known.banner,
        }
        if not any(one.start < end and start < one.end for one in out):
            out.append(Reading("place", value, known.name, start, end, match[0] == known.name))
    return sorted(out, key=lambda reading: reading.start)


@cache
def _named_sites(folder: Path) -> re.Pattern[str]:
    sites = map(str, read(folder, "places").get("sites", ()))
    known = "|".join(map(re.escape, sorted(sites, key=len, reverse=True))) or "(?!)"
    called = rf"(?<=小区叫)[{HAN}]{{2,8}}(?=$|[,。;!?、 ])|(?<=小区是)[{HAN}]{{2,8}}(?=$|[,。;!?、 ])"
    road = rf"(?<=[在到走上沿])(?![一那这我他她])[{HAN}]{{2,4}}(?:高速|公路)|[GS]?\\d{{1,4}}国道"
    return re.compile(rf"(?:{known})(?:[村社组](?![里子民委长口上]))?|{called}|{road}")


@cache
def _site() -> re.Pattern[str]:
    kinds = "小区|花园|家园|嘉园|佳苑|广场|大街|路口|工业园区?|园区|市场|嘎查|国道|商场|步行街|公寓|煤矿|大厦"
    return re.compile(
        rf"(?<=[在住到去于回])(?![一那这我他她咱你个某哪别自同隔外附当])[{HAN}]{{2,8}}?(?:{kinds}|"
        rf"(?<![全农同本各外一这那我他])村(?![里子民委长口上])|镇(?!上|里))"
    )


def _sites(normal: Normal) -> list[Reading]:
    """Return places that are no unit of administration, by the last word of their names: 东胜天骄小区."""
    out: list[Reading] = []
    for match in (*_named_sites(chosen()).finditer(normal.text), *_site().finditer(normal.text)):
        if match[0] in table() or re.search(r"[的了吃住过在买卖租找干活上]", match[0]):
            continue
        start, end = normal.span(*match.span())
        if any(one.start < end and start < one.end for one in out):
            continue
        name = normal.original[start:end]
        value: dict[str, Json] = {"name": name, "code": "", "kind": "site", "banner": ""}
        out.append(Reading("place", value, name, start, end, True, "", 0.8))
    return out


def find(text: str, context: Context) -> list[Reading]:
    """Return every known place in `text`, spans into `text`."""
    return find_in(normalise(text), context)
