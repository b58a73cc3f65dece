"""Agreements held against the dictionary, the departments and one another."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from loaders.errors import Fault
from loaders.positions import Document, Place
from models.codes import CODES
from sharing.agreement import Agreement, ColumnGrant, Grant
from sharing.masking import ways
from sharing.rows import UnfitValue, typed
from sharing.subjects import subjects

MOST_SENSITIVE = 4


def against_dictionary(
    agreement: Agreement, document: Document, departments: Collection[str]
) -> Iterator[Fault]:
    """What one agreement says that the dictionary or the departments do not know or allow."""
    if agreement.department not in departments:
        yield _unknown(document, ("department",), agreement.department, departments)
    granted: dict[str, int] = {}
    for position, grant in enumerate(agreement.grants):
        place: Place = ("grants", position)
        if grant.thing not in subjects():
            yield _unknown(document, (*place, "thing"), grant.thing, subjects())
            continue
        if grant.thing in granted:
            first = granted[grant.thing] + 1
            yield document.fault(place, f"{grant.thing} is granted already, by grant {first}")
        granted[grant.thing] = position
        yield from _columns(grant, document, place)
        yield from _rows(grant, document, place)
    if not set(granted) <= set(subjects()) or len(granted) < len(agreement.grants):
        return
    yield from _facets_follow(agreement, document)
    yield from _pseudonyms_hold(agreement, document, _hidden([agreement]))


def among_themselves(read: Sequence[tuple[Agreement, Document]]) -> Iterator[Fault]:
    """What agreements that are fine alone cannot say together."""
    seen: dict[str, Document] = {}
    for agreement, document in read:
        if agreement.agreement in seen:
            other = seen[agreement.agreement].path.name
            what = f"{agreement.agreement} is also in {other}"
            yield document.fault(("agreement",), what)
        seen[agreement.agreement] = document
    for _, group in groupby(sorted(read, key=_department), key=_department):
        yield from _of_one_department(list(group))


def _department(read: tuple[Agreement, Document]) -> str:
    return read[0].department


def _of_one_department(read: Sequence[tuple[Agreement, Document]]) -> Iterator[Fault]:
    """No thing is granted twice on one day, and what one hides another does not tell."""
    for position, (one, document) in enumerate(read):
        for other, _ in read[:position]:
            if one.valid.first > other.valid.last or other.valid.first > one.valid.last:
                continue
            theirs = {grant.thing for grant in other.grants}
            for number, grant in enumerate(one.grants):
                if grant.thing in theirs:
                    what = (
                        f"{one.agreement} and {other.agreement} both grant {grant.thing} to "
                        f"{one.department}; a department sees a thing by one agreement only"
                    )
                    yield document.fault(("grants", number, "thing"), what)
    hidden = _hidden([agreement for agreement, _ in read])
    for agreement, document in read:
        own = _hidden([agreement])
        if hidden != own:
            yield from _pseudonyms_hold(agreement, document, hidden)


def _hidden(agreements: Sequence[Agreement]) -> set[str]:
    """Things whose masters the department knows by pseudonym."""
    grants = (grant for agreement in agreements for grant in agreement.grants)
    return {grant.subject.thing.name for grant in grants if grant.master_id == "pseudonym"}


def _columns(grant: Grant, document: Document, place: Place) -> Iterator[Fault]:
    grantable = grant.subject.grantable
    for name, column_grant in grant.columns.items():
        where = (*place, "columns", name)
        if name not in grantable:
            yield _unknown(document, where, name, grantable)
            continue
        info = grantable[name].info
        allowed = ways(grantable[name])
        if column_grant.show not in allowed:
            what = f"{name} ({info['element']}) cannot be shown as {column_grant.show}; as: "
            yield document.fault(where, what + ", ".join(allowed))
        elif _told_without_reason(info["level"], column_grant):
            others = " or ".join(allowed[1:]) or "nothing"
            what = (
                f"{name} is most sensitive (level {info['level']}); show it as {others}, or write "
                "{show: plain, justification: …}"
            )
            yield document.fault(where, what)


def _told_without_reason(level: int, grant: ColumnGrant) -> bool:
    return level >= MOST_SENSITIVE and grant.show == "plain" and not grant.justification


def _rows(grant: Grant, document: Document, place: Place) -> Iterator[Fault]:
    attributes = grant.subject.attributes
    for position, row in enumerate(grant.rows):
        where = (*place, "rows", position)
        if row.attribute not in attributes:
            yield _unknown(document, (*where, "attribute"), row.attribute, attributes)
            continue
        column = attributes[row.attribute]
        codes = CODES[column.info["codes"]] if column.info["codes"] else None
        for number, value in enumerate(row.values):
            value_place = (*where, "values", number)
            try:
                typed(column, row.op, value)
            except UnfitValue as error:
                yield document.fault(value_place, str(error))
            if codes and row.op in ("is", "is_not") and value not in codes:
                yield _unknown(document, value_place, value, codes.codes)


def _facets_follow(agreement: Agreement, document: Document) -> Iterator[Fault]:
    """A facet must not show masters that a filter on its thing leaves out."""
    filtered = {grant.thing for grant in agreement.grants if grant.rows}
    for position, grant in enumerate(agreement.grants):
        thing = grant.subject.thing.name
        if grant.subject.facet and thing in filtered and not grant.rows:
            what = f"{thing} is filtered by rows; {grant.thing} needs rows of its own"
            yield document.fault(("grants", position), what)


def _pseudonyms_hold(agreement: Agreement, document: Document, hidden: set[str]) -> Iterator[Fault]:
    """What is known by pseudonym in one place is told plainly in no other."""
    for position, grant in enumerate(agreement.grants):
        subject, place = grant.subject, ("grants", position)
        if subject.thing.name in hidden and grant.master_id == "plain":
            what = f"{subject.thing.name} is known by pseudonym; write master_id: pseudonym"
            yield document.fault((*place, "master_id"), what)
        told = {name: set(things) for name, things in subject.identifying.items()}
        told |= {r.column: {r.thing} for r in subject.references}
        for name, column_grant in grant.columns.items():
            things = told.get(name, set()) & hidden
            if subject.thing.name in hidden and _is_name(grant, name):
                things = {subject.thing.name}
            if things and column_grant.show == "plain":
                what = (
                    f"{name} tells who a {min(things)} is, which {agreement.department} knows "
                    "by pseudonym; do not show it plainly"
                )
                yield document.fault((*place, "columns", name), what)


def _is_name(grant: Grant, column: str) -> bool:
    found = grant.subject.attributes.get(column)
    return found is not None and found.info["element"] == "person_name"


def _unknown(document: Document, place: Place, name: str, known: Collection[str]) -> Fault:
    close = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {close[0]}?" if close else "there are: " + ", ".join(known)
    return document.fault(place, f"{name!r} is unknown; {hint}")
