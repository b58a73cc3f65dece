"""How the DAGs are built: one for a dataset's deliveries, one for a base."""

from __future__ import annotations

import datetime as dt
from typing import Any

from airflow.sdk import DAG, Asset, AssetAny, CronTriggerTimetable, Param, chain, task

from dags import tasks
from dags.listing import Listed
from runtime.settings import settings

STEPS = ("stage", "check", "match", "merge", "publish")

# How often to look for a drop: a department delivers on some day after its period has ended, and a
# look that finds nothing costs next to nothing.
LOOKS = {"daily": "{minute} * * * *"}
LOOK_NIGHTLY = "{minute} {hour} * * *"

RETRIES = {
    "retries": 2,
    "retry_delay": dt.timedelta(seconds=5),
    "retry_exponential_backoff": 2.0,
    "max_retry_delay": dt.timedelta(minutes=1),
}


def asset(one: Listed) -> Asset:
    """What other DAGs follow: the dataset as its latest delivery left it."""
    uri = f"siku://{one.base}/{one.dataset}"
    return Asset(name=one.dataset, uri=uri, group=one.base or "")


def schedule(one: Listed, depth: int) -> CronTriggerTimetable:
    """When to look for a drop; half an hour after the datasets that go first."""
    pattern = LOOKS.get(one.text("cadence"), LOOK_NIGHTLY)
    hours, minute = divmod(30 * depth, 60)
    cron = pattern.format(minute=minute, hour=(1 + hours) % 24)
    # Nothing at all: Airflow's "never" means a look that is up to a tenth of the interval late, so
    # that one which was set up after midnight would look at once, beside whoever set it up.
    late = dt.timedelta(0)
    return CronTriggerTimetable(cron, timezone=settings().timezone, run_immediately=late)


def depth(one: Listed, others: dict[str, Listed], seen: tuple[str, ...] = ()) -> int:
    """How many datasets in a row go first."""
    before = [n for n in one.after if n in others and n not in (*seen, one.dataset)]
    return max((1 + depth(others[n], others, (*seen, one.dataset)) for n in before), default=0)


def describe(one: Listed) -> str:
    """The dataset in the words of its contract, Chinese and English."""
    title, file = one.part("title"), one.part("file")
    lines = [
        f"### {title.get('zh', one.dataset)} · {title.get('en', one.dataset)}",
        f"- 部门 department: `{one.text('department')}`",
        f"- 对象 thing: `{one.text('thing')}`",
        f"- 依据 law: {one.text('law') or '—'}",
        f"- 周期 cadence: {one.text('cadence')}, {one.text('kind')}",
        f"- 文件 file: `{settings().drop}/<YYYY-MM-DD>/{file.get('pattern', '')}`",
        f"- 先于本数据集 goes first: {', '.join(one.after) or '—'}",
        f"- 合同 contract: `{settings().contracts_dir}/{one.dataset}.yml`",
        "",
        "放入文件后触发，可指定日期；不指定则取最早的未接收文件。  ",
        "Trigger it once the file is in its folder, with the date of the folder if you like; "
        "without one the oldest file that was not yet received is taken.",
    ]
    return "\n".join(lines)


def delivery_dag(one: Listed, others: dict[str, Listed]) -> DAG:
    """The DAG of a dataset: six tasks in a row that pass on the delivery's number."""
    with DAG(
        one.dataset,
        dag_display_name=f"{one.dataset} {one.part('title').get('zh', '')}".strip(),
        description=one.part("title").get("en"),
        doc_md=describe(one),
        schedule=schedule(one, depth(one, others)),
        catchup=False,
        max_active_runs=1,
        default_args=RETRIES,
        params={
            "date": Param(
                None,
                type=["null", "string"],
                format="date",
                description="日期文件夹 · Date of the drop folder; empty = the oldest that waits",
            )
        },
        tags=[tag for tag in (one.base, one.text("department")) if tag],
    ) as dag:
        delivery: Any = task(task_id="receive")(tasks.receive)(one.dataset)
        walked = [
            task(task_id=name, outlets=[asset(one)] if name == STEPS[-1] else None)(tasks.step)(
                name, delivery
            )
            for name in STEPS
        ]
        chain(delivery, *walked)
    return dag


def base_dag(base: str, title: tuple[str, str], datasets: list[Listed]) -> DAG:
    """The DAG of a base: runs after any of its datasets was published."""
    zh, en = title
    with DAG(
        base,
        dag_display_name=f"{base} {zh}",
        description=en,
        doc_md=f"### {zh} · {en}\n任一数据集发布后运行 · Runs after any of its datasets.",
        schedule=AssetAny(*map(asset, datasets)),
        catchup=False,
        max_active_runs=1,
        default_args=RETRIES,
        tags=[base],
    ) as dag:
        task(task_id="settle")(tasks.settle)(base)
    return dag
