"""People decide pairs: with a reason, two of them where that is asked, and never for good."""

from __future__ import annotations

import csv
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import audit
from matching import labelled
from matching.model import load
from matching.review import clusters, labels, queue, shown
from matching.review.queue import Handed
from matching.review.stats import stats
from pipeline.interventions import NoReason
from pipeline.reviewing import (
    AlreadyDecided,
    NoLongerAsked,
    NoSuchDecision,
    NoSuchVerdict,
    Told,
    decide,
    revoke,
    settle_cluster,
)
from runtime.database import engine, transaction
from runtime.settings import settings
from tests.pipeline.deliver import query
from tests.pipeline.desk import asked, delivered_people, ids


@pytest.fixture(scope="module")
def people(database: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Nine registered persons P1…, nine insured S1…, none of them the same so far."""
    folder = tmp_path_factory.mktemp("people")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("LANDING_DIR", "REPORTS_DIR", "DROP_DIR"):
            patch.setenv(f"SIKU_{name}", str(folder / name.lower()))
        settings.cache_clear()
        delivered_people(folder / "sent")
        yield folder
    settings.cache_clear()


@pytest.fixture
def two_people(people: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two different people must say `same` of persons."""
    monkeypatch.setenv("SIKU_REVIEW_TWO_PEOPLE", "person:same")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


def row(review: int) -> Any:
    return query("select * from ops.review where review_id = :review", review=review)[0]


def sealed(kind: str) -> dict[str, Any]:
    with engine().connect() as connection:
        return audit.entries(connection, kind=kind, limit=1)[0]


def case(review: int) -> shown.Case:
    with engine().connect() as connection:
        return shown.case(connection, review)


def waits(review: int) -> bool:
    return row(review).decision is None


def master_of(key: str) -> int:
    return ids(key)[1]


def test_one_person_decides_and_it_is_so_until_revoked(people: Path) -> None:
    before = master_of("S1")
    review = asked("S1", "P1")
    told = decide(review, "same", "户口簿与社保卡一致", "王芳")
    assert told == Told(review, "person", "same", "same", told.decision, 0, False)
    assert master_of("S1") == master_of("P1")
    assert (row(review).decision, row(review).decided_by) == ("same", "王芳")
    entry = sealed("review")
    assert (entry["who"], entry["what"]["verdict"]) == ("王芳", "same")
    assert entry["what"]["reason"] == "户口簿与社保卡一致"

    assert told.decision is not None
    revoke(told.decision, "看错了出生日期", "王芳")
    assert master_of("S1") == before
    assert waits(review)
    assert sealed("unreview")["what"]["reason"] == "看错了出生日期"
    with pytest.raises(NoSuchDecision, match="王芳"):
        revoke(told.decision, "again", "王芳")


def test_nobody_decides_without_a_reason_or_a_name(people: Path) -> None:
    review = asked("S2", "P1")
    for reason, by in (("  ", "王芳"), ("seen", " ")):
        with pytest.raises(NoReason):
            decide(review, "different", reason, by)
    with pytest.raises(NoSuchVerdict, match="perhaps"):
        decide(review, "perhaps", "seen", "王芳")
    with pytest.raises(shown.NoSuchPair):
        decide(9999, "same", "seen", "王芳")
    assert waits(review)


def test_what_was_decided_is_not_decided_again_by_another(people: Path) -> None:
    review = asked("S2", "P2")
    told = decide(review, "different", "两人不同", "王芳")
    with pytest.raises(AlreadyDecided, match=r"王芳.*两人不同") as refused:
        decide(review, "same", "seen", "李强")
    assert str(told.decision) in str(refused.value.hint)


def test_a_pair_that_became_one_by_another_way_is_refused_and_leaves_the_queue(
    people: Path,
) -> None:
    first, second = asked("S3", "P3"), asked("P3", "S3")
    told = decide(first, "same", "seen", "王芳")
    with pytest.raises(NoLongerAsked, match="already"):
        decide(second, "different", "seen", "李强")
    assert row(second).decision == "moot"
    assert told.decision is not None
    revoke(told.decision, "mistaken", "王芳")
    with transaction() as connection:
        queue.settle_all(connection)
    assert waits(second)


def test_to_be_unsure_is_a_decision_that_changes_nothing(people: Path) -> None:
    before = master_of("S4")
    review = asked("S4", "P4")
    assert decide(review, "unsure", "看不清", "王芳").verdict == "unsure"
    assert master_of("S4") == before
    assert not waits(review)


@pytest.mark.usefixtures("two_people")
def test_two_people_must_say_the_same(people: Path) -> None:
    review = asked("S5", "P5")
    told = decide(review, "same", "户口簿", "王芳")
    assert (told.verdict, told.wanted) == (None, 1)
    assert master_of("S5") != master_of("P5")
    assert case(review).votes == []  # who judges next must not be led

    # To say it twice is not to be two.
    assert decide(review, "same", "还是一样", "王芳").verdict is None

    told = decide(review, "same", "社保卡", "李强")
    assert told.verdict == "same"
    assert master_of("S5") == master_of("P5")
    assert row(review).decided_by == "王芳, 李强"
    assert "户口簿" not in row(review).reason  # replaced by what she said later
    assert "还是一样" in row(review).reason
    assert "社保卡" in row(review).reason


@pytest.mark.usefixtures("two_people")
def test_where_two_disagree_a_third_is_shown_both_reasons(people: Path) -> None:
    review = asked("S6", "P6")
    decide(review, "same", "住址相同", "王芳")
    # Different needs one; but it contradicts.
    told = decide(review, "different", "是双胞胎", "李强")
    assert (told.verdict, told.disputed, told.wanted) == (None, True, 1)
    with transaction() as connection:
        assert queue.hand_out(connection, "王芳", "person") != Handed("pair", review)
        connection.rollback()
    assert [(v.reviewer, v.reason) for v in case(review).votes] == [
        ("王芳", "住址相同"),
        ("李强", "是双胞胎"),
    ]
    told = decide(review, "different", "学籍列有两人", "张敏")
    assert told.verdict == "different"
    assert row(review).decided_by == "李强, 张敏"
    with engine().connect() as connection:
        found = {each["reviewer"]: each for each in stats(connection).reviewers}
    assert found["王芳"]["overruled"] >= 1


@pytest.mark.usefixtures("two_people")
def test_of_two_one_takes_back_their_word_and_another_is_asked(people: Path) -> None:
    review = asked("S7", "P7")
    decide(review, "same", "seen", "王芳")
    told = decide(review, "same", "seen too", "李强")
    assert told.decision is not None
    taken = revoke(told.decision, "mistaken", "李强")
    assert taken.wanted == 1
    assert waits(review)
    assert decide(review, "same", "seen as well", "张敏").verdict == "same"


def test_whoever_did_not_vote_takes_the_whole_decision_back(people: Path) -> None:
    review = asked("S8", "P8")
    told = decide(review, "different", "seen", "王芳")
    assert told.decision is not None
    revoke(told.decision, "科长复核", "张敏")
    in_force = query(
        "select count(*) from ops.vote where review_id = :review and revoked_at is null",
        review=review,
    )
    assert in_force == [(0,)]
    assert waits(review)


def test_two_who_ask_at_once_are_handed_two_pairs(people: Path) -> None:
    asked("P1", "P2", 0.99), asked("P3", "P4", 0.98)
    handed: list[Handed | None] = []
    both = threading.Barrier(2)

    def take(who: str) -> None:
        both.wait()
        with transaction() as connection:
            handed.append(queue.hand_out(connection, who, "person"))

    takers = [threading.Thread(target=take, args=(who,)) for who in ("赵丽", "孙涛")]
    for taker in takers:
        taker.start()
    for taker in takers:
        taker.join()
    assert None not in handed
    assert len(set(handed)) == 2


def test_decisions_become_a_labelled_set_of_what_was_seen(people: Path) -> None:
    review = asked("P6", "P7", 0.7, why={"weight": 1.2, "agreed": {}, "disagreed": {}})
    decide(review, "different", "两人,不同", "王芳")
    query_name = query(
        "update population.person set name = '改名后' where master_id = :master returning name",
        master=master_of("P7"),
    )
    assert query_name
    file = people / "labels.csv"
    count = labels.export("person", file, "张敏")
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == count
    (label,) = [each for each in rows if each["pair"] == str(review)]
    assert (label["verdict"], label["decided_by"], label["bits"]) == ("different", "王芳", "1.2")
    assert (label["left_name"], label["right_name"]) == ("王小六", "王小七")
    assert label["left_id"] == "ps_person P6"
    assert label["reason"] == "两人,不同"
    entry = sealed("labels")
    assert (entry["who"], entry["what"]["pairs"]) == ("张敏", count)
    # The machine's own word stands beside what people said.
    found = labelled.score(load("person"), file)
    assert found.pairs + found.left_out == count
    (scored,) = [one for one in found.scored if one.left == "ps_person P6"]
    assert (scored.label, scored.verdict != "same") == ("different", True)
    assert found.joined.found == 0
    with pytest.raises(labels.NotThisFile, match=r"\.csv"):
        labels.export("person", people / "labels.xlsx", "张敏")


def the_cluster() -> int | None:
    """The cluster that waits, if any."""
    with transaction() as connection:
        found = clusters.waiting(connection, ["person"], 5)
    return found[0].attention if found else None


def test_records_that_contradict_need_attention_until_one_of_them_leaves(people: Path) -> None:
    review = asked("S9", "P9")
    told = decide(review, "same", "同一人", "王芳")
    attention = the_cluster()
    assert attention is not None
    with transaction() as connection:
        assert queue.hand_out(connection, "孙涛") == Handed("cluster", attention)
        # A false merge is worth more than anything that waits; but one person looks at it.
        other = queue.hand_out(connection, "赵丽")
        assert other is None or other.kind == "pair"
        found = clusters.cluster(connection, attention)
    assert [member.source_key for member in found.members] == ["P9", "S9"]
    (broken,) = [each for each in found.rows if each.breaks]
    assert broken.attribute == "citizen_number"

    with pytest.raises(NoSuchVerdict, match="not said"):
        settle_cluster(attention, "different", "两人", "孙涛")
    with pytest.raises(NoSuchVerdict, match="unsure"):
        settle_cluster(attention, "unsure", "两人", "孙涛")
    assert told.decision is not None
    revoke(told.decision, "另有其人", "王芳")
    assert the_cluster() is None
    with pytest.raises(AlreadyDecided, match="gone"):
        settle_cluster(attention, "same", "seen", "孙涛")


def test_who_says_that_a_contradiction_is_none_is_not_asked_again(people: Path) -> None:
    review = asked("P9", "S9")
    told = decide(review, "same", "同一人,换过证", "王芳")
    attention = the_cluster()
    assert attention is not None
    assert settle_cluster(attention, "same", "换过证,有批文", "孙涛").outcome == "accepted"
    assert the_cluster() is None
    assert sealed("accept")["who"] == "孙涛"
    assert told.decision is not None
    revoke(told.decision, "cleared", "王芳")
