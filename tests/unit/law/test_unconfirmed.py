"""What is marked U (unconfirmed) says so wherever it reaches people."""

from __future__ import annotations

from bot.law import fees, injury, interest
from bot.law.citations import Citations
from bot.law.limitation import desk_note, limitation
from bot.law.money import UNCONFIRMED
from bot.law.rows import section, table
from bot.library import UNSURE, source
from tests.flow_answers import TODAY, day, finding

DOUBT = "请以官方公布为准"


def test_an_article_of_an_unconfirmed_law_is_shown_with_the_words() -> None:
    book = Citations.load()
    marked = {entry.law.name for entry in book.entries.values() if entry.law.mark == "U"}
    assert marked
    for citation, entry in book.entries.items():
        shown = source(str(citation))
        assert shown.short.endswith(UNSURE) is (entry.law.name in marked)
        assert shown.title.endswith(UNSURE) is (entry.law.name in marked)


def test_every_limit_marked_u_says_so_to_the_desk() -> None:
    marked = [name for name in table("limitation") if section(table("limitation"), name).get("mark") == "U"]
    assert marked
    for name in marked:
        assert UNCONFIRMED in desk_note(limitation(name, TODAY, TODAY))


def test_limits_and_fees_marked_u_say_so_to_the_citizen() -> None:
    estate = {"issue": "estate", "side": "heir", "died_on": day("2010-01-01")}
    assert DOUBT in finding("limitation", "inheritance", estate).for_citizen
    assert DOUBT in finding("court_fee", "divorce", {"side": "wants"}).for_citizen


def test_results_on_unconfirmed_numbers_are_provisional() -> None:
    assert injury.traffic(injury.Loss(1), TODAY, liable_percent=50).result.provisional
    assert injury.disability(45, 10, year=2023).provisional
    assert fees.flat_fee("divorce").provisional
    assert not fees.court_fee(100).provisional
    assert not interest.lpr(TODAY.replace(year=2025, month=6, day=1)).confirmed
