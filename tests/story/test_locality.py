"""Another court takes our place with one folder; what is wrong in it is said with file and line."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot import library
from bot.commands import check
from bot.content import Content
from bot.errors import ContentError
from bot.law import injury, labour
from bot.law.jurisdiction import Which, court_of, explain, forum
from bot.law.lanes import lanes_of
from bot.locality import folder, proof
from bot.papers.draft import draft
from bot.settings import Settings
from bot.store.records import SqlRecords
from bot.store.vault import Vault
from bot.system import System
from bot.text import answers, places
from bot.text.reading import Context, Refusal
from flows.engine import Answer
from nlu.keywords import Keywords
from tests.talk import TODAY, Talk, build
from tests.unit.test_papers import case

OTHER = Path(__file__).parents[1] / "locality_other"
JUNGAR_TOWNS = (
    "兴隆街道 迎泽街道 蓝天街道 友谊街道 薛家湾镇 沙圪堵镇 大路镇 纳日松镇 龙口镇 准格尔召镇 魏家峁镇 "
    "暖水乡 十二连城乡 布尔陶亥苏木"
).split()


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """This process runs for another court."""
    folder.choose(OTHER)
    yield OTHER
    folder.choose()


def test_the_shipped_folder_and_the_other_one_are_proven() -> None:
    assert proof.faults(folder.SHIPPED) == []
    assert proof.faults(OTHER) == []


def test_every_town_of_the_banner_is_there_and_leads_to_our_court() -> None:
    known = {one.name for one in places.table().values() if one.banner == "准格尔旗"}
    assert set(JUNGAR_TOWNS) <= known
    for town in JUNGAR_TOWNS:
        court = court_of(f"准格尔旗{town}某村")
        assert court is not None
        assert court.id == "ours"
    court_file = folder.local("court")
    assert court_file["mark"] in proof.MARKS
    assert court_file["source"]
    assert court_file["checked_on"]


@pytest.mark.parametrize(
    ("words", "court"),
    [
        ("展旦召苏木某嘎查", "dalad"),
        ("他住在恩格贝那边", "dalad"),
        ("罕台镇某社区", "dongsheng"),
        ("哈巴格希街道某小区", "kangbashi"),
        ("红庆河镇某村三社", "ejinhoro"),
        ("巴拉贡镇", "hanggin"),
        ("棋盘井镇工业园区", "otog"),
        ("家在上海庙", "otog_front"),
        ("图克镇", "uxin"),
        ("美岱召镇某村", "tumed_right"),
        ("五申镇", "togtoh"),
        ("喇嘛湾镇某村", "qingshuihe"),
        ("万家寨镇", "pianguan"),
        ("楼子营镇", "hequ"),
        ("老高川镇某矿", "fugu"),
        ("薛家湾镇，老家在吉格斯太镇", "ours"),
        ("准格尔旗某厂，老板是万家寨镇的", "ours"),
    ],
)
def test_a_town_of_a_neighbour_leads_to_its_court(words: str, court: str) -> None:
    found = court_of(words)
    assert found is not None
    assert found.id == court


@pytest.mark.parametrize("words", ["古城镇", "建设街道", "老牛湾镇"])
def test_a_name_that_several_places_share_tells_no_court(words: str) -> None:
    assert court_of(words) is None


def test_no_question_example_or_answer_names_our_places() -> None:
    """The flows and answers serve any court; all that is local stands in its folder."""
    ours = folder.local("court")["ours"]
    neighbours = folder.local("court")["neighbours"]
    names = {name for court in (ours, *neighbours) for name in court["county"]}
    names |= set(ours["towns"]) | set(JUNGAR_TOWNS) | {"鄂尔多斯"}
    shipped = library.load()
    steps = [step for flow in shipped.flows.values() for step in flow.steps]
    said = [text for one in steps for text in (one.label, one.ask, one.hint, one.why, one.wrong)]
    said += [option.label for one in steps for option in one.options.values()]
    said += [flow.intro for flow in shipped.flows.values()]
    said += [text for entry in shipped.faq.values() for text in (entry.question, entry.answer)]
    said += list(map(str, shipped.words.values()))
    assert [(name, text) for text in said for name in names if name in text] == []


def test_jurisdiction_places_and_figures_follow_the_folder(elsewhere: Path) -> None:
    here = court_of("石桥乡三队")
    assert here is not None
    assert here.name == "青山县人民法院"
    away = court_of("准格尔旗薛家湾镇")
    assert away is not None
    assert away.id == "elsewhere"
    result = forum("private_lending", {"respondent_place": "白水县", "applicant_place": "青山县"})
    assert result.court is Which.CHOICE
    assert explain(result).startswith("这件事青山县人民法院可以办理，白水县人民法院也可以")
    near = court_of("双桥乡五队")
    assert near is not None
    assert near.name == "白水县人民法院"
    assert lanes_of("land", {"where": Answer("白石峡", "白石峡那片地")}) == ("mining",)
    assert lanes_of("land", {"where": Answer("哈尔乌素", "哈尔乌素那片地")}) == ()
    assert places.place("薛家湾") is None
    found = places.find("我住在柳树", Context(TODAY))
    assert [one.shown for one in found] == ["柳树镇"]
    refusal = answers.read_address("很远" * 150, Context(TODAY))
    assert isinstance(refusal, Refusal)
    assert "青山县柳树镇" in refusal.sentence
    assert "河北" in injury.death(30, year=2025).steps[0]
    assert injury.death(30, year=2025).amount_fen == 4_000_000 * 20
    assert labour.average_wage(2026) == 700_000


def test_the_name_and_the_case_code_follow_the_folder_and_a_set_name_wins(
    elsewhere: Path, tmp_path: Path
) -> None:
    settings = Settings(locality_dir=elsewhere, data_dir=tmp_path)
    assert settings.court == "青山县人民法院"
    assert Settings(locality_dir=elsewhere, court_name="青山县法院矿区庭").court == "青山县法院矿区庭"
    assert Settings().court == "准格尔旗人民法院"
    assert folder.case_code() == "冀9901"


def test_a_broken_folder_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="缺少这个文件"):
        System(Settings(locality_dir=tmp_path, data_dir=tmp_path / "data"))


async def test_greeting_number_and_paper_heading_follow_the_folder(
    elsewhere: Path, redis_url: str, sqlite_url: str, vault: Vault, keywords: Keywords
) -> None:
    from bot.store.sessions import RedisSessions  # noqa: PLC0415 - only this test needs a store of its own

    sessions = RedisSessions(redis_url, vault)
    records = SqlRecords(sqlite_url, vault, court_code=folder.case_code())
    shipped = library.load()
    world = build(sessions, records, shipped, keywords)
    court = folder.court_name()
    world.content = Content(
        shipped=shipped, records=records, sessions=sessions, clock=world.clock, court=court
    )
    talk = Talk(world)
    await talk.opens()
    talk.hears("青山县人民法院")
    talk.not_hears("准格尔旗人民法院")
    async with records.begin() as tx:
        number = await tx.cases.number(2026)
    assert number == "（2026）冀9901诉前调1号"
    await sessions.aclose()
    await records.aclose()


@pytest.mark.parametrize("kind", ["mediation_application", "complaint"])
def test_papers_are_addressed_to_the_court_of_the_folder(elsewhere: Path, kind: str) -> None:
    shipped = library.load().flows["private_lending"]
    made = draft(kind, case(shipped), shipped, [], court=folder.court_name(), today=TODAY)
    written = str(made.to_json())
    assert "青山县人民法院" in written
    assert "准格尔旗人民法院" not in written


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "words"),
    [
        ("court.yml", "  name: 青山县人民法院", "  name: ''", 8, "缺少：name"),
        ("court.yml", "冀9901", "9901", 8, "法院代码应像"),
        ("court.yml", '"139901"', '"1399"', 8, "六位数字"),
        ("court.yml", "region: 河北", "regoin: 河北", 1, "不认识的项：regoin"),
        ("court.yml", "county: [白水县, 白水]", "county: [白水县, 柳树镇]", 19, "柳树镇写了两处"),
        ("court.yml", "towns: [石桥乡]}", "towns: [大路镇]}", 17, "大路镇不在本院"),
        ("court.yml", "mark: U", "mark: X", 1, "mark 应是"),
        ("court.yml", "elsewhere: [北京]", "elsewhere: [北京", 21, "文件格式不对"),
        ("places.yml", 'code: "139902"', 'code: "13990"', 4, "两位、四位、六位或九位"),
        ("places.yml", "in: 青山县", "in: 红山县", 3, "红山县不在这个文件里"),
        ("places.yml", "aliases: [白水]", "aliases: [青山]", 4, "青山写了两处"),
        ("places.yml", "kind: town", "kind: village", 3, "kind 应是"),
        ("figures.yml", "2026: 700000", "2026: 7000.5", 1, "以分计的整数"),
        ("figures.yml", "mark: U", "mark: X", 5, "mark 应是"),
        ("offices.yml", "offices: []", "offices: [{name: 某局}]", 1, "缺少：for"),
    ],
)
def test_a_fault_is_named_with_file_and_line(
    tmp_path: Path, file: str, old: str, new: str, line: int, words: str
) -> None:
    shutil.copytree(OTHER, tmp_path / "court")
    path = tmp_path / "court" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = proof.faults(tmp_path / "court")
    hits = [one for one in found if words in one]
    assert hits, found
    assert hits[0].startswith(f"{path}:{line}:"), hits


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    shutil.copytree(OTHER, tmp_path / "court")
    (tmp_path / "court" / "places.yml").unlink()
    assert proof.faults(tmp_path / "court") == [f"{tmp_path / 'court' / 'places.yml'}:1: 缺少这个文件"]


def test_check_proves_the_folder_it_is_pointed_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_LOCALITY_DIR", str(tmp_path))
    assert check([]) == 1
    assert "缺少这个文件" in capsys.readouterr().out


def test_a_figure_of_the_shipped_folder_is_not_guessed_for_a_later_year() -> None:
    assert labour.average_wage(date(2026, 1, 1).year) is None
