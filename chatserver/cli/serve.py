"""`chatserver serve` and `chatserver init`."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable
from pathlib import Path

import click

from chatserver.app import Running, running
from chatserver.cli.demo_replies import DEMO_REPLIES
from chatserver.cli.options import plain_errors, with_settings
from chatserver.core.people import AgentRef, Role
from chatserver.services import replies, signing_in
from chatserver.services.ports import Presence, Tx
from chatserver.settings import FILE_NAME, Settings, settings_toml

new_loop: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop
# A third less of the processor for each message; Windows has none.
with contextlib.suppress(ImportError):
    import uvloop

    new_loop = uvloop.new_event_loop

log = logging.getLogger(__name__)

DEMO_AGENT = "Demo Agent"


@click.command()
@with_settings("host", "port", "data", "intents")
@click.option("--demo", is_flag=True, help="Make a demo admin and some canned replies, and print a sign-in link.")
def serve(settings: Settings, demo: bool) -> None:
    """Run the server until it is told to stop (Ctrl-C or SIGTERM)."""
    logging.basicConfig(level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(message)s")
    # A line for every upgrade and every poll says nothing about chats.
    for noisy in ("aiohttp", "watchfiles", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    _allow_many_connections()
    try:
        with asyncio.Runner(loop_factory=new_loop) as runner:
            runner.run(_serve(settings, demo))
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or "this is not an address"
        raise click.ClickException(
            f"Cannot listen on {settings.host}:{settings.port}: {why}. Choose another with --host and --port."
        ) from None


def _allow_many_connections() -> None:
    """Each connection takes a file descriptor; systems begin at 1024 for a program that does not ask for more."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        log.info("open files: up to %s (was %s)", hard, soft)


async def _serve(settings: Settings, demo: bool) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    async with running(settings) as server:
        if not settings.origins:
            click.echo("origins is empty: only this server's own pages may use the chat.")
        if demo:
            await replies.stock_replies(server.ctx, DEMO_REPLIES, DEMO_AGENT)
            await _print_links(server)
        click.echo(f"ready on {server.url}")
        await stop.wait()


async def _print_links(server: Running) -> None:
    token = await signing_in.make_link(server.ctx, await _demo_agent(server))
    click.echo(f"  demo shop with the widget  {server.url}/demo")
    click.echo(f"  agents' console            {server.url}/console#sign-in={token}")
    click.echo(f"  documentation              {server.url}/docs")


async def _demo_agent(server: Running) -> AgentRef:
    """The demo agent, an admin so that every page can be seen, and available at every start.

    Their password is random: the link is their way in.
    """
    ctx = server.ctx
    known = await ctx.store.read(lambda tx: tx.agents.by_name(DEMO_AGENT))
    if known is not None:
        agent = known.ref
    else:
        agent = await signing_in.add_agent(ctx, server.passwords, DEMO_AGENT, ctx.ids.token())
        await signing_in.set_profile(ctx, DEMO_AGENT, role=Role.ADMIN)

    def make_available(tx: Tx) -> None:
        tx.agents.set_presence(agent.id, Presence.AVAILABLE, "")

    await ctx.store.run(make_available)
    return agent


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), default=Path(FILE_NAME))
def init(file: Path) -> None:
    """Write a commented settings file."""
    with plain_errors():
        if file.exists():
            raise click.ClickException(f"{file} is there already; it was left as it is.")
        file.write_text(settings_toml(), encoding="utf-8")
    click.echo(f"Wrote {file}. Start the server with: chatserver serve")
