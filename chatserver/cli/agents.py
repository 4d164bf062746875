"""`chatserver agents`: who may sign in to the console. Works beside a running server."""

import sys
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import click

from chatserver.cli.beside import run_beside
from chatserver.cli.options import with_settings
from chatserver.core.people import Role
from chatserver.core.text import require_line
from chatserver.services import signing_in
from chatserver.services.ports import Context
from chatserver.settings import Settings
from chatserver.web.passwords import ArgonPasswords

T = TypeVar("T")


@click.group()
def agents() -> None:
    """Add agents, list them, set their passwords."""


@agents.command()
@click.argument("name")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@with_settings("data")
def add(settings: Settings, name: str, password_stdin: bool) -> None:
    """Make the agent NAME."""
    password = _password(password_stdin)
    agent = _run(settings, lambda ctx, hasher: signing_in.add_agent(ctx, hasher, name, password))
    click.echo(f"Agent {agent.name} can sign in now.")


@agents.command("set-password")
@click.argument("name")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@with_settings("data")
def set_password(settings: Settings, name: str, password_stdin: bool) -> None:
    """Give the agent NAME a new password and end their sessions."""
    password = _password(password_stdin)
    agent = _run(settings, lambda ctx, hasher: signing_in.set_password(ctx, hasher, name, password))
    click.echo(f"Agent {agent.name} has a new password.")


@agents.command("set")
@click.argument("name")
@click.option("--languages", help="Languages they answer in, such as de,en; empty: all.")
@click.option("--teams", help="Teams they belong to, separated by commas.")
@click.option("--skills", help="Skills they have, separated by commas.")
@click.option("--cap", type=click.IntRange(0, 100), help="Chats they have at a time; 0: the site's number.")
@click.option("--role", type=click.Choice(Role, case_sensitive=False), help="What they may do.")
@with_settings("data")
def set_profile(settings: Settings, name: str, **given: Any) -> None:
    """Say which chats the agent NAME gets, and what they may do. What is not named stays."""
    agent = _run(settings, lambda ctx, hasher: signing_in.set_profile(ctx, name, **_profile(given)))
    limits = [", ".join(agent.languages) or "all languages", f"teams: {', '.join(agent.teams) or 'none'}"]
    click.echo(f"{agent.name}: {agent.role}, {'; '.join(limits)}, cap {agent.cap or 'of the site'}.")


def _profile(given: dict[str, Any]) -> dict[str, Any]:
    """The options that were named; lists of words come separated by commas."""
    lists = {"languages", "teams", "skills"}
    return {
        key: tuple(part.strip() for part in value.split(",") if part.strip()) if key in lists else value
        for key, value in given.items()
        if value is not None
    }


@agents.command("list")
@with_settings("data")
def list_agents(settings: Settings) -> None:
    """List all agents with what they do now and their roles."""
    for agent in _run(settings, lambda ctx, hasher: ctx.store.read(lambda tx: tx.agents.all())):
        click.echo(f"{agent.name}\t{agent.presence}\t{agent.load} chats\t{agent.role}")


@agents.command()
@click.argument("name")
@with_settings("data")
def link(settings: Settings, name: str) -> None:
    """Print a one-time sign-in link for NAME."""

    async def make(ctx: Context, hasher: ArgonPasswords) -> str:
        sane = require_line(name)
        agent = await ctx.store.read(lambda tx: tx.agents.by_name(sane))
        if agent is None:
            raise click.ClickException("There is no agent of this name.")
        return await signing_in.make_link(ctx, agent.ref)

    base = settings.public_url.rstrip("/") or f"http://{settings.host}:{settings.port}"
    click.echo(f"{base}/console#sign-in={_run(settings, make)}")


def _password(from_stdin: bool) -> str:
    if from_stdin:
        try:
            return sys.stdin.readline().rstrip("\r\n")
        except UnicodeDecodeError:
            raise click.ClickException("The password is not UTF-8.") from None
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


def _run(settings: Settings, work: Callable[[Context, ArgonPasswords], Awaitable[T]]) -> T:
    hasher = ArgonPasswords()
    try:
        return run_beside(settings, lambda ctx: work(ctx, hasher))
    finally:
        hasher.close()
