"""Places of the court's area and its neighbours by their official and spoken names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

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
    led = (
        rf"(?<=[在到去回来住往从])(?:{after})(?!朝|子|边上|货|上)"
        rf"|(?:^|(?<=[是着,。;!? ]))(?:{after})(?=的(?!路)|那)"
    )
    return re.compile(rf"{plain}|{led}" if after else plain)


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
def _far() -> tuple[str, str]:
    """Names of far places that are sure, and those read only where the words are of a place."""
    raw = yaml.safe_load(Path(__file__).with_name("far_places.yml").read_text(encoding="utf-8"))
    sure, after = (sorted(str(raw[key]).split(), key=len, reverse=True) for key in ("sure", "after"))
    return "|".join(sure), "|".join(after)


@cache
def _named_sites(folder: Path) -> re.Pattern[str]:
    sites = map(str, read(folder, "places").get("sites", ()))
    known = "|".join(map(re.escape, sorted(sites, key=len, reverse=True))) or "(?!)"
    called = rf"(?<=小区叫)[{HAN}]{{2,8}}(?=$|[,。;!?、 ])|(?<=小区是)[{HAN}]{{2,8}}(?=$|[,。;!?、 ])"
    road = (
        rf"(?<=[在到走上沿])(?![一那这我他她])[{HAN}]{{2,4}}(?:高速|公路)|[GS]?\d{{1,4}}国道"
        rf"|(?:(?<=^)|(?<=[在到走上沿,。;!? ]))[{HAN}]{{1,4}}[路线]\d{{1,4}}公里处?"
    )
    sure, after = _far()
    led = rf"(?<=[在到去回来住往从是寄跑])(?:{after})(?!告)"
    far = rf"(?:{sure})(?![路街店])|{led}|(?:{after})(?=人|那边|打工|的(?:老板|房))"
    return re.compile(rf"(?:{known})(?:[村社组](?![里子民委长口上]))?|{far}|{called}|{road}|{_village()}")


def _village() -> str:
    """Villages by what their names end in: 海勒斯壕, 李家圪卜."""
    ends = "壕|沟|梁|圪旦|圪堵|圪卜|圪台|营子|窑子|峁|滩|湾|渠|畔|坪|淖|召|庙|乌素|高勒|敖包|希里|湾子|塔拉"
    plain = (
        "水沟|山沟|阴沟|地沟|路沟|房梁|鼻梁|山梁|大梁|水渠|大渠|河滩|沙滩|草滩|港湾|河湾|寺庙|号召|河畔|沟里"
    )
    return (
        rf"(?<=[在到去回往从])(?![一那这我他她咱你个某哪别自同隔外附当大小后前老])(?!(?:{plain}))"
        rf"[{HAN}]{{1,4}}(?:{ends})(?=那[头边]|这[头边]|的|[,。;!?]|住|有|开|干|村|种|放|打工|养|承包|$)"
    )


@cache
def _site() -> re.Pattern[str]:
    kinds = (
        "小区|社区|花园|家园|嘉园|佳苑|广场|大街|路口|工业园区?|园区|市场|嘎查|国道|商场|步行街|公寓|煤矿|大厦"
        "|大桥|服务区|收费站|苏木"
    )
    return re.compile(
        rf"(?<=[在住到去于回们表为从往走])(?![一那这我他她咱你个某哪别自同隔外附当几各全老本整年])(?:(?![在到住去的了])[{HAN}]){{2,8}}?"
        rf"(?:{kinds}|"
        rf"(?<![全农同本各外一这那我他])村(?![里子民委长口上])|镇(?!上|里))"
    )


def _sites(normal: Normal) -> list[Reading]:
    """Return places that are no unit of administration, by the last word of their names: 东胜天骄小区."""
    out: list[Reading] = []
    matches = [*_named_sites(chosen()).finditer(normal.text), *_site().finditer(normal.text)]
    for match in sorted(matches, key=lambda match: match.start() - match.end()):
        if match[0] in table() or re.search(
            r"[的了吃住过在买卖租找干活上是一几交收要欠把让]|^(?:批发|农贸|菜|劳务|人才|牲畜)市场$", match[0]
        ):
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
