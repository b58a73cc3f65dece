"""A model is scored on the pairs that people decided, with its own weight beside each."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from matching.labelled import NotLabelled, score
from matching.model import load

NUMBER = "990101199003070015"
WANG = {"name": "王小明", "names": "王小明", "birth_date": "1990-03-07", "sex": "1"}
LI = {"name": "李晓红", "names": "李晓红", "birth_date": "1985-11-20", "sex": "2"}
PAIRS = [
    ("same", {**WANG, "number": NUMBER}, {**WANG, "number": NUMBER}),
    ("different", WANG, LI),
    ("unsure", WANG, {**WANG, "birth_date": "1990-07-03"}),
    # People said otherwise than the machine would.
    ("different", {**LI, "number": "990101198511200029"}, {**LI, "number": "990101198511200029"}),
]


def written(folder: Path, pairs: list[tuple[str, dict[str, str], dict[str, str]]]) -> Path:
    rows = [
        {"verdict": verdict, "left_id": f"l{n}", "right_id": f"r{n}"}
        | {f"left_{name}": value for name, value in left.items()}
        | {f"right_{name}": value for name, value in right.items()}
        for n, (verdict, left, right) in enumerate(pairs)
    ]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    file = folder / "labels.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns)
        writer.writeheader()
        writer.writerows(rows)
    return file


def test_the_machine_stands_beside_what_people_said(tmp_path: Path) -> None:
    found = score(load("person"), written(tmp_path, PAIRS))
    assert (found.pairs, found.same, found.left_out) == (3, 1, 1)
    told = {one.left: (one.label, one.verdict) for one in found.scored}
    assert told == {
        "l0": ("same", "same"),
        "l1": ("different", "apart"),
        "l3": ("different", "same"),
    }
    assert (found.joined.precision, found.joined.recall) == (0.5, 1.0)
    assert [one.left for one in found.scored if one.contradicts] == ["l3"]
    assert found.verdicts["same"] == {"same": 1, "different": 1}
    assert found.scored[0].bits > 8 > found.scored[-1].bits


def test_every_weight_tells_what_joining_from_there_would_come_to(tmp_path: Path) -> None:
    found = score(load("person"), written(tmp_path, PAIRS))
    bits = [at.bits for at in found.by_weight]
    assert bits == sorted(bits)
    assert load("person").thresholds.join in bits
    recalls = [at.rates.recall for at in found.by_weight]
    assert recalls == sorted(recalls, reverse=True)


def test_a_file_that_is_no_labelled_set_is_told(tmp_path: Path) -> None:
    model = load("person")
    with pytest.raises(NotLabelled, match="no pair was decided"):
        score(model, written(tmp_path, [("unsure", WANG, LI)]))
    with pytest.raises(NotLabelled, match="none of the columns"):
        score(model, written(tmp_path, [("same", {"colour": "red"}, {"colour": "red"})]))
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(NotLabelled, match="no column verdict"):
        score(model, tmp_path / "other.csv")
    with pytest.raises(NotLabelled, match="cannot be read"):
        score(model, tmp_path / "none.csv")
