"""Trains the models from the records in the database: `python -m matching.training person`.

The shipped artefacts in matching/settings/ come from the first month of the sample province
(`./siku samples --persons 100000 --seed 7 --months 1`, delivered and merged). No labels are used:
records that bear the same valid strong identifier are taken for the same thing, which gives how
often the same thing is written differently (m); pairs drawn at random give how often different
things agree (u). What identifiers themselves weigh cannot be learnt from them, nor can one month
show how often people move and change their telephone: those levels are fixed in the settings. A
level that no pair has shown keeps what it had. One thread and a fixed seed: the same records give
the same artefact, to be reviewed as a change like any other.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any

import duckdb
import pyarrow.compute as pc
from sqlalchemy import Connection

from matching.model import MODELS, SETTINGS, Model
from matching.score import engine, line, prepare, read
from runtime.database import transaction
from runtime.errors import SikuError
from runtime.sql import load

PAIRS = 20_000_000
SEED = 2024
FEW = 20  # a name rarer than this counts as any other
LABEL = {"person": "number", "entity": "code"}


class NothingToLearn(SikuError):
    """There are too few records to train with."""


def train(connection: Connection, model: Model) -> dict[str, Any]:
    """The model's settings with probabilities learnt from the records."""
    raw = read(connection, load(f"matching/{model.thing}_records", line=line(model)))
    if raw.num_rows < 1000:
        raise NothingToLearn(
            f"{raw.num_rows} records of {model.thing} are too few to learn from",
            hint="deliver the first month of a sample province, then train again",
        )
    with engine() as duck:
        duck.execute("set threads = 1")
        duck.register("raw", raw)
        prepare(duck, model)
        return _fill(model.settings, _learn(duck, model))


def _learn(duck: duckdb.DuckDBPyConnection, model: Model) -> dict[str, Any]:
    """Splink's own account of the trained model."""
    import splink

    duck.execute(
        f"create temp table labelled as select *, {LABEL[model.thing]} as label from nodes"
    )
    linker = splink.Linker(
        splink.DuckDBAPI(connection=duck).register("labelled"), model.settings, log_level=None
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=PAIRS, seed=SEED)
    linker.training.estimate_m_from_label_column("label")
    learnt: dict[str, Any] = linker.misc.save_model_to_json()
    return learnt


def _fill(settings: dict[str, Any], learnt: dict[str, Any]) -> dict[str, Any]:
    """Our settings with what was learnt; a level that was never seen keeps what it had."""
    for ours, theirs in zip(settings["comparisons"], learnt["comparisons"], strict=True):
        levels = zip(ours["comparison_levels"], theirs["comparison_levels"], strict=True)
        for level, trained in levels:
            for kind in ("m", "u"):
                name = f"{kind}_probability"
                if level.get(f"fix_{name}") or not trained.get(name):
                    continue
                level[name] = float(f"{trained[name]:.3g}")
    return settings


def shares(connection: Connection) -> dict[str, Any]:
    """How frequent surnames and given names are among the persons on record."""
    from matching.words import person_names

    raw = read(connection, load("matching/person_records", line=line(MODELS["person"])))
    names = pc.unique(raw["name"].drop_null()).to_pylist()
    with engine() as duck:
        duck.register("raw", raw)
        duck.register("words", person_names(names))
        borne = duck.sql("select * from raw join words on words.raw = raw.name")
        surname = _counted(borne, "surname")
        given = _counted(borne, "substr(folded, length(surname) + 1)")
    return {
        "other": {"surname": _other(surname), "given_name": _other(given)},
        "surnames": _common(surname),
        "given_names": _common(given),
    }


def _counted(rows: duckdb.DuckDBPyRelation, part: str) -> list[tuple[str, int]]:
    return rows.aggregate(f"{part}, count(*)", part).fetchall()


def _common(counts: Iterable[tuple[str, int]]) -> dict[str, float]:
    counted = sorted(counts, key=lambda pair: (-pair[1], pair[0]))
    whole = sum(count for _, count in counted)
    return {part: float(f"{n / whole:.3g}") for part, n in counted if part and n >= FEW}


def _other(counts: Iterable[tuple[str, int]]) -> float:
    """The share of one that is not common: as if it were just not common enough."""
    whole = sum(count for _, count in counts)
    return float(f"{FEW / whole:.3g}")


def main(names: list[str]) -> None:
    """Train the models named and write their artefacts."""
    for name in names:
        if name not in MODELS:
            raise SystemExit(f"there is no model {name!r}; there are: {', '.join(MODELS)}")
        with transaction() as connection:
            if name == "person":
                _write("names", shares(connection))
            _write(name, train(connection, MODELS[name]))


def _write(name: str, content: dict[str, Any]) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=2)
    (SETTINGS / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
