from __future__ import annotations

from bot.dialogue.session import Session
from bot.model import Account, CaseStatus, HandoffState, Outcome, Role
from tests.story.test_handoff import open_handoff
from tests.story.test_private_lending import STORY, to_consents, to_review
from tests.talk import Talk

ANNA = Account("a1", "anna", "王调解员", Role.MEDIATOR, on_duty=True)


async def choices(talk: Talk) -> list[tuple[bool, str]]:
    """The consent log about mediation: (answer, words)."""
    async with talk.world.records.begin() as tx:
        return [(c.answer, c.raw) for c in await tx.consents.of(talk.sid) if c.scope == "mediation"]


async def status(talk: Talk) -> CaseStatus:
    async with talk.world.records.begin() as tx:
        return (await tx.cases.of(talk.sid))[0].status


async def handed_in(talk: Talk) -> None:
    """A case with a mediator asked for."""
    await to_review(talk)
    await talk.says("确认提交")
    talk.hears("已经提交")


async def hired(talk: Talk) -> None:
    async with talk.world.records.begin() as tx:
        await tx.accounts.add(ANNA, "hash")


async def test_before_anything_was_told_it_says_how_filing_goes(talk: Talk) -> None:
    await talk.says("不调了，直接立案")
    talk.hears("起诉状", "您说一句是什么事")
    assert (await talk.session()).form is None


async def test_in_the_middle_of_a_form_the_papers_come_without_another_question(talk: Talk) -> None:
    await talk.says(STORY)
    await talk.says("不调了，直接立案")
    talk.hears("不调解，直接立案", "准格尔旗人民法院诉讼服务大厅", "要带：身份证", "登记立案规定6")
    talk.hears(
        "还缺：申请人姓名、申请人住址、对方住址",
        "一次性补正清单",
        "立案材料包",
        f"draft:{talk.sid}:private_lending.bundle.zip",
    )
    assert not [s for s in talk.reply.says if s.card and s.card.kind == "question"]
    assert await choices(talk) == [(False, "不调了，直接立案")]
    assert len(talk.text()) < 900


async def test_the_draft_is_kept_and_can_be_gone_on_with(talk: Talk) -> None:
    await talk.says(STORY)
    asked = talk.asked()
    await talk.says("直接立案", "继续")
    assert talk.asked() == asked
    assert await talk.answer("principal") == "50,000元"


async def test_the_choice_can_be_taken_back(talk: Talk) -> None:
    await talk.says(STORY, "不想调解了", "还是调解吧")
    talk.hears("愿意调解")
    form = (await talk.session()).form
    assert form is not None
    assert form.answers["mediation"].value == "yes"
    assert await choices(talk) == [(False, "不想调解了"), (True, "还是调解吧")]
    assert not (await talk.session()).paused


async def test_saying_it_twice_records_one_refusal(talk: Talk) -> None:
    await talk.says(STORY, "直接立案", "立案材料包")
    talk.hears("立案材料包")
    assert len(await choices(talk)) == 1


async def test_asking_whether_one_may_is_no_refusal(talk: Talk) -> None:
    await talk.says(STORY, "能不能直接立案")
    assert await choices(talk) == []
    talk.not_hears("立案材料包")


async def test_the_other_side_refusing_is_no_refusal_of_the_applicant(talk: Talk) -> None:
    await talk.says(STORY, "对方不愿意调解")
    assert await choices(talk) == []


async def test_as_the_answer_to_the_question_it_gives_the_papers_and_goes_on(talk: Talk) -> None:
    await to_consents(talk)
    await talk.taps("不调解，直接立案")
    talk.hears("现在就要去立案，下载这个材料包", ".bundle.zip")
    assert talk.asked() == "personal_data"
    assert [answer for answer, _ in await choices(talk)] == [False]


async def test_at_the_review(talk: Talk) -> None:
    await to_review(talk)
    assert (await talk.session()).form is not None
    await talk.says("不调了，直接立案")
    talk.hears("立案材料包", ".bundle.zip")
    talk.not_hears("还缺")
    await talk.says("继续")
    talk.hears("请您核对一遍", "不调解，直接立案")


async def test_a_refusal_of_personal_data_is_kept_to(talk: Talk) -> None:
    await to_consents(talk)
    await talk.says("愿意调解", "同意在网上", "不同意", "直接立案")
    talk.hears("立案材料包", "还缺：对方姓名")


