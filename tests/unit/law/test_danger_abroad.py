"""Danger told in Russian, Korean, Japanese, Mongolian in Latin letters; ordinary questions alarm nobody."""

from __future__ import annotations

import pytest

from bot.law.screening import safety_text, screen

DANGER = """
self_harm|я не хочу больше жить
self_harm|хочу покончить с собой
self_harm|она выпила таблетки снотворного
family_violence|муж меня избивает каждый день
violence|он достал нож и идёт ко мне
threat|он угрожает мне, сказал что убьёт
confinement|нас заперли в общежитии и не выпускают
child|отчим бьёт мою дочь
harm_others|я его зарежу
emergency|помогите
emergency|спасите меня, пожалуйста
self_harm|그냥 죽고 싶어요
self_harm|더는 살고 싶지 않아요
family_violence|남편이 또 때려요
threat|사장이 저를 죽이겠다고 협박해요
confinement|사람들이 저를 감금했어요
child|계부가 아이를 때려요
harm_others|그 사람 죽여버릴 거예요
emergency|도와주세요
emergency|제발 살려주세요
self_harm|もう死にたいです
self_harm|生きていたくない
family_violence|夫に毎日殴られています
threat|殺してやると言われました
confinement|部屋に閉じ込められています
child|義父が子供を殴っています
harm_others|あいつを殺してやる
emergency|誰か助けてください
violence|namaig dahin zodoj baina
violence|nuhur maani zodson, odoo ch namaig zodood baina
self_harm|ami horlomoor sanagdaad baina
self_harm|amidarmaargui baina
threat|namaig alna gej baina
emergency|namaig avraach, tuslaarai
self_harm|i wanna kms
self_harm|i'll just unalive myself
""".strip().splitlines()

CALM = """
как подать на развод
муж не платит алименты
сколько стоит адвокат
помогите мне составить иск
начальник не платит зарплату два месяца
он сказал что долг не отдаст
убить время
월급을 세 달째 못 받았어요
이혼 소송 절차가 궁금해요
배고파 죽겠어요
힘들어 죽겠네요
작년에 남편이 때려서 이혼했어요
給料が払われていません
離婚の手続きを教えてください
死ぬほど忙しいです
敷金を返してくれません
tsalingaa avch chadahgui baina
salah orgodol yaj ogoh ve
manai honi alga bolson
bi mongol hun, orchuulagch heregtei baina
mungu zeeldsen hun utsaa avahgui baina
""".strip().splitlines()


@pytest.mark.parametrize("row", DANGER)
def test_danger_in_another_language_is_heard(row: str) -> None:
    flag, words = row.split("|")
    first = screen(words)[0]
    assert first.urgent
    assert first.id in {flag, {"violence": "family_violence"}.get(flag, flag)}
    assert "110" in safety_text([first])


@pytest.mark.parametrize("words", CALM)
def test_what_is_asked_in_another_language_alarms_nobody(words: str) -> None:
    assert not [flag.id for flag in screen(words) if flag.urgent]
