"""receive: the files arrive — an immutable copy, its checksum, a row in the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from sqlalchemy import Connection, text

from loaders.contract import Contract
from loaders.contract import find as contract_of
from loaders.files import QueryFile
from loaders.readers.unpacking import in_order
from loaders.readers.unpacking.scratch import scratch
from loaders.sources import Found
from pipeline import registry
from pipeline.deliveries import lock, next_numbers
from pipeline.landing import Landed, NoFile, Place, checksum_of, land, settled
from runtime.database import transaction
from runtime.errors import SikuError
from runtime.settings import settings

Given = Path | str | Found | Sequence[Path | str | Found]


class NotParts(SikuError):
    """Several files were handed in for a dataset that comes in one."""


def receive(
    dataset: str, given: Given, as_of: dt.date | None = None, secret: str | None = None
) -> int:
    """Take a delivery in and return its number; one we have already keeps its number.

    It is a path or an address (s3://, sftp://, https://), or several that are its parts; nothing
    where the contract says a query. `secret` names what opens an address; default the contract's
    for its own host, and none for others.
    """
    contract = contract_of(dataset)
    if isinstance(contract.file, QueryFile):
        return _asked(contract, contract.file, given, as_of or dt.date.today())
    every = [given] if isinstance(given, Path | str | Found) else given
    places = [place for one in every for place in _places(contract, one, secret)]
    if len(places) > 1 and contract.file.parts is None:
        raise NotParts(
            f"{len(places)} files for {dataset}, which comes in one",
            hint="deliver them one by one, or say file.parts in the contract",
        )
    places = in_order(places)
    day = as_of or _day_of(places[0], contract)
    known = _known_file(contract, day, places)
    if known is not None:
        return known
    landed = land(places, dataset, settings().landing / dataset / day.isoformat())
    return entered(contract, day, label(places), landed)


def _asked(contract: Contract, query: QueryFile, given: Given, day: dt.date) -> int:
    """Ask the database now; its answer is what is received."""
    if given:
        raise NotParts(
            f"{contract.dataset} is a query; it comes in no file",
            hint=f"./siku deliver {contract.dataset}",
        )
    from loaders.sources.querying import ask, shown

    with scratch(settings().landing / ".incoming") as own:
        answer = own / f"{contract.dataset}.parquet"
        ask(query, answer)
        folder = settings().landing / contract.dataset / day.isoformat()
        folder.mkdir(parents=True, exist_ok=True)
        landed = settled(answer, checksum_of(answer), folder)
    return entered(contract, day, shown(query), landed)


def label(places: Sequence[Place]) -> str:
    """How the ledger calls what a delivery came from."""
    return " + ".join(place.where if isinstance(place, Found) else place.name for place in places)


def entered(contract: Contract, day: dt.date, source: str, landed: Landed) -> int:
    """The ledger's row for a landing copy: a new one, or the one that has this content already."""
    with transaction() as connection:
        lock(connection, f"receive:{contract.dataset}")
        dataset_id = registry.dataset_id(connection, contract)
        known = _known(connection, dataset_id, day, landed.checksum)
        if known is not None:
            return known
        delivery_id = next_numbers(connection, "delivery") + 1
        values = {
            "delivery_id": delivery_id, "dataset_id": dataset_id, "as_of": day, "source": source,
            "landing": str(landed.path), "checksum": landed.checksum, "bytes": landed.bytes,
        }  # fmt: skip
        connection.execute(_ENTER, values)
    return delivery_id


def _places(contract: Contract, given: Path | str | Found, secret: str | None) -> list[Place]:
    """Where the given files are; what is named must be there."""
    if isinstance(given, Found):
        return [given]
    if isinstance(given, str) and "://" in given:
        from loaders.sources.finding import find

        own = contract.source
        if own and not _same_host(given, own.url):
            own = None
        secret = secret or (own.secret if own else None)
        found = find(given, secret, own.endpoint if own else None)
        if not found:
            raise NoFile(f"nothing matches {given}", hint="name the files that the department sent")
        return list(found)
    path = Path(given)
    if not path.is_file():
        raise NoFile(f"there is no file {path}", hint="name the file that the department sent")
    return [path]


def _same_host(one: str, other: str) -> bool:
    """Whether a secret meant for one address may open the other."""
    first, second = urlsplit(one), urlsplit(other)
    return (first.scheme, first.hostname, first.port) == (
        second.scheme, second.hostname, second.port,
    )  # fmt: skip


def _day_of(place: Place, contract: Contract) -> dt.date:
    """The date of the folder a file lies in; today for a file from elsewhere."""
    if isinstance(place, Found):
        told = contract.source.day_of(place.where) if contract.source else None
        if told:
            return told
        folder = PurePosixPath(place.where).parent.name
    else:
        folder = place.resolve().parent.name
    try:
        return dt.date.fromisoformat(folder)
    except ValueError:
        return dt.date.today()


def _known_file(contract: Contract, day: dt.date, places: Sequence[Place]) -> int | None:
    """The delivery of a file that was delivered before. Only one of its size is worth reading."""
    place = places[0]
    if len(places) > 1 or isinstance(place, Found):
        return None
    values = {"dataset": contract.dataset, "as_of": day, "bytes": place.stat().st_size}
    with transaction() as connection:
        dataset_id = connection.execute(_SAME_SIZE, values).scalar()
        if dataset_id is None:
            return None
        return _known(connection, dataset_id, day, checksum_of(place))


def _known(connection: Connection, dataset_id: int, day: dt.date, checksum: str) -> int | None:
    values = {"dataset_id": dataset_id, "as_of": day, "checksum": checksum}
    found = connection.execute(_SAME_CONTENT, values).scalar()
    return None if found is None else int(found)


_SAME_SIZE = text(
    "select dataset_id from ops.delivery join ops.dataset using (dataset_id)"
    " where name = :dataset and as_of = :as_of and bytes = :bytes limit 1"
)
_SAME_CONTENT = text(
    "select delivery_id from ops.delivery where dataset_id = :dataset_id and as_of = :as_of"
    " and checksum = :checksum and state not in ('failed', 'undone')"
    " order by delivery_id desc limit 1"
)
_ENTER = text(
    "insert into ops.delivery (delivery_id, dataset_id, as_of, state, source, landing, checksum,"
    " bytes) values (:delivery_id, :dataset_id, :as_of, 'received', :source, :landing, :checksum,"
    " :bytes)"
)
