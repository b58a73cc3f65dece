"""`./siku match train|accept|weights`: what a model learns, and who lets it count."""

from __future__ import annotations

import getpass
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from console.match_rebuild import NotMatched, things
from console.noun import Noun
from console.output import Json, say, show_json, show_table
from runtime.errors import SikuError

if TYPE_CHECKING:
    from matching.artefacts import Artefact
    from matching.engine.teaching import Lesson
    from matching.model import MatchModel
    from models import Thing
    from pipeline.accepting import Acceptance

# A level that moved by more is worth a look.
STRIKING = 3.0


class NothingNamed(SikuError):
    """It was not said what to accept, or two things at once."""


def register(app: Noun) -> None:
    """Add the verbs to their noun."""
    app.verb(
        "./siku match train --model person",
        "./siku match train --model voters.yaml --records 2025.csv --records 2026.csv",
        "./siku match train --model person --records people.parquet --out person.trained.json",
    )(train)
    app.verb(
        "./siku match accept person var/trained/person.trained.json --check",
        "./siku match accept person var/trained/person.trained.json"
        ' --reason "reviewed with public security"',
        './siku match accept person --shipped --reason "the new ones join too few"',
    )(accept)
    app.verb("./siku match weights")(weights)


def train(
    model: Annotated[
        str, typer.Option("--model", help="A shipped model's name (person …) or a YAML file.")
    ],
    records: Annotated[
        list[Path] | None,
        typer.Option(help="A file of records; once per source. Without any: the base itself."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Where to write; by default home/trained, or beside a model's own file."),
    ] = None,
    sample: Annotated[
        int, typer.Option(min=1_000, max=2_000_000, help="Of the base: so many records at most.")
    ] = 100_000,
    seed: Annotated[int, typer.Option(min=0, help="Of the base: which records.")] = 1,
    as_json: Json = False,
) -> None:
    """Learn a model's weights from records without labels, as an artefact to be reviewed.

    The base is only read, and judged as before until somebody accepts the artefact.
    """
    from matching.model import load

    chosen = load(model)
    path = out or _place(chosen)
    lesson = _of_files(chosen, records) if records else _of_base(chosen, sample, seed)
    path.parent.mkdir(parents=True, exist_ok=True)
    replaced = path.is_file()
    path.write_text(lesson.artefact.text, encoding="utf-8")
    if as_json:
        show_json({**asdict(lesson), "artefact": lesson.artefact.content, "path": path})
    else:
        _tell(lesson)
    if lesson.thin:
        say(
            f"only about {lesson.same:,} pairs of one thing were seen: of levels that are rare the"
            " weights are still mostly those of the types"
        )
    say(f"{'replaced' if replaced else 'written to'} {path}; {_next(chosen, path)}")


def _place(model: MatchModel) -> Path:
    """Beside a model of one's own; never beside one that ships, where it would count at once."""
    from matching.artefacts import TRAINED
    from matching.model import MODELS_DIR
    from runtime.settings import settings

    assert model.file is not None
    own = model.file.with_suffix(TRAINED)
    return settings().home / "trained" / own.name if own.parent == MODELS_DIR else own


def _of_files(model: MatchModel, files: list[Path]) -> Lesson:
    from matching.engine import teaching

    tables, made = teaching.of_files(model, files)
    return teaching.train(model, tables, made, say)


def _of_base(model: MatchModel, sample: int, seed: int) -> Lesson:
    from matching import sampling
    from matching.accepted import in_force
    from matching.engine import teaching
    from runtime.database import transaction

    with transaction() as connection:
        standing = in_force(connection, model)
        table, made = sampling.of_base(connection, model, sample, seed, say)
    return teaching.train(standing, [table], made, say)


def _next(model: MatchModel, path: Path) -> str:
    from matching.model import MODELS_DIR

    if model.file and model.file.parent == MODELS_DIR:
        tried = f"./siku match evaluate --model {model.model} --weights {path} …"
        return f"nothing judges by it yet. Review it: {tried}, ./siku match accept --help"
    return "review it: it counts wherever this model is used"


def _tell(lesson: Lesson) -> None:
    show_table(
        ("comparison", "level", f"bits now: {lesson.before}", "learnt", "moved"),
        [
            (one.comparison, one.level, f"{one.before:+.1f}", f"{one.learnt:+.1f}", _moved(one))
            for one in lesson.moved
        ],
        title=f"{lesson.records:,} records, {lesson.pairs:,} candidate pairs, about"
        f" {lesson.same:,} of one thing",
    )


def _moved(one: Any) -> str:
    by = one.learnt - one.before
    return f"{by:+.1f}{' !' if abs(by) >= STRIKING else ''}"


def accept(
    thing: Annotated[str, typer.Argument(help="person or entity.")],
    artefact: Annotated[
        Path | None, typer.Argument(help="What ./siku match train wrote, as it was reviewed.")
    ] = None,
    shipped: Annotated[
        bool, typer.Option("--shipped", help="Go back to the weights that ship.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Only say what would change; nothing does.")
    ] = False,
    reason: Annotated[str, typer.Option(help="Why; it is kept for ever.")] = "",
    who: Annotated[str, typer.Option(help="Who accepts it.")] = getpass.getuser(),
    as_json: Json = False,
) -> None:
    """Let the machine judge by reviewed weights: all there is, not only deliveries to come.

    All links are told again by them in one transaction, and what differs becomes so as new
    history; ids keep their meaning. Readers go on, deliveries of the thing wait.
    """
    from pipeline import accepting

    named = _matched(thing)
    if shipped == (artefact is not None):
        raise NothingNamed(
            "say either which artefact is accepted or --shipped", where="ARTEFACT",
            hint=f"./siku match train --model {thing} writes one",
        )  # fmt: skip
    new = _read(artefact)
    done = accepting.would(named, new) if check else accepting.accept(named, new, who, reason)
    if as_json:
        show_json(asdict(done))
    else:
        _tell_change(done, check)


def _matched(name: str) -> Thing:
    try:
        return things(name)[0]
    except NotMatched as error:
        raise NotMatched(
            f"no delivery of a {name} is judged by weights: there is nothing to accept",
            where="THING", hint=error.hint,
        ) from error  # fmt: skip


def _read(path: Path | None) -> Artefact | None:
    from matching.artefacts import Artefact

    return None if path is None else Artefact.read(path)


def _tell_change(done: Acceptance, check: bool) -> None:
    links = f"{done.links:,} of {done.rebuilt.links:,} links"
    if check:
        say(f"{done.thing}: by these weights {links} would lead elsewhere than by: {done.before}")
    else:
        say(f"{done.thing}: judged by {done.now}, before: {done.before}; {links} lead elsewhere")
    for one in done.rebuilt.differences:
        show_table(list(one.examples[0]), [list(row.values()) for row in one.examples], one.table)


def weights(as_json: Json = False) -> None:
    """By which weights each thing is judged: who accepted them, when and why, or as shipped."""
    from matching.accepted import in_force, newest
    from matching.engine.weights import start
    from matching.model import load
    from runtime.database import transaction

    rows = []
    with transaction() as connection:
        for thing in things(None):
            model = in_force(connection, load(thing.name))
            last = newest(connection, thing.name)
            rows.append(
                {
                    "thing": thing.name, "weights": start(model).source,
                    "learnt from": model.artefact.made.get("from") if model.artefact else None,
                    "at": model.artefact.made.get("at") if model.artefact else None,
                    "accepted by": last.accepted_by if last else None,
                    "accepted at": last.accepted_at if last else None,
                    "reason": last.reason if last else None,
                }
            )  # fmt: skip
    if as_json:
        show_json(rows)
    else:
        show_table(list(rows[0]), [list(row.values()) for row in rows])
