"""Announcing known problems: an open incident is told before anybody has to ask, and before people are called."""

from collections.abc import Mapping

from chatserver.core.redaction.redact import redact_line
from chatserver.core.text import require_line
from chatserver.core.triage.known_problems import KnownProblem
from chatserver.services.ports import Context, Tx

MAX_TEXT_CHARS = 500


async def announce_problem(ctx: Context, text: str, translations: Mapping[str, str] | None = None) -> KnownProblem:
    """Opens a known problem. `translations` have the text in other languages, by tag. Raises `Refused`."""
    words = {tag: _clean(ctx, line) for tag, line in (translations or {}).items()}
    problem = KnownProblem(ctx.ids.short(), _clean(ctx, text), words)

    def work(tx: Tx) -> KnownProblem:
        tx.problems.add(problem, ctx.clock.now())
        return problem

    return await ctx.store.run(work)


async def end_problem(ctx: Context, problem_id: str) -> bool:
    """Ends a known problem; False when it was not open."""
    return await ctx.store.run(lambda tx: tx.problems.end(problem_id, ctx.clock.now()))


async def open_problems(ctx: Context) -> tuple[KnownProblem, ...]:
    """Returns what operators have announced and not ended, oldest first."""
    return tuple(await ctx.store.read(lambda tx: tx.problems.open()))


def _clean(ctx: Context, text: str) -> str:
    return redact_line(require_line(text, MAX_TEXT_CHARS), ctx.rules)
