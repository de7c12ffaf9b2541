"""The hardships themselves: a short one is lived through, and what they count is really seen."""

from collections import Counter
from dataclasses import replace

import pytest

from hardship.audit import Books, compare
from hardship.cases import CASES, run
from hardship.record import Deed, Record, Step
from hardship.report import COLUMNS, Row
from sandbox import Person, Sandbox


@pytest.fixture
def anna() -> Person:
    return Sandbox().add_person("Anna")


def received(anna: Person, *texts: str) -> None:
    for number, text in enumerate(texts, start=1):
        anna.chat.messages[number] = {"message_id": number, "text": text, "from": {"id": 1_000_000}}


def bought(*numbers: int) -> Books:
    return Books(
        [("200.07", number) for number in numbers], Counter((number, "purchase") for number in numbers), Counter()
    )


async def test_killed_under_load() -> None:
    """On a file, by polling: for as long as one kill takes."""
    case = replace(next(case for case in CASES if case.name == "kill"), quick=0.1)
    row = await run(case, quick=True)
    assert not row.failed, row.details()
    assert row.deeds > 0
    assert str(row).count("|") == len(COLUMNS) + 1


def test_what_is_missing_is_lost(anna: Person) -> None:
    """The purchase, the complaint, the receipt; not what the person was told had gone wrong."""
    deeds = [Deed("purchase", "200.07", anna), Deed("complaint", "cold", anna)]
    nothing = Books([], Counter(), Counter())
    assert compare(Record(deeds=deeds), nothing).lost == ("purchase 200.07", "complaint cold")
    assert compare(Record(deeds=deeds[:1]), bought(1)).lost == ("receipt of 200.07",)
    excused = Record(deeds=[replace(deed, excused=True) for deed in deeds])
    assert compare(excused, nothing).lost == ()


def test_what_is_there_twice_is_doubled(anna: Person) -> None:
    """Purchases, entries of one purchase, complaints, and what nobody has done at all."""
    received(anna, "🧾 R200.07 at Café Zorg")
    record = Record(deeds=[Deed("purchase", "200.07", anna)])
    assert compare(record, bought(1)).doubled == ()
    assert compare(record, bought(1, 2)).doubled == ("purchase 200.07",)
    books = bought(1)
    books.entries[1, "purchase"] += 1
    assert compare(record, books).doubled == ("purchase of purchase 1",)
    assert compare(Record(), bought(1)).doubled == ("R200.07 that nobody confirmed",)
    cold = Record(deeds=[Deed("complaint", "cold", anna)])
    assert compare(cold, Books([], Counter(), Counter(cold=2))).doubled == ("complaint cold",)


def test_a_redemption_is_its_points(anna: Person) -> None:
    """A purchase of that amount without points taken is not it."""
    received(anna, "🧾 R200.07 at Café Zorg", "🧾 R200.07 at Café Zorg")
    record = Record(deeds=[Deed("redemption", "200.07", anna)])
    assert compare(record, bought(1)).lost == ("redemption 200.07",)
    books = bought(1)
    books.entries[1, "redemption"] = 1
    findings = compare(record, books)
    assert (findings.lost, findings.doubled, findings.receipts_again) == ((), (), 1)


def test_silence_and_the_time_to_recover(anna: Person) -> None:
    """Whoever had asked before the end of the bad thing counts; silence fails the row."""
    record = Record(
        steps=[Step("Anna", "/balance", 1, 4.5), Step("Anna", "/balance", 3.5, 9), Step("Thabo", "Confirm", 2)]
    )
    assert record.recovery([3]) == 1.5
    silent = tuple(step.what for step in record.silent)
    row = Row("killed", "SQLite", "polling", 3, 0, compare(record, bought()), silent, 0, 1.5, ())
    assert row.failed
    assert row.details() == ["silent: Confirm"]
    assert not replace(row, silent=()).failed
