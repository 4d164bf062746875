"""The composition root: the only file that knows every part. Builds them, runs them, and stops them in order."""

import asyncio
import contextlib
import gc
import logging
import secrets
import time
from collections.abc import AsyncIterator, Coroutine, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from aiohttp import web

from chatserver.core.ids import RANDOM_BITS, chat_id_from
from chatserver.core.mail import parse_mail_server, parse_sender
from chatserver.core.triage.intents import IntentSet
from chatserver.files.examining import Examiner
from chatserver.files.folder import Folder
from chatserver.from_settings import (
    build_context,
    bundled,
    intents_folder,
    require_intents,
    require_policies,
    require_rules,
)
from chatserver.mail.postman import Postman, carriers
from chatserver.mail.smtp import SmtpMailer
from chatserver.protocol import VISITOR_COMMANDS
from chatserver.protocol_admin import ALL_AGENT_COMMANDS
from chatserver.realtime.admins import AdminDesk
from chatserver.realtime.agents import AgentDesk
from chatserver.realtime.connections import Connections
from chatserver.realtime.direct import DirectSocket
from chatserver.realtime.dispatch import ChatSocketServer, Desk
from chatserver.realtime.draining import drain
from chatserver.realtime.joining import end_dead_sessions, end_session, register
from chatserver.realtime.limits import Limiter, Limits, Rate
from chatserver.realtime.publisher import AGENT, VISITOR, RoomPublisher
from chatserver.realtime.pulse import beat, index_messages, sweep_files
from chatserver.realtime.sockets import Socket
from chatserver.realtime.teamwork import Teamwork
from chatserver.realtime.visitors import VisitorDesk
from chatserver.reloading import Source, watch_intents
from chatserver.services import declaring, signing_in
from chatserver.services.ports import Clock, Context, Ids
from chatserver.settings import Settings
from chatserver.site_files import Files as SiteFiles
from chatserver.storage import FILES_NAME, open_store
from chatserver.web.doors import Origins, guard
from chatserver.web.files import Files
from chatserver.web.health import Health
from chatserver.web.metrics import Metrics
from chatserver.web.on_call import OnCallHook, log_alarms
from chatserver.web.pages import Pages
from chatserver.web.passwords import ArgonPasswords
from chatserver.web.report_file import ReportFile
from chatserver.web.server_log import server_logger
from chatserver.web.sign_in import COOKIE, SignIn, agent_of
from chatserver.web.status_feed import watch_problems
from chatserver.web.transcripts import Transcripts

log = logging.getLogger(__name__)

# Longer than any request of ours takes; only a net, since every socket is closed first.
_SHUTDOWN_SECONDS = 3.0
# A collection of the young for every few hundred messages, not for every few.
_YOUNG_OBJECTS = 50_000
# Everybody may come back at once after a restart; what does not fit tries again only after seconds.
_BACKLOG = 4096
# Copies of a chat that one person gets at once, and a minute: each is read and written anew.
_TRANSCRIPTS = 20
_PING_SECONDS = 20
_PONG_SECONDS = 20


_Part = SignIn | Files | Transcripts | ReportFile | Metrics


class SystemClock:
    """See `services.ports.Clock`."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - the one clock


class RandomIds:
    """See `services.ports.Ids`."""

    def chat_id(self) -> str:
        return chat_id_from(secrets.randbits(RANDOM_BITS))

    def token(self) -> str:
        return secrets.token_urlsafe(32)

    def short(self) -> str:
        return secrets.token_urlsafe(12)


@dataclass(frozen=True, slots=True)
class Running:
    """A server that accepts connections."""

    url: str
    port: int
    ctx: Context
    connections: Connections
    passwords: ArgonPasswords
    realtime: ChatSocketServer


@contextlib.asynccontextmanager
async def running(
    settings: Settings, clock: Clock | None = None, ids: Ids | None = None, intents: IntentSet | None = None
) -> AsyncIterator[Running]:
    """Runs a server for as long as the block lasts. Clock, ids and loaded intents are given by tests.

    Raises `StoreUnusable`, `WrongIntents`, or `OSError` when the port is taken.
    """
    ids = ids or RandomIds()
    intents = intents or require_intents(settings)
    require_rules(settings)
    require_policies(settings)
    store = open_store(Path(settings.data), ids.short, as_server=True)
    passwords = ArgonPasswords()
    connections = Connections()
    ctx = build_context(settings, store, intents, connections, clock or SystemClock(), ids)
    wake = asyncio.Event()
    origins = Origins(settings.public_url, settings.origins)
    notices: list[str] = []
    metrics = Metrics(settings.metrics_token, ctx)
    server = _socket_server(settings, ctx, connections, origins, wake)
    admins = AdminDesk(ctx, server, connections, passwords, SiteFiles(settings, notices, metrics.rule_counts))
    server.desks = _desks(settings, ctx, connections, server, admins)
    sign_in = SignIn(
        ctx,
        passwords,
        lambda session: end_session(server, connections, session),
        is_secure=settings.public_url.startswith("https://"),
        trusted_proxies=settings.trusted_proxies,
    )
    folder = Folder(Path(settings.data) / FILES_NAME)
    publisher = RoomPublisher(server.manager, wake, asyncio.get_running_loop().call_later, metrics.observe)
    server.publisher = publisher
    parts: list[_Part] = [sign_in, _files(settings, ctx, folder), _transcripts(ctx), ReportFile(ctx), metrics]
    runner = web.AppRunner(
        _web_app(settings, ctx, parts, origins, server, notices),
        access_log=None,
        logger=server_logger(),
        shutdown_timeout=_SHUTDOWN_SECONDS,
        # Nobody has a reason to pack a request, but one who wants it to unpack to a thousand times its size.
        auto_decompress=False,
    )
    try:
        await signing_in.sweep(ctx)
        await declaring.recall_volume(ctx)
        await runner.setup()
        await web.TCPSite(runner, settings.host, settings.port, backlog=_BACKLOG).start()
        async with _owning(
            publisher.repeat_heads(),
            server.eio.look_after(),
            beat(ctx, publisher, wake, partial(log_alarms, ctx.clock.now)),
            _postman(settings, ctx, metrics).work(),
            sweep_files(ctx, folder),
            index_messages(ctx),
            watch_intents(Source(intents_folder(settings), settings.variables, settings.data), ctx, notices),
            watch_problems(ctx, settings.status_feed, publisher.tell_problems),
            end_dead_sessions(ctx, server, connections),
        ):
            # What was built at the start lives as long as the process: keep the collector from walking it.
            gc.collect()
            gc.freeze()
            gc.set_threshold(_YOUNG_OBJECTS, 20, 50)
            yield Running(_url_of(runner, settings), runner.addresses[0][1], ctx, connections, passwords, server)
            log.info("stopping")
            await drain(server, connections, secrets.SystemRandom().uniform, settings.drain_seconds)
    finally:
        await runner.cleanup()
        store.close()
        passwords.close()


@contextlib.asynccontextmanager
async def _owning(*work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Owns the background tasks: they end with the block, and a task that fails ends the block."""
    try:
        async with asyncio.TaskGroup() as tasks:
            owned = [tasks.create_task(coroutine) for coroutine in work]
            yield
            for task in owned:
                task.cancel()
    except BaseExceptionGroup as group:
        # One failure is told as itself, not as a group of one.
        raise group.exceptions[0] if len(group.exceptions) == 1 else group from None


