"""继承分家: an estate, a doubtful will, a family that divides while all live."""

from __future__ import annotations

from bot.papers.narrative import claims
from tests.story.test_flow_divorce import OTHER, PEOPLE
from tests.story.test_flow_housing_lease import fields
from tests.talk import Talk

HOUSE = "薛家湾镇某小区3号楼501"
MEDIATE = ("没有", "愿意调解", "同意在网上")
END = ("有房产证和户口本", "分我一份", "没有", "同意手机收")


async def test_a_daughter_wants_her_part_of_the_house(talk: Talk) -> None:
    await talk.taps_flow("inheritance")
    asked = await fields(
        talk, "老人走了，分遗产", "我要分", "2024年3月12日", "沙圪堵镇某某村", "女儿", "没有"
    )
    assert asked == ["issue", "side", "died_on", "deceased_place", "relation", "will"]
    asked = await fields(
        talk, "一套房，存折里3万", HOUSE, "对方占着", "主要是我", "只是嘴上说过", "没有", "10万"
    )
    assert asked == ["property", "estate_place", "held_by", "cared_by", "renounced", "debts", "amount"]
    asked = await fields(talk, *MEDIATE, *PEOPLE, *OTHER, "刘秀英，妹妹", "没有了", *END)
    assert "heirs" in asked
    await talk.says("确认提交")
    talk.hears("已经提交")
    async with talk.world.records.begin() as tx:
        case = (await tx.cases.of(talk.sid))[0]
    wanted = claims(talk.world.content.knowledge().flows["inheritance"], case.answers, sues=False)
    assert wanted[0] == "请求依法继承、分割遗产：一套房，存折里3万。"


async def test_the_place_of_the_house_names_the_court(talk: Talk) -> None:
    await talk.taps_flow("inheritance")
    await talk.says("分遗产", "我要分", "2024年", "沙圪堵镇某某村", "儿子", "没有", "一套房", HOUSE)
    talk.hears("准格尔旗人民法院", "民诉法第三十四条")


async def test_a_will_that_is_doubted(talk: Talk) -> None:
    await talk.taps_flow("inheritance")
    await talk.says("遗嘱有争议", "别人要我分", "2025年1月", "薛家湾镇", "儿子")
    assert await fields(talk, "打印的，有见证人", "见证人是他小舅子") == ["will", "will_doubt"]


async def test_a_family_divides_while_all_live(talk: Talk) -> None:
    await talk.taps_flow("inheritance")
    asked = await fields(
        talk, "人都在，分家", "我要分", "父母和兄弟三个", "五间房", HOUSE, "都没动", "没算过"
    )
    assert asked == ["issue", "side", "members", "property", "estate_place", "held_by", "amount"]


async def test_a_story_answers_when_and_where(talk: Talk) -> None:
    await talk.says("我爸2024年3月去世，在薛家湾镇留下一套房子，我哥一个人占着不分，我要继承我的一份")
    if "现在登记" in talk.buttons():
        await talk.taps("现在登记")
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "inheritance"
    assert form.answers["died_on"].shown == "2024年3月"
    assert "estate_place" in form.answers