async def test_after_handing_in_the_case_is_to_be_filed_and_the_mediator_knows(talk: Talk) -> None:
    await hired(talk)
    await handed_in(talk)
    await talk.says("不调了，直接立案")
    talk.hears("诉前调1号不调解了", "已经告诉调解员", ".bundle.zip")
    assert await status(talk) is CaseStatus.TO_FILE
    async with talk.world.records.begin() as tx:
        handoff = await tx.handoffs.open_of(talk.sid)
    assert handoff is not None
    assert handoff.last_line == "要直接立案，不调解"
    brief = await talk.world.desk().brief(handoff.id, ANNA)
    assert brief.wants_to_file is not None
    await talk.says("还是调解吧")
    talk.hears("还是先调解")
    assert await status(talk) is CaseStatus.SUBMITTED
    assert [answer for answer, _ in await choices(talk)] == [True, False, True]
    assert (await talk.world.desk().brief(handoff.id, ANNA)).wants_to_file is None


async def test_when_the_chat_was_given_back_a_mediator_is_asked_for_again(talk: Talk) -> None:
    await hired(talk)
    await handed_in(talk)
    desk, first = talk.world.desk(), await open_handoff(talk)
    await desk.claim(first, ANNA)
    await desk.give_back(first, ANNA)
    await talk.says("不调了，直接立案")
    talk.hears(".bundle.zip")
    assert await open_handoff(talk) != first
    assert await status(talk) is CaseStatus.TO_FILE


async def test_while_waiting_for_a_person_in_a_form(talk: Talk) -> None:
    await talk.says(STORY, "转人工", "不调了，直接立案")
    talk.hears("立案材料包", "已经告诉调解员")
    async with talk.world.records.begin() as tx:
        handoff = await tx.handoffs.open_of(talk.sid)
    assert handoff is not None
    assert handoff.last_line == "要直接立案，不调解"


async def test_talking_with_a_mediator_the_wish_reaches_the_desk_who_ends_it_with_one_click(
    talk: Talk,
) -> None:
    await hired(talk)
    await handed_in(talk)
    desk, handoff = talk.world.desk(), await open_handoff(talk)
    await desk.claim(handoff, ANNA)
    assert (await talk.says("我考虑考虑")).silent
    await talk.says("不调了，直接立案")
    talk.hears("记下了：您要直接立案", "王调解员", ".bundle.zip")
    assert await status(talk) is CaseStatus.IN_MEDIATION
    assert (await talk.session()).mode == "human"
    assert (await desk.brief(handoff, ANNA)).wants_to_file is not None
    await talk.world.filing_desk().file(handoff, ANNA)
    assert await status(talk) is CaseStatus.TO_FILE
    last = [line.text for line in await talk.conversation.history(talk.sid, 0)][-1]
    assert ".bundle.zip" in last
    assert "按您的意思" in last
    async with talk.world.records.begin() as tx:
        ended = await tx.handoffs.get(handoff)
    assert (ended.state, ended.outcome) == (HandoffState.CLOSED, Outcome.TO_FILE)


async def test_the_wish_at_the_desk_can_be_taken_back(talk: Talk) -> None:
    await hired(talk)
    await handed_in(talk)
    desk, handoff = talk.world.desk(), await open_handoff(talk)
    await desk.claim(handoff, ANNA)
    await talk.says("不调了，直接立案", "还是调解吧")
    talk.hears("还是调解", "王调解员")
    assert (await desk.brief(handoff, ANNA)).wants_to_file is None
    assert await status(talk) is CaseStatus.IN_MEDIATION


async def test_a_draft_that_was_put_aside_counts(talk: Talk) -> None:
    await talk.says(STORY)
    await talk.taps_flow("wage_claim")
    await talk.taps("先登记新的")
    await talk.says("取消")
    await talk.taps("放弃")
    assert (await talk.session()).form is None
    await talk.says("直接立案")
    talk.hears(f"draft:{talk.sid}:private_lending.bundle.zip")


async def test_with_two_cases_it_asks_which(talk: Talk) -> None:
    await handed_in(talk)
    await handed_in(talk)
    await talk.says("直接立案")
    talk.hears("哪一份要直接立案")
    await talk.taps(talk.buttons()[0])
    talk.hears("不调解了，改为直接立案", ".bundle.zip")
    async with talk.world.records.begin() as tx:
        found = sorted(case.status for case in await tx.cases.of(talk.sid))
    assert found == [CaseStatus.SUBMITTED, CaseStatus.TO_FILE]


def test_nothing_is_kept_in_the_session_for_it() -> None:
    assert "file" not in Session().to_json()


async def test_a_worker_hears_of_arbitration_before_the_papers(talk: Talk) -> None:
    await talk.taps_flow("wage_claim")
    await talk.says("就我一个人", "公司", "不调了直接立案")
    talk.hears("劳动仲裁", "不收费", "立案")
    assert talk.text().index("先申请劳动仲裁") < talk.text().index("诉讼服务大厅")


async def test_who_lent_money_hears_nothing_of_arbitration(talk: Talk) -> None:
    await talk.taps_flow("private_lending")
    await talk.says("别人欠我钱", "三万", "不调了直接立案")
    talk.not_hears("劳动仲裁")
