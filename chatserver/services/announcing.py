"""Announcing known problems: an open incident is told before anybody has to ask, and before people are called."""

from collections.abc import Mapping

from chatserver.core.audit import COMMAND_LINE, Act
from chatserver.core.errors import Code, Refused
from chatserver.core.people import AgentRef
from chatserver.core.redaction.redact import redact_line
from chatserver.core.text import is_language_tag, require_line
from chatserver.core.triage.known_problems import KnownProblem
from chatserver.services import auditing
from chatserver.services.access import require_door
from chatserver.services.ports import Context, Tx

MAX_TEXT_CHARS = 500
# An incident is told in the languages that people write it in; nobody has so many.
MAX_TRANSLATIONS = 20


async def announce_problem(
    ctx: Context, text: str, translations: Mapping[str, str] | None = None, by: AgentRef = COMMAND_LINE
) -> KnownProblem:
    """Opens a known problem. `translations` have the text in other languages, by tag; empty ones count as none.

    Raises `Refused`: FORBIDDEN, BAD_REQUEST, TOO_LONG, or CONFLICT for one that is open in the same words.
    """
    words = {_tag(tag): _clean(ctx, line) for tag, line in (translations or {}).items() if line.strip()}
    problem = KnownProblem(ctx.ids.short(), _clean(ctx, text), words)
    if not problem.text:
        raise Refused(Code.BAD_REQUEST, "Say in a sentence what is wrong.", field="text")
    if len(words) > MAX_TRANSLATIONS:
        raise Refused(Code.BAD_REQUEST, f"A problem is announced in at most {MAX_TRANSLATIONS} languages.")

    def work(tx: Tx) -> KnownProblem:
        require_door(tx, by, "announce_problem")
        if any(known.text == problem.text for known in tx.problems.open()):
            raise Refused(Code.CONFLICT, "This is announced already.", field="text")
        tx.problems.add(problem, ctx.clock.now())
        auditing.note(tx, ctx.clock.now(), by, Act.PROBLEM_ANNOUNCED, problem.text, ", ".join(words), ctx.rules)
        return problem

    return await ctx.store.run(work)


async def end_problem(ctx: Context, problem_id: str, by: AgentRef = COMMAND_LINE) -> bool:
    """Ends a known problem; False when it was not open. Raises `Refused` (FORBIDDEN)."""

    def work(tx: Tx) -> bool:
        require_door(tx, by, "end_problem")
        words = {problem.id: problem.text for problem in tx.problems.open()}
        has_ended = tx.problems.end(problem_id, ctx.clock.now())
        if has_ended:
            auditing.note(tx, ctx.clock.now(), by, Act.PROBLEM_ENDED, words.get(problem_id, ""), rules=ctx.rules)
        return has_ended

    return await ctx.store.run(work)


async def open_problems(ctx: Context) -> tuple[KnownProblem, ...]:
    """Returns what operators have announced and not ended, oldest first."""
    return tuple(await ctx.store.read(lambda tx: tx.problems.open()))


async def told_problems(ctx: Context, agent: AgentRef) -> tuple[KnownProblem, ...]:
    """Returns what visitors are told: what was announced here, and what the status page lists. Raises `Refused`."""

    def work(tx: Tx) -> tuple[KnownProblem, ...]:
        require_door(tx, agent, "list_problems")
        own = tx.problems.open()
        ids = {problem.id for problem in own}
        return (*own, *(problem for problem in ctx.problems if is_of_page(problem) and problem.id not in ids))

    return await ctx.store.read(work)


def is_of_page(problem: KnownProblem) -> bool:
    """True for one that the status page lists: it ends there, not here."""
    return problem.id.startswith("page:")


def _tag(text: str) -> str:
    """A tag is told to every visitor as it is."""
    if not is_language_tag(text):
        raise Refused(Code.BAD_REQUEST, "Write languages by their tags, as in de or pt-BR.", field="text")
    return text


def _clean(ctx: Context, text: str) -> str:
    return redact_line(require_line(text, MAX_TEXT_CHARS), ctx.rules)
