"""名誉隐私: abuse in a group chat, intimate pictures with a threat, a camera, and who is accused of it."""

from __future__ import annotations

from tests.story.test_flow_guarantee import complaint
from tests.story.test_flow_housing_lease import fields
from tests.story.test_other_flows import WHO
from tests.talk import Talk


async def test_slander_in_a_group(talk: Talk) -> None:
    await talk.taps_flow("reputation_privacy")
    asked = await fields(talk, "我受了伤害", "造谣", "微信群", "某小区业主群，叫“老王”", "说我偷公家的钱")
    assert asked == ["side", "issue", "where", "platform", "content"]
    asked = await fields(talk, "2026年9月10日", "还能看到", "截图录屏了", "睡不着觉，去看了病", "2000")
    assert asked == ["happened_on", "goes_on", "saved", "harm", "amount"]
    assert talk.asked() == "prior_case"
    await talk.says("没有", "愿意调解", "同意在网上", *WHO, "个人", "刘强", "不知道", "薛家湾镇", "没有")
    await talk.says("有截图", "在群里道歉", "没有", "同意手机收", "确认提交")
    talk.hears("已经提交")
    paper = await complaint(talk)
    assert "被告立即停止侵害，删除有关内容" in paper
    assert "赔礼道歉、消除影响、恢复名誉" in paper


async def test_pictures_and_a_threat_point_to_the_police_and_go_on(talk: Talk) -> None:
    await talk.taps_flow("reputation_privacy")
    await talk.says("我受了伤害", "裸照被发")
    talk.hears("派出所")
    assert talk.asked() == "threatened"
    await talk.says("没有")
    assert talk.asked() == "where", "a door is a suggestion; the intake goes on"


async def test_a_camera_of_the_neighbour(talk: Talk) -> None:
    await talk.taps_flow("reputation_privacy")
    asked = await fields(talk, "我受了伤害", "摄像头", "对着我家", "薛家湾镇某小区", "门口的摄像头正对我家门")
    assert asked == ["side", "issue", "where", "act_place", "content"]


async def test_the_accused_is_asked_for_his_view(talk: Talk) -> None:
    await talk.taps_flow("reputation_privacy")
    asked = await fields(talk, "别人说我伤害了他", "说坏话", "抖音", "抖音，某某", "说他家的饭不干净")
    assert asked == ["side", "issue", "where", "platform", "content"]
    asked = await fields(talk, "2026年9月10日", "删了", "说重了", "不要钱")
    assert asked == ["happened_on", "goes_on", "truth", "amount"]


async def test_a_story_answers_some_of_it(talk: Talk) -> None:
    await talk.says("邻居从2026年9月10日开始在微信群里造谣辱骂我，侵害我的名誉，要求他赔偿2000元")
    if "现在登记" in talk.buttons():
        await talk.taps("现在登记")
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "reputation_privacy"
    assert form.answers["happened_on"].shown == "2026年9月10日"
