"""An agreement: what one department may see, for what purpose, until when, as its file says it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from sharing.masking import Show
from sharing.subjects import Subject, subjects

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
Words = Annotated[str, Field(min_length=2)]
Operator = Literal["is", "is_not", "starts_with", "at_least", "at_most"]


class Strict(BaseModel):
    """No key that is not known, nothing changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Text(Strict):
    """The same in Chinese and in English."""

    zh: Words
    en: Words


class Validity(Strict):
    """The first and the last day of an agreement."""

    first: dt.date = Field(alias="from")
    last: dt.date = Field(alias="until")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError(f"until {self.last} is before from {self.first}")
        return self


class ColumnGrant(Strict):
    """How one column is shown; what is most sensitive is shown plainly only for a stated reason."""

    show: Show
    justification: Words | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: object) -> object:
        return {"show": value} if isinstance(value, str) else value


class RowFilter(Strict):
    """A condition on one attribute; `values` are alternatives, several filters must all hold."""

    attribute: str
    op: Operator
    values: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_bound(self) -> Self:
        if self.op in ("at_least", "at_most") and len(self.values) > 1:
            raise ValueError(f"{self.op} takes one value")
        return self


def _listed(value: object) -> object:
    return dict.fromkeys(value, "plain") if isinstance(value, list) else value


Columns = Annotated[dict[str, ColumnGrant], BeforeValidator(_listed), Field(min_length=1)]


class Grant(Strict):
    """The columns and rows of one thing, or of one facet of a thing."""

    thing: str
    master_id: Literal["plain", "pseudonym"] = "plain"
    columns: Columns
    rows: tuple[RowFilter, ...] = ()
    history: bool = False

    @property
    def subject(self) -> Subject:
        """The dictionary's entry of what is granted."""
        return subjects()[self.thing]


class Agreement(Strict):
    """What one department may see, for what purpose, by which law, until when, and who agreed."""

    agreement: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{1,59}$")]
    department: Slug
    title: Text
    purpose: Text
    law: Words
    valid: Validity
    approved_by: Words
    grants: tuple[Grant, ...] = Field(min_length=1)

    def in_force(self, day: dt.date) -> bool:
        """Whether it grants anything on that day."""
        return self.valid.first <= day <= self.valid.last

    @property
    def bases(self) -> list[str]:
        """The bases it opens, in the order they are granted."""
        return list(dict.fromkeys(grant.subject.base for grant in self.grants))

    def document(self) -> dict[str, Any]:
        """The agreement as plain JSON, as it is kept in the database."""
        return self.model_dump(mode="json", by_alias=True)
