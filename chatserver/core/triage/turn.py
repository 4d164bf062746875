"""A turn of the bot as data: where the visitor is, what the bot says, and what it wants done."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct, field

from chatserver.core.events import HandoffReason
from chatserver.core.triage.intents import Intent, IntentSet, Language
from chatserver.core.triage.known_problems import KnownProblem
from chatserver.core.triage.matcher import Matcher
from chatserver.core.triage.state import BotState


class Reply(Struct, frozen=True):
    """One message of the bot, with its quick replies. `is_final`: it quotes the visitor; nothing in it is filled."""

    text: str
    buttons: tuple[str, ...] = ()
    is_final: bool = False


class Turn(Struct, frozen=True):
    """What the bot says, where it stands, what it learnt, and what else is to happen.

    `lang` changes the chat's language; `ticket_address` makes the chat a ticket that is answered there.
    """

    replies: tuple[Reply, ...]
    state: BotState
    details: Mapping[str, str] = field(default_factory=dict)
    handoff: HandoffReason | None = None
    intent: str | None = None
    score: float | None = None
    lang: str | None = None
    ticket_address: str | None = None


class Situation(Struct, frozen=True):
    """Where the visitor is: the language's words and matcher, the structure, and what is known already.

    `now` is aware UTC, `zone` the visitor's IANA time zone. `matchers` are those of all languages, `past` earlier
    intent sets by their version. `has_files` says that the message came with attachments.
    """

    language: Language
    matchers: Mapping[str, Matcher]
    intents: IntentSet
    details: Mapping[str, str]
    now: datetime
    zone: str = "UTC"
    chat_id: str = ""
    problems: tuple[KnownProblem, ...] = ()
    past: Mapping[str, IntentSet] = field(default_factory=dict)
    has_files: bool = False

    @property
    def matcher(self) -> Matcher:
        return self.matchers[self.language.tag]

    def phrase(self, name: str) -> str:
        return self.language.phrases[name]

    def intent(self, name: str | None) -> Intent | None:
        return self.language.intents.get(name or "")
