"""The composition root: the only file that knows every part. Builds them, runs them, and stops them in order."""

import asyncio
import contextlib
import gc
import logging
import secrets
import time
from collections.abc import AsyncIterator, Coroutine, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from aiohttp import web
from msgspec.structs import replace

from chatserver.core.ids import RANDOM_BITS, chat_id_from
from chatserver.core.mail import mail_address, parse_mail_server, parse_sender
from chatserver.core.redaction.rules import SHIPPED, Rules
from chatserver.core.routing.ladder import Rungs
from chatserver.core.routing.policies import Urgency
from chatserver.core.sla import PICKUP_TARGET
from chatserver.core.sla.policies import DEFAULT_POLICIES, ClockKind, Policies, with_pickup
from chatserver.core.triage.intents import IntentSet
from chatserver.files.examining import Examiner
from chatserver.files.folder import Folder
from chatserver.intent_files import load_intents
from chatserver.intent_files.redaction_rules import load_rules
from chatserver.mail.postman import Postman, carriers
from chatserver.mail.smtp import SmtpMailer
from chatserver.policy_files.load import load_sla
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
from chatserver.reloading import Source, make_workshop, watch_intents
from chatserver.services import declaring, signing_in
from chatserver.services.file_ports import FileLimits
from chatserver.services.outgoing import Post
from chatserver.services.ports import Clock, Context, Ids, Policy
from chatserver.settings import Settings
from chatserver.site_files import Files as SiteFiles
from chatserver.storage import FILES_NAME, SqliteStore, open_store
from chatserver.web.doors import Origins, guard
from chatserver.web.files import Files
from chatserver.web.health import Health
from chatserver.web.metrics import Metrics
from chatserver.web.on_call import OnCallHook, log_alarms
from chatserver.web.pages import Pages
from chatserver.web.passwords import ArgonPasswords
from chatserver.web.report_file import ReportFile
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


class WrongIntents(Exception):
    """The intent files, the redaction rules or `sla.yml` cannot be used; the message lists what is wrong with them."""


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


def bundled(name: str) -> Path:
    """Returns a folder that travels with the program: in the wheel, or in the checkout it runs from."""
    inside = Path(__file__).parent / "_bundled" / name
    checkout = Path(__file__).parent.parent / ("static/dist" if name == "static" else name)
    return inside if inside.is_dir() else checkout


def intents_folder(settings: Settings) -> Path:
    return Path(settings.intents) if settings.intents else bundled("intents")


def urgency_of(settings: Settings, pickup: timedelta) -> Urgency:
    by_plan = {"premium": settings.head_start_premium, "regular": settings.head_start_regular}
    by_severity = {1: settings.head_start_severity_1, 2: settings.head_start_severity_2}
    return Urgency(
        target=pickup,
        by_plan={plan: timedelta(seconds=seconds) for plan, seconds in by_plan.items()},
        by_severity={severity: timedelta(seconds=seconds) for severity, seconds in by_severity.items()},
        bound=timedelta(seconds=max(by_plan.values()) + max(by_severity.values())),
    )


def policy_of(settings: Settings, pickup: timedelta) -> Policy:
    return Policy(
        bot_name=settings.bot,
        offer_lapse=timedelta(seconds=settings.offer_seconds),
        agent_cap=settings.chats_per_agent,
        session_length=timedelta(hours=settings.session_hours),
        urgency=urgency_of(settings, pickup),
        rungs=Rungs(target=pickup),
        agent_grace=timedelta(seconds=settings.agent_grace_seconds),
        parked_after=timedelta(minutes=settings.parked_minutes),
        visitor_leaves_after=timedelta(minutes=settings.visitor_leaves_minutes),
        files=FileLimits(
            settings.file_mib << 20,
            settings.files_per_chat,
            settings.files_mib_per_chat << 20,
            settings.files_mib << 20,
        ),
        identity_secret=settings.identity_secret,
        post=Post(
            brand=settings.brand,
            can_mail=bool(settings.mail_server),
            on_call_mail=tuple(dict.fromkeys(mail_address(address) for address in settings.on_call_mail)),
            has_hook=bool(settings.on_call_url),
            console=_console_of(settings),
        ),
        shows_drafts=settings.draft_preview,
    )


def require_intents(settings: Settings) -> IntentSet:
    """Returns the loaded intents. Raises `WrongIntents` with every problem on a line of its own."""
    loaded = load_intents(intents_folder(settings), settings.variables)
    if loaded.intents is None:
        raise WrongIntents("\n".join(str(problem) for problem in loaded.problems))
    return loaded.intents


def require_rules(settings: Settings) -> Rules:
    """Returns the site's redaction rules. Raises `WrongIntents` with every problem on a line of its own."""
    if not settings.redaction_rules:
        return SHIPPED
    loaded = load_rules(Path(settings.redaction_rules))
    if loaded.rules is None:
        raise WrongIntents("\n".join(str(problem) for problem in loaded.problems))
    return loaded.rules


def require_policies(settings: Settings) -> Policies:
    """Returns what is promised. Raises `WrongIntents` with every problem on a line of its own."""
    # A site that signs who its visitors are believes nobody's word about the plan.
    return replace(_policies(settings), plans_are_signed=bool(settings.identity_secret))


def _policies(settings: Settings) -> Policies:
    if not settings.sla:
        return with_pickup(DEFAULT_POLICIES, timedelta(seconds=settings.pickup_seconds))
    loaded = load_sla(Path(settings.sla))
    if loaded.policies is None:
        raise WrongIntents("\n".join(str(problem) for problem in loaded.problems))
    if loaded.policies.table[ClockKind.PICKUP] == DEFAULT_POLICIES.table[ClockKind.PICKUP]:
        return with_pickup(loaded.policies, timedelta(seconds=settings.pickup_seconds))
    if timedelta(seconds=settings.pickup_seconds) not in {PICKUP_TARGET, loaded.policies.pickup}:
        raise WrongIntents(
            f"The setting pickup_seconds says {settings.pickup_seconds} s, and {settings.sla} says"
            f" {loaded.policies.pickup.total_seconds():.0f} s for the pickup. Leave the setting out: the file holds."
        )
    return loaded.policies


def build_context(
    settings: Settings, store: SqliteStore, intents: IntentSet, connections: Connections, clock: Clock, ids: Ids
) -> Context:
    rules, policies = require_rules(settings), require_policies(settings)
    policy = policy_of(settings, policies.pickup)
    workshop = make_workshop(settings.data, intents)
    return Context(store, clock, ids, connections, policy, workshop, rules, policies=policies)


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


def _console_of(settings: Settings) -> str:
    return f"{settings.public_url.rstrip('/')}/console"


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
