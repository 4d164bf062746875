"""What routing knows of a waiting chat and of an agent, and which of them go together.

Whoever may not serve a chat is ruled out here, and nowhere else: every other module asks `may_serve`.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from msgspec import Struct, field


class WaitingChat(Struct, frozen=True):
    """A chat whose visitor waits for a human.

    `waiting_since`: aware UTC, and the same however often the chat changes hands. `lang`: a language tag, of which the
    part before the first hyphen counts; empty: any agent will do. `plan`: `premium`, `regular` or anything else;
    `severity`: 1 is the worst. `team` and `skill`: only agents who have it are asked; empty: all are.
    `preferred_agent`: asked first, since they had the chat before. `passed_over`: who declined the chat or let its
    offer lapse, and when. `offered_to`: the agent who is being asked right now; empty: nobody.
    """

    id: str
    waiting_since: datetime
    lang: str = ""
    plan: str = ""
    severity: int = 3
    team: str = ""
    skill: str = ""
    preferred_agent: str = ""
    passed_over: Mapping[str, datetime] = field(default_factory=dict)
    offered_to: str = ""


class Candidate(Struct, frozen=True):
    """An agent who is available and connected; the others are not handed in.

    `languages`: tags as in `WaitingChat.lang`; empty: all of them. `load`: the open chats that they have, and the one
    that they are being offered. `parked`: how many of those rest and take no slot. `cap`: the slots that they have.
    """

    id: str
    languages: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    load: int = 0
    cap: int = 1
    parked: int = 0
    last_assigned_at: datetime | None = None
    has_offer: bool = False

    @property
    def active(self) -> int:
        """The chats that take a slot."""
        return max(0, self.load - self.parked)

    @property
    def free_slots(self) -> int:
        return max(0, self.cap - self.active)


class Needs(Struct, frozen=True):
    """What a chat asks of an agent. Chats with the same needs wait for the same agents."""

    lang: str
    team: str
    skill: str


def needs_of(chat: WaitingChat) -> Needs:
    """Returns what the chat asks of an agent."""
    return Needs(primary(chat.lang), chat.team, chat.skill)


@lru_cache(maxsize=256)
def primary(tag: str) -> str:
    """Returns the language of a tag: `de` for `de-AT` and `DE_at`."""
    return tag.replace("_", "-").partition("-")[0].strip().lower()


def languages_of(agent: Candidate) -> frozenset[str]:
    """Returns the languages that the agent is limited to; none of them means all."""
    return frozenset(primary(tag) for tag in agent.languages)


def speaks(agent: Candidate, lang: str) -> bool:
    """True when the agent speaks the language, has no list of languages, or none is asked for."""
    return not lang or not agent.languages or primary(lang) in languages_of(agent)


def may_serve(agent: Candidate, needs: Needs) -> bool:
    """True when the agent speaks the language and has the team and the skill. Slots are another question."""
    return (
        speaks(agent, needs.lang)
        and (not needs.team or needs.team in agent.teams)
        and (not needs.skill or needs.skill in agent.skills)
    )
