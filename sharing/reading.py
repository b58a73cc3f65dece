"""Agreements read from their files; a fault names file, line and key."""

from __future__ import annotations

import difflib
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from loaders.contract import departments
from loaders.errors import ContractError, Fault
from loaders.positions import Document, read_document
from runtime.settings import settings
from sharing.agreement import Agreement
from sharing.checking import against_dictionary, among_themselves
from sharing.errors import AgreementError, NoSuchAgreement, NoSuchFolder

Read = tuple[Agreement, Document]


def agreements(folder: Path | None = None) -> dict[str, Agreement]:
    """Every agreement of a folder by its id; the faults of all files at once."""
    folder = folder or settings().agreements_dir
    if not folder.is_dir():
        raise NoSuchFolder(
            "there is no such folder", where=str(folder), hint="see SIKU_AGREEMENTS_DIR"
        )
    faults: list[Fault] = []
    found: list[Read] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            found.append(_read(path))
        except AgreementError as error:
            faults += error.faults
    faults += among_themselves(found)
    if faults:
        raise AgreementError(faults)
    return {agreement.agreement: agreement for agreement, _ in found}


def find(name: str, folder: Path | None = None) -> Agreement:
    """The agreement of that id."""
    known = agreements(folder)
    if name not in known:
        close = difflib.get_close_matches(name, known, n=1)
        question = f"; did you mean {close[0]}?" if close else ""
        raise NoSuchAgreement(
            f"there is no agreement {name!r}{question}",
            where=str(folder or settings().agreements_dir),
            hint="one of: " + ", ".join(known),
        )
    return known[name]


def _read(path: Path) -> Read:
    """The agreement in a file, held against the dictionary."""
    try:
        document = read_document(path)
        agreement = Agreement.model_validate(document.content)
        faults = list(against_dictionary(agreement, document, departments()))
    except ContractError as error:
        raise AgreementError(error.faults) from error
    except ValidationError as error:
        raise AgreementError([_fault(document, one) for one in error.errors()]) from error
    if faults:
        raise AgreementError(faults)
    return agreement, document


def _fault(document: Document, error: ErrorDetails) -> Fault:
    """One of pydantic's complaints in our words."""
    place, kind = error["loc"], error["type"]
    if kind == "extra_forbidden":
        return document.fault(place, "is not a key here")
    if kind == "missing":
        return document.fault(place, "is missing")
    what = error["msg"].removeprefix("Value error, ")
    given = error["input"]
    shown = f", not {given!r}" if isinstance(given, str) else ""
    return document.fault(place, what[0].lower() + what[1:] + shown)
