"""What a department may see, as the SQL that makes its schema of views."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from psycopg2 import sql

from runtime.settings import settings
from runtime.sql import load
from sharing.agreement import Agreement, Grant
from sharing.masking import NOTES, Show, shown
from sharing.roles import role_of, schema_of
from sharing.rows import condition
from sharing.subjects import ALWAYS, ENDS, Subject

NOTHING = sql.SQL("")
ENDLESS = sql.SQL(", 'infinity'::date AS valid_to, 'infinity'::timestamptz AS known_to")


@dataclass(frozen=True)
class Department:
    """One department's schema, compiled."""

    name: str
    agreements: tuple[str, ...]
    statements: tuple[sql.Composable, ...]
    views: tuple[str, ...]
    functions: tuple[str, ...]
    keyed: bool  # whether a key for pseudonyms is needed
    pseudonymous: tuple[str, ...]  # things whose master ids it sees as pseudonyms


def compiled(department: str, agreements: Sequence[Agreement]) -> Department:
    """The schema of a department with these agreements, and no others, in force."""
    grants = [(agreement, grant) for agreement in agreements for grant in agreement.grants]
    statements: list[sql.Composable] = []
    if grants:
        titles = "; ".join(f"{a.title.zh} · {a.title.en}" for a in agreements)
        statements.append(
            load(
                "sharing/schema",
                schema=schema_of(department),
                role=role_of(department),
                comment=sql.Literal(titles),
            )
        )
    for agreement, grant in grants:
        statements += _Compiler(agreement, grant).statements()
    dated = [grant for _, grant in grants if grant.history]
    shows = {c.show for _, grant in grants for c in grant.columns.values()}
    pseudonymous = sorted({thing for _, grant in grants for thing in pseudonymised(grant)})
    return Department(
        name=department,
        agreements=tuple(sorted(agreement.agreement for agreement in agreements)),
        statements=tuple(statements),
        views=tuple(sorted(
            [grant.thing for _, grant in grants] + [f"{grant.thing}_timeline" for grant in dated]
        )),
        functions=tuple(sorted(f"{grant.thing}_as_of" for grant in dated)),
        keyed=bool(pseudonymous) or "pseudonym" in shows,
        pseudonymous=tuple(pseudonymous),
    )  # fmt: skip


def pseudonymised(grant: Grant) -> Iterator[str]:
    """The things whose masters a grant shows by pseudonym."""
    if grant.master_id == "pseudonym":
        yield grant.subject.thing.name
    for reference in grant.subject.references:
        found = grant.columns.get(reference.column)
        if found and found.show == "pseudonym":
            yield reference.thing


class _Compiler:
    """One grant on its way to views."""

    def __init__(self, agreement: Agreement, grant: Grant) -> None:
        self.agreement = agreement
        self.grant = grant
        self.subject: Subject = grant.subject
        self.schema = schema_of(agreement.department)
        self.role = role_of(agreement.department)
        self.things = {r.column: r.thing for r in self.subject.references}
        self.things["master_id"] = self.subject.thing.name

    def statements(self) -> Iterator[sql.Composable]:
        current = self._select(self.subject.current.name, ())
        yield self._view(self.grant.thing, current, "", ALWAYS)
        if not self.grant.history:
            return
        timeline = f"{self.grant.thing}_timeline"
        query = sql.SQL("{}UNION ALL\n{}").format(
            self._select(self.subject.current.name, (), ENDLESS),
            self._select(self.subject.history.name, ENDS),
        )
        yield self._view(timeline, query, "：历来 current and past", (*ALWAYS, *ENDS))
        yield load(
            "sharing/as_of",
            function=(self.schema, f"{self.grant.thing}_as_of"),
            timeline=(self.schema, timeline),
            role=self.role,
            comment=sql.Literal(f"{self._title}：在某日有效、某时已知 as of (valid, known)"),
        )

    @property
    def _title(self) -> str:
        return f"{self.subject.zh} · {self.subject.en}"

    def _show(self, column: str) -> Show:
        if column == "master_id":
            return self.grant.master_id
        found = self.grant.columns.get(column)
        return found.show if found else "plain"

    @property
    def _columns(self) -> list[str]:
        """Granted columns in the dictionary's order, whatever the file's."""
        granted = [name for name in self.subject.grantable if name in self.grant.columns]
        return ["master_id", *granted, "valid_from", "known_from"]

    def _select(
        self, table: str, ends: Sequence[str], more: sql.Composable = NOTHING
    ) -> sql.Composable:
        shown_columns = [self._expression(name) for name in (*self._columns, *ends)]
        valid = self.agreement.valid
        return load(
            "sharing/select",
            columns=sql.SQL("{}{}").format(sql.SQL(", ").join(shown_columns), more),
            table=(self.subject.base, table),
            pseudonyms=sql.SQL("").join(map(self._join, self._by_pseudonym)),
            timezone=sql.Literal(settings().timezone),
            first=sql.SQL("date {}").format(sql.Literal(str(valid.first))),
            last=sql.SQL("date {}").format(sql.Literal(str(valid.last))),
            rows=condition(self.subject, self.grant.rows, "m"),
        )

    @property
    def _by_pseudonym(self) -> list[str]:
        """Columns that hold master ids and are shown by pseudonym."""
        return [
            name
            for name in self._columns
            if name in self.things and self._show(name) == "pseudonym"
        ]

    def _join(self, column: str) -> sql.Composable:
        return load(
            "sharing/pseudonym_join",
            alias=f"p_{column}",
            column=column,
            department=sql.Literal(self.agreement.department),
            thing=sql.Literal(self.things[column]),
        )

    def _expression(self, name: str) -> sql.Composable:
        alias = sql.Identifier(name)
        if name in self._by_pseudonym:
            found = sql.Identifier(f"p_{name}", "pseudonym")
            return sql.SQL("{}::text AS {}").format(found, alias)
        value = sql.Identifier("m", name)
        show = self._show(name)
        if show == "plain":
            return value
        # The key is read once a query, by the owner of the view: whoever asks never sees it.
        key = sql.SQL("(SELECT k.key FROM sharing.pseudonym_key k WHERE k.department = {})").format(
            sql.Literal(self.agreement.department)
        )
        column = self.subject.attributes[name]
        return sql.SQL("{} AS {}").format(shown(column, show, value, key), alias)

    def _view(
        self, name: str, query: sql.Composable, suffix: str, system: Sequence[str]
    ) -> sql.Composable:
        """A view with its documentation; a barrier only where rows are hidden behind it."""
        view = (self.schema, name)
        columns = [*self._columns, *(c for c in system if c not in self._columns)]
        table = self.subject.history if "valid_to" in system else self.subject.current
        comments = [
            sql.SQL("COMMENT ON COLUMN {} IS {};\n").format(
                sql.Identifier(*view, column),
                sql.Literal(f"{table.c[column].comment}{NOTES[self._show(column)]}"),
            )
            for column in columns
        ]
        purpose = self.agreement.purpose
        comment = (
            f"{self._title}{suffix}。{self.agreement.agreement}：{purpose.zh} · {purpose.en}"
            f" ({self.agreement.valid.first} – {self.agreement.valid.last})"
        )
        return load(
            "sharing/view",
            view=view,
            barrier=sql.SQL("true" if self.grant.rows else "false"),
            query=query,
            comment=sql.Literal(comment),
            column_comments=sql.SQL("").join(comments),
            role=self.role,
        )
