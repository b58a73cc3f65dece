"""What a noun of the command line is built from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import typer

Command = TypeVar("Command", bound=Callable[..., Any])


class Noun(typer.Typer):
    """An app whose every command has an example. With a single command it needs no verb."""

    def __init__(self, help: str | None = None) -> None:
        super().__init__(
            help=help,
            add_completion=False,
            rich_markup_mode=None,
            context_settings={"help_option_names": ["-h", "--help"]},
        )

    def verb(
        self, *examples: str, name: str | None = None, **settings: Any
    ) -> Callable[[Command], Command]:
        """Register a command; its docstring is its help, the examples are shown below it."""
        return self.command(name, epilog=_shown(examples), **settings)

    def itself(self, *examples: str) -> Callable[[Command], Command]:
        """Register what the noun does without a verb, for one that has verbs beside it.

        It is called before a verb, too: it looks at `context.invoked_subcommand`.
        """
        return self.callback(invoke_without_command=True, epilog=_shown(examples))


def _shown(examples: tuple[str, ...]) -> str:
    if not examples:
        raise TypeError("a command needs an example")
    shown = "\n".join(f"  {example}" for example in examples)
    # \b keeps the lines as they are.
    return f"\b\nExample:\n{shown}"
