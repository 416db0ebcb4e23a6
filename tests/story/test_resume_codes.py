"""换设备: one code at a time, once, and no way in for who guesses - nor a way to keep its owner out."""

from __future__ import annotations

import pytest

from bot.ports.sessions import CODE_HEAD, CODE_TRIES
from bot.resume import GUESSES, GUESSES_THERE
from tests.talk import Talk, World

STORY = "张三2023年5月1日借我5万元,约定年底还,写了借条"


async def code_of(talk: Talk) -> str:
    await talk.says("换设备")
    return next(line for line in talk.text().splitlines() if line.startswith("续办"))


async def wrong(world: World, code: str, count: int, origin: str = "") -> Talk:
    """So many people with one wrong code each, aimed at the owner of `code`."""
    head = code[len("续办") :][:CODE_HEAD]
    rest = int(code[-6:])
    for n in range(count):
        thief = Talk(world, f"thief-{head}-{origin}-{n}")
        thief.origin = origin
        await thief.says(f"续办{head}{(rest + 1 + n) % 10**6:06d}")
    return thief


async def test_a_new_code_ends_the_one_before_and_says_so(world: World) -> None:
    phone, computer = Talk(world, "phone"), Talk(world, "computer")
    await phone.says(STORY)
    first = await code_of(phone)
    phone.hears("再要一个新的，这个马上作废", "只能用一次")
    second = await code_of(phone)
    await computer.says(first)
    computer.hears("换过新的")
    await computer.says(second)
    computer.hears("接上了", "已经作废", "钱是怎么给的")


@pytest.mark.parametrize("said", ["续办码{}", "续办 {}", "续办：{}", "续办码是 {}", "续办-{}"])
async def test_the_code_may_be_typed_as_people_do(world: World, said: str) -> None:
    phone, computer = Talk(world, "phone"), Talk(world, "computer")
    await phone.says(STORY)
    digits = (await code_of(phone)).removeprefix("续办")
    await computer.says(said.format(f"{digits[:4]} {digits[4:]}"))
    computer.hears("接上了")


@pytest.mark.parametrize("said", ["续办12345678", "续办123", "续办123456789012"])
async def test_a_code_of_another_length_is_called_wrong(world: World, said: str) -> None:
    talk = Talk(world, "computer")
    await talk.says(said)
    talk.hears("续办码不对")


async def test_one_person_guesses_a_few_times_and_then_waits(world: World) -> None:
    phone, thief = Talk(world, "phone"), Talk(world, "thief")
    await phone.says(STORY)
    code = await code_of(phone)
    for n in range(GUESSES):
        await thief.says(f"续办{n:010d}")
        thief.hears("续办码不对")
    await thief.says(code)
    thief.hears("过10分钟再试", "原来的手机上还能接着办")


async def test_many_people_guessing_at_one_code_end_it_and_the_owner_has_another_at_once(
    world: World,
) -> None:
    phone, computer = Talk(world, "phone"), Talk(world, "computer")
    await phone.says(STORY)
    code = await code_of(phone)
    await wrong(world, code, CODE_TRIES)
    await computer.says(code)
    computer.hears("续办码不对")
    await computer.says(await code_of(phone))
    computer.hears("接上了")


async def test_one_network_is_slowed_whoever_it_says_it_is_and_others_are_not(world: World) -> None:
    phone, computer, cousin = Talk(world, "phone"), Talk(world, "computer"), Talk(world, "cousin")
    await phone.says(STORY)
    code = await code_of(phone)
    for n in range(GUESSES_THERE):
        thief = Talk(world, f"thief-{n}")
        thief.origin = "there"
        await thief.says(f"续办{(int(code[-10:]) + (n + 1) * 10**6) % 10**10:010d}")
    cousin.origin = "there"
    await cousin.says(code)
    cousin.hears("过10分钟再试")
    computer.origin = "elsewhere"
    await computer.says(code)
    computer.hears("接上了")


async def test_right_codes_of_one_network_do_not_count(world: World) -> None:
    """An office where everybody goes on at the same counter computer."""
    for n in range(GUESSES_THERE + 2):
        phone, counter = Talk(world, f"phone-{n}"), Talk(world, f"counter-{n}")
        await phone.says("你好")
        counter.origin = "hall"
        await counter.says(await code_of(phone))
        counter.hears("接上了")
