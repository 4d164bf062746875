"""Findings: how the tools that look for faults show them, for people, for programs and on GitHub."""

import json
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import click

from chatserver.intent_files import Problem


class Format(StrEnum):
    """`TEXT`: a line each; `JSON`: one array; `GITHUB`: workflow commands, which become notes at the changed lines."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def with_format(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--format`, and passes `form`, a `Format`, to the command."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(Format, case_sensitive=False),
        default=Format.TEXT,
        help="text for people, json (one array) for programs, github for notes in a pull request.",
    )(command)


def rendered(problems: Sequence[Problem], form: Format) -> str:
    """Returns the problems as text without a line end; empty when there is nothing to show."""
    match form:
        case Format.TEXT:
            return "\n".join(map(str, problems))
        case Format.JSON:
            return json.dumps([_as_object(problem) for problem in problems], ensure_ascii=False, indent=2)
        case Format.GITHUB:
            return "\n".join(map(_as_command, problems))


def show(problems: Sequence[Problem], form: Format) -> None:
    """Prints the problems to stdout."""
    text = rendered(problems, form)
    if text:
        click.echo(text)


def counted(number: int, thing: str) -> str:
    """Returns a number and what it counts, as in "1 error" and "2 errors"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _as_object(problem: Problem) -> dict[str, str | int]:
    """Line and column count from 1; 0 means the file as a whole."""
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "fault": problem.fault,
        "cure": problem.cure,
    }


# Of a message, and of the properties before it; the percent sign is the first, since what the others become has one.
_IN_MESSAGE = "%\r\n"
_IN_PROPERTY = "%\r\n:,"


def _as_command(problem: Problem) -> str:
    """See docs.github.com, "Workflow commands for GitHub Actions"; the escapes are those of its own toolkit."""
    named = {"file": _below_here(problem.file)}
    if problem.line:
        named |= {"line": str(problem.line), "col": str(problem.column)}
    named["title"] = problem.code
    properties = ",".join(f"{key}={_escaped(value, _IN_PROPERTY)}" for key, value in named.items())
    message = _escaped(f"{problem.fault} {problem.cure}".rstrip(), _IN_MESSAGE)
    return f"::{problem.severity} {properties}::{message}"


def _escaped(text: str, signs: str) -> str:
    for sign in signs:
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def _below_here(file: str) -> str:
    """GitHub shows a note only at a path that begins where the checkout does."""
    path = Path(file).absolute()
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else file
