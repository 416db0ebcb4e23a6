"""Danger told in Mongolian, in either script, has the kind and the rank of the Chinese one."""

from __future__ import annotations

import pytest

from bot.law import foreign
from bot.law.rows import table, text
from bot.law.screening import safety_text, screen

HEARD = {
    "violence": """
Намайг зодож байна
Тэд намайг нүдээд байна
Хөрш намайг модоор цохисон
Хутга бариад ирлээ
Толгойг минь хагалсан, цус гарч байна
Ажлын дарга намайг дахиад зодлоо
ᠨᠠᠮᠠᠶᠢ ᠵᠣᠳᠣᠵᠤ ᠪᠠᠢᠨ᠎ᠠ
ᠨᠠᠮᠠᠶᠢ ᠵᠣᠳᠤᠵᠤ ᠪᠠᠶᠢᠨ᠎ᠠ
""",
    "family_violence": """
Нөхөр намайг зодож байна
нохор намайг зодоод байна
Хадам аав намайг өшиглөж байна
Эхнэр минь намайг хутгалсан
""",
    "threat": """
алах гэж байна
Тэр намайг ална гэсэн
биднийг бүгдийг нь ална гэж заналхийлж байна
Өр нэхэгчид намайг сүрдүүлээд байна
ᠠᠯᠠᠬᠤ ᠭᠡᠵᠦ ᠪᠠᠢᠨ᠎ᠠ
""",
    "self_harm": """
амиа хорломоор байна
Би амиа егүүтэх гэж байна
Би үхмээр байна
ухмээр байна
амьдрахыг хүсэхгүй байна
Хор уучихлаа
ᠠᠮᠢ ᠪᠠᠨ ᠬᠣᠣᠷᠯᠠᠬᠤ ᠭᠡᠵᠦ ᠪᠠᠢᠨ᠎ᠠ
""",
    "confinement": """
Намайг гэрт түгжсэн, гаргахгүй байна
Биднийг байранд хорьж байна
Охиныг минь барьцаалсан
ᠨᠠᠮᠠᠶᠢ ᠭᠡᠷ ᠲᠦ ᠬᠣᠷᠢᠵᠤ ᠪᠠᠢᠨ᠎ᠠ
""",
    "child": """
Хүүхдийг маань зодсон
Багш хүүхдийг минь зодож байна
""",
    "sexual": "Намайг хүчиндсэн",
    "harm_others": """
Би түүнийг ална
Шүүх дээр очоод бүгдийг нь би ална
""",
    "emergency": """
Туслаарай
Надад хурдан туслаач!
Авраарай
Цагдаа дуудаарай
Яаралтай түргэн дуудаж өгөөч
ᠲᠤᠰᠠᠯᠠᠭᠠᠷᠠᠢ
ᠠᠪᠤᠷᠠᠭᠠᠷᠠᠢ
""",
}

ORDINARY = """
Сайн байна уу
Цалингаа авч чадахгүй байна
Туслаарай, гэрээний талаар асуух юм байна
Надад гэрээний талаар туслаач
Салах өргөдөл яаж өгөх вэ
Мөнгө явуулахгүй байна
Зодвол ямар хариуцлага хүлээх вэ
Хөршийн нохой хонь алсан
Кинонд хүн алах гэж байна
Машинаа цохисон, даатгал төлөх үү
Гэр бүлийн хүчирхийлэл гэж юу вэ
Хонь үхэж байна, өвс зарсан хүн мөнгө буцаахгүй
Алга болсон мөнгөө нэхэмжилмээр байна
Алт зээлсэн хүн буцааж өгөхгүй
ᠰᠠᠢᠨ ᠪᠠᠢᠨ᠎ᠠ ᠤᠤ
ᠬᠣᠷᠢᠨ ᠮᠢᠩᠭᠠᠨ ᠲᠥᠭᠦᠷᠢᠭ ᠵᠡᠭᠡᠯᠡᠭᠰᠡᠨ
ᠬᠠᠤᠯᠢ ᠶᠢᠨ ᠠᠰᠠᠭᠤᠳᠠᠯ
""".strip().splitlines()

LONG_AGO = """
Ноднин нөхөр намайг зодсон, салах гэсэн юм
Таван жилийн өмнө цохиулсан, нөхөн төлбөр авах уу
Урьд нь дарга намайг зодсон
""".strip().splitlines()


@pytest.mark.parametrize(
    ("kind", "words"),
    [(kind, line) for kind, lines in HEARD.items() for line in lines.strip().splitlines()],
)
def test_danger_in_mongolian_is_heard_as_its_kind(kind: str, words: str) -> None:
    flags = {flag.id: flag for flag in screen(words) if flag.urgent}
    assert kind in flags
    said = safety_text([flags[kind]])
    assert any(foreign.advice(foreign.MONGOLIAN, role) in said for role in ("", "doer", "teller", "hurt"))
    assert "110" in said
    assert (
        kind in {flag.id for flag in screen(f"Сайн байна уу. {words}") if flag.urgent} or kind == "emergency"
    )


@pytest.mark.parametrize("words", ORDINARY)
def test_ordinary_mongolian_raises_nothing(words: str) -> None:
    assert screen(words) == []


@pytest.mark.parametrize("words", LONG_AGO)
def test_the_past_in_mongolian_is_calm(words: str) -> None:
    flags = screen(words)
    assert flags
    assert not any(flag.urgent for flag in flags)


def test_the_words_wait_for_a_native_speaker_and_name_the_numbers() -> None:
    assert text(table("danger_mongolian"), "review") == "native speaker"
    assert {"110", "120"} <= set(foreign.advice(foreign.MONGOLIAN).replace("(", " ").split())


def test_a_mongolian_word_beside_chinese_is_heard() -> None:
    assert any(flag.urgent for flag in screen("您好，намайг зодож байна，快来"))