def _socket_server(
    settings: Settings, ctx: Context, connections: Connections, origins: Origins, wake: asyncio.Event
) -> ChatSocketServer:
    server = ChatSocketServer(
        cors_allowed_origins=lambda origin, environ: origins.may_chat(origin or "", environ.get("HTTP_HOST", "")),
        ping_interval=_PING_SECONDS,
        ping_timeout=_PONG_SECONDS,
        namespaces=[VISITOR, AGENT],
        socket_class=DirectSocket if settings.direct_path else Socket,
    )

    register(server, connections, wake, COOKIE, partial(agent_of, ctx), origins.is_own, settings.trusted_proxies)
    return server


def _desks(
    settings: Settings, ctx: Context, connections: Connections, server: ChatSocketServer, admins: AdminDesk
) -> dict[str, Desk]:
    limits = Limits(
        Limiter(Rate(settings.commands_burst, settings.commands_per_second), time.monotonic),
        Limiter(Rate(settings.address_burst, settings.address_per_second), time.monotonic),
    )
    of_agents = {**AgentDesk(ctx, server).handlers, **Teamwork(ctx, connections).handlers, **admins.handlers}
    return {
        VISITOR: Desk(VISITOR_COMMANDS, VisitorDesk(ctx, server, connections).handlers, connections.visitors, limits),
        AGENT: Desk(ALL_AGENT_COMMANDS, of_agents, connections.consoles, limits),
    }


def _files(settings: Settings, ctx: Context, folder: Folder) -> Files:
    each = settings.files_per_minute
    of_senders = Limiter(Rate(each, each / 60), time.monotonic)
    # An office behind one address, as for commands.
    of_addresses = Limiter(Rate(each * 20, each * 20 / 60), time.monotonic)
    examiner = Examiner(ctx.rules)
    return Files(ctx, folder, examiner, of_senders.take, of_addresses.take, trusted_proxies=settings.trusted_proxies)


def _transcripts(ctx: Context) -> Transcripts:
    return Transcripts(ctx, Limiter(Rate(_TRANSCRIPTS, _TRANSCRIPTS / 60), time.monotonic).take)


def _postman(settings: Settings, ctx: Context, metrics: Metrics) -> Postman:
    mailer = hook = None
    if settings.mail_server:
        mailer = SmtpMailer(parse_mail_server(settings.mail_server), parse_sender(settings.mail_from), ctx.clock.now)
    if settings.on_call_url:
        hook = OnCallHook(settings.on_call_url, ctx.policy.post.console)
    return Postman(ctx, carriers(ctx, mailer, hook), metrics.observe_post)


def _web_app(
    settings: Settings,
    ctx: Context,
    parts: Sequence[_Part],
    origins: Origins,
    server: ChatSocketServer,
    notices: list[str],
) -> web.Application:
    app = web.Application(middlewares=[guard(origins)])
    links = {"privacy_url": settings.privacy_url, "conduct_url": settings.conduct_url}
    drafts = "shown" if settings.draft_preview else "none"
    pages = Pages(bundled("static"), bundled("docs"), {"brand": settings.brand, "drafts": drafts, **links}, origins)
    health = Health(ctx, lambda: ["The server is stopping."] if server.is_draining else [], lambda: list(notices))
    app.add_routes([route for part in (*parts, pages, health) for route in part.routes()])
    server.attach(app)
    return app


def _url_of(runner: web.AppRunner, settings: Settings) -> str:
    if settings.public_url:
        return settings.public_url.rstrip("/")
    host, port = runner.addresses[0][:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
