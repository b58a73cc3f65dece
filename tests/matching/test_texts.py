"""Free text: words that all texts have say little, those that few have nearly all."""

from __future__ import annotations

import random
from pathlib import Path

from matching.evaluate import evaluate
from matching.model import load
from tests.matching.test_evaluate import written

MODEL = "model: products\nfields: {title: {type: text, from: title}}\n"


def test_products_of_one_maker_are_told_apart_by_their_codes(tmp_path: Path) -> None:
    chance = random.Random(4)
    shop, rival = [], []
    for number in range(150):
        kind = f"{chance.choice(['sony', 'canon', 'bose'])} {chance.choice(['camera', 'speaker'])}"
        code, colour = f"dx{chance.randint(1000, 9999)}", chance.choice(["black", "silver"])
        shop.append({"title": f"{kind} {code} {colour}", "truth": str(number)})
        rival.append({"title": f"{colour.title()} {kind} - {code.upper()}", "truth": str(number)})
    path = tmp_path / "products.yaml"
    path.write_text(MODEL, encoding="utf-8")
    files = [written(tmp_path / "shop.csv", shop), written(tmp_path / "rival.csv", rival)]
    found = evaluate(load(path), files, "truth").pairwise
    assert found.precision > 0.95
    assert found.recall > 0.95


def test_texts_that_are_all_the_same_are_not_compared_and_no_fault(tmp_path: Path) -> None:
    rows = [{"title": "one text", "truth": str(n // 2)} for n in range(1500)]
    path = tmp_path / "products.yaml"
    path.write_text(MODEL, encoding="utf-8")
    found = evaluate(load(path), [written(tmp_path / "all.csv", rows)], "truth")
    assert found.pairs_scored == 0
    assert found.pairwise.found == 0
