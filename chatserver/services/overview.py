"""The overview of a site: what its files and settings say, what holds now, and what the bot does not know. Reads only.

The files are the truth for policies and redaction rules: they are checked, tried on their examples and kept under
version control, and a wrong click would store visitors' secrets for good. So nothing here switches any of it.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice

from msgspec import Struct

from chatserver.core.errors import Code, Refused
from chatserver.core.people import AgentRef
from chatserver.core.redaction.key_formats import FORMATS
from chatserver.core.redaction.rules import FAMILIES, Rules
from chatserver.core.sla.policies import Policies
from chatserver.core.triage.gaps import Gap, gaps, unanswered
from chatserver.core.triage.intents import IntentSet
from chatserver.core.triage.matcher import Verdict
from chatserver.services.access import require_door
from chatserver.services.ports import Context, Tx
from chatserver.services.site_ports import PolicyFile, RuleCount, RuleFile, SiteFacts, SiteFiles
from chatserver.services.workshop import Workshop

# A question that was asked once in so many chats is not what is missing most.
MOST_CHATS = 5_000
MOST_GAPS = 50
MOST_DAYS = 31
OWN = "own"


class Site(Struct, frozen=True):
    """The site as its settings have it; with each language, team and skill, how many agents have it."""

    facts: SiteFacts
    bot_languages: tuple[str, ...]
    languages: Mapping[str, int]
    teams: Mapping[str, int]
    skills: Mapping[str, int]


class PolicyView(Struct, frozen=True):
    """The promises in force, and the file as it is now: another version holds from the next start on."""

    in_force: Policies
    file: PolicyFile


class RuleState(Struct, frozen=True):
    """A rule, or a whole family of rules, of redaction."""

    name: str
    is_on: bool
    count: RuleCount


class RuleView(Struct, frozen=True):
    """The families, then the single rules of which there is something to tell: own, switched off, or at work."""

    families: list[RuleState]
    rules: list[RuleState]
    formats: int
    file: RuleFile
    is_file_in_force: bool


class IntentView(Struct, frozen=True):
    """The intent set in force, and what keeps a newer one on the disk from taking its place."""

    intents: IntentSet
    problems: Sequence[str]


class GapView(Struct, frozen=True):
    """What the bot did not answer. `chats` were looked at; `is_part` when there were more."""

    gaps: list[Gap]
    chats: int
    is_part: bool
    answered_by_now: int


async def site(ctx: Context, agent: AgentRef, files: SiteFiles) -> Site:
    """Returns the site. Raises `Refused` (FORBIDDEN)."""

    def work(tx: Tx) -> Site:
        require_door(tx, agent, "get_site")
        agents = tx.agents.all()
        return Site(
            files.facts(),
            tuple(ctx.workshop.intents.languages),
            _counted(one.languages for one in agents),
            _counted(one.teams for one in agents),
            _counted(one.skills for one in agents),
        )

    return await ctx.store.read(work)


async def policies(ctx: Context, agent: AgentRef, files: SiteFiles) -> PolicyView:
    """Returns what is promised. Raises `Refused` (FORBIDDEN)."""
    await ctx.store.read(lambda tx: require_door(tx, agent, "get_policies"))
    return PolicyView(ctx.policies, await files.policies())


async def rules(ctx: Context, agent: AgentRef, files: SiteFiles) -> RuleView:
    """Returns the rules of redaction and what they did since the server began. Raises `Refused` (FORBIDDEN)."""
    await ctx.store.read(lambda tx: require_door(tx, agent, "get_redaction"))
    file = await files.rules()
    return rule_view(ctx.rules, file, files.rule_counts())


def rule_view(in_force: Rules, file: RuleFile, counts: Mapping[str, RuleCount]) -> RuleView:
    """Returns what there is to tell of the rules."""
    own = [f"{OWN}.{rule.name}" for rule in in_force.own]
    named = dict.fromkeys([*own, *sorted(in_force.off - set(FAMILIES)), *sorted(counts)])
    on_file = file.rules if file.name else Rules()
    return RuleView(
        families=[RuleState(name, in_force.is_on(name), _sum(counts, name)) for name in (*FAMILIES, OWN)],
        rules=[RuleState(name, in_force.is_on(name), _sum(counts, name)) for name in named],
        formats=len(FORMATS),
        file=file,
        is_file_in_force=on_file is not None and (on_file.own, on_file.off) == (in_force.own, in_force.off),
    )


async def intents(ctx: Context, agent: AgentRef, files: SiteFiles) -> IntentView:
    """Returns the intents in force. Raises `Refused` (FORBIDDEN)."""
    await ctx.store.read(lambda tx: require_door(tx, agent, "get_intents"))
    return IntentView(ctx.workshop.intents, tuple(files.reload_problems()))


async def open_gaps(ctx: Context, agent: AgentRef, files: SiteFiles, days: int) -> GapView:
    """Returns what visitors asked of late and the bot would not answer now, the most frequent first.

    Raises `Refused`: FORBIDDEN, BAD_REQUEST, BUSY.
    """
    await ctx.store.read(lambda tx: require_door(tx, agent, "get_gaps"))
    if not 0 < days <= MOST_DAYS:
        raise Refused(Code.BAD_REQUEST, f"Look back at most {MOST_DAYS} days.")
    since, workshop = ctx.clock.now() - timedelta(days=days), ctx.workshop
    return await asyncio.to_thread(lambda: _look(workshop, files, since))


def _look(workshop: Workshop, files: SiteFiles, since: datetime) -> GapView:
    intents = workshop.intents
    renamed = {
        former: intent.name
        for language in intents.languages.values()
        for intent in language.intents.values()
        for former in intent.formerly
    }
    histories = list(islice(files.histories(since), MOST_CHATS + 1))
    looked_at = histories[:MOST_CHATS]
    found = gaps(unanswered(looked_at, intents.resolve, renamed, since))
    open_ones = [gap for gap in found if workshop.matchers[gap.lang].match(gap.text).verdict is not Verdict.ANSWER]
    is_part = len(histories) > MOST_CHATS or len(open_ones) > MOST_GAPS
    return GapView(open_ones[:MOST_GAPS], len(looked_at), is_part, len(found) - len(open_ones))


def _sum(counts: Mapping[str, RuleCount], name: str) -> RuleCount:
    """What a rule did, or all rules of a family."""
    of_it = [count for rule, count in counts.items() if rule == name or rule.startswith(f"{name}.")]
    return RuleCount(sum(one.masked for one in of_it), sum(one.disputed for one in of_it))


def _counted(words: Iterable[Iterable[str]]) -> Mapping[str, int]:
    return dict(sorted(Counter(word for each in words for word in each).items()))
