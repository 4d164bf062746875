"""Known problems: what operators have announced, and what a status page lists as unresolved. Read again and again.

The page's format is that of Statuspage and the many that copy it: `/api/v2/incidents/unresolved.json`.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence

import aiohttp
import msgspec

from chatserver.core.errors import Refused
from chatserver.core.redaction.redact import redact_line
from chatserver.core.text import require_line
from chatserver.core.triage.known_problems import KnownProblem
from chatserver.services import announcing
from chatserver.services.ports import Context

log = logging.getLogger(__name__)

Tell = Callable[[Sequence[KnownProblem]], None]

# An operator who announces something at the command line sees it told within seconds.
LOOK_EVERY_SECONDS = 5.0
FETCH_EVERY_LOOKS = 12
_TIMEOUT = aiohttp.ClientTimeout(total=10)
_MAX_BYTES = 1024 * 1024
_MAX_PROBLEMS = 20


class _Incident(msgspec.Struct):
    id: str
    name: str


class _Page(msgspec.Struct):
    incidents: list[_Incident]


class FeedBroken(Exception):
    """The status page cannot be reached or read; the message says why."""


async def watch_problems(ctx: Context, url: str, tell: Tell) -> None:
    """Keeps `ctx.problems` true until cancelled; `url` is empty when there is no page to read.

    Calls `tell` when they have changed. A page that cannot be read keeps its last problems, and is logged once.
    """
    listed: tuple[KnownProblem, ...] = ()
    looks, has_failed = 0, False
    while True:
        if url and looks % FETCH_EVERY_LOOKS == 0:
            try:
                listed = await fetch_problems(ctx, url)
                has_failed = False
            except FeedBroken as error:
                if not has_failed:
                    log.warning("the status page was not read: %s", error)
                has_failed = True
        looks += 1
        try:
            before, ctx.problems = ctx.problems, (*await announcing.open_problems(ctx), *listed)
            if ctx.problems != before:
                tell(ctx.problems)
        except Refused as refused:
            log.warning("known problems were not read: %s", refused.code)
        await asyncio.sleep(LOOK_EVERY_SECONDS)


async def fetch_problems(ctx: Context, url: str) -> tuple[KnownProblem, ...]:
    """Returns what the status page lists as unresolved. Raises `FeedBroken`."""
    try:
        async with (
            aiohttp.ClientSession(timeout=_TIMEOUT) as session,
            session.get(url, headers={"Accept": "application/json"}) as answer,
        ):
            answer.raise_for_status()
            raw = await answer.content.read(_MAX_BYTES)
        page = msgspec.json.decode(raw, type=_Page)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        # A broken document is a ValueError; so is an address that is none.
        raise FeedBroken(type(error).__name__) from error
    return tuple(
        KnownProblem(f"page:{incident.id[:80]}", redact_line(require_line(incident.name[:300]), ctx.rules))
        for incident in page.incidents[:_MAX_PROBLEMS]
    )
