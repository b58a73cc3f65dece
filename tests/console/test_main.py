"""The command line helps: an overview that fits a screen, examples everywhere, readable errors."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from console.main import NOUNS, overview, run, typer_command
from runtime.settings import REPOSITORY


def commands(command: Any, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command below one, with the words that name it."""
    below = getattr(command, "commands", None)
    if not below:
        yield words, command
        return
    for name, child in below.items():
        yield from commands(child, (*words, name))


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=REPOSITORY,
        env=os.environ | environment,
        capture_output=True,
        text=True,
    )


def test_the_overview_fits_a_screen_with_a_line_for_each_noun() -> None:
    lines = overview().splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    for noun, entry in NOUNS.items():
        if entry.developer:
            assert noun in lines[0]
        else:
            assert any(line.split()[:1] == [noun] for line in lines)


def test_the_overview_needs_nothing_but_python() -> None:
    loaded = python("-X", "importtime", "-m", "console", "--help").stderr
    heavy = ("pydantic", "sqlalchemy", "typer", "pandas", "airflow", "rich")
    assert not [name for name in heavy if f" {name}\n" in loaded]


@pytest.mark.parametrize("noun", NOUNS)
def test_each_command_explains_itself_with_an_example(noun: str) -> None:
    for words, command in commands(typer_command(noun), (noun,)):
        named = " ".join(words)
        assert command.help, f"{named} has no help"
        assert f"./siku {noun}" in (command.epilog or ""), f"{named} has no example"
        for option in command.params:
            assert option.help, f"{named} {option.name} has no help"


def test_an_unknown_command_is_answered_with_a_near_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["statsu"]) != 0
    assert "did you mean status?" in capsys.readouterr().err


def test_a_wrong_option_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["settings", "--colour"]) == 2
    assert "--colour" in capsys.readouterr().err


def test_a_bad_setting_is_an_error_and_no_traceback() -> None:
    done = python("-m", "console", "status", SIKU_CLUSTER_PORT="many")
    assert done.returncode == 1
    assert "SIKU_CLUSTER_PORT is 'many'" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unforeseen_fault_is_short_unless_debugging() -> None:
    fault = (
        "import console.settings as s, console.main as m\n"
        "s.describe = lambda current: 1 // 0\n"
        "m.main(['settings'])"
    )
    short = python("-c", fault)
    assert short.returncode == 1
    assert "ZeroDivisionError" in short.stderr
    assert "SIKU_DEBUG=1" in short.stderr
    assert "Traceback" not in short.stderr
    assert "Traceback" in python("-c", fault, SIKU_DEBUG="1").stderr


def test_an_interrupt_ends_with_130() -> None:
    fault = (
        "import console.settings as s, console.main as m\n"
        "def interrupt(current): raise KeyboardInterrupt\n"
        "s.describe = interrupt\n"
        "m.main(['settings'])"
    )
    done = python("-c", fault)
    assert done.returncode == 130
    assert "run the same command again" in done.stderr


def test_a_reader_that_has_seen_enough_is_no_fault() -> None:
    done = subprocess.run(
        f"{sys.executable} -m console settings | head -n 1",
        shell=True,
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1
