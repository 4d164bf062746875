"""The bot's place in its dialogue with one visitor: all that it remembers between two turns."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field


class Stage(StrEnum):
    """Where a form is: asking its questions, having its answers looked at, or asking which of them is wrong."""

    ASKING = "asking"
    CONFIRMING = "confirming"
    CHOOSING = "choosing"


class FormState(Struct, frozen=True):
    """A form under way: the slot that was asked last, the wrong answers to it so far, and the answers to the others.

    `version` is that of the intent set it began with: files that change meanwhile do not change its questions.
    """

    form: str
    intent: str
    slot: str
    tries: int = 0
    answers: Mapping[str, str] = field(default_factory=dict)
    stage: Stage = Stage.ASKING
    version: str = ""


class SwitchOffer(Struct, frozen=True):
    """The visitor seems to write another language; `intent` is what the message means in it, if that is sure.

    `near` are the intents that it may mean, if it is not.
    """

    lang: str
    intent: str | None = None
    near: tuple[str, ...] = ()


class BotState(Struct, frozen=True):
    """`choices` are intents on offer after "did you mean"; `misses` counts turns in a row without a match.

    `incident` is the intent whose action waits until the visitor has said whether a known problem is theirs; `told` are
    the known problems that were mentioned. `denied` intents are not offered again. `helps` is True while the visitor
    waits for people and wants the bot's answers meanwhile; `asks_address` while a ticket lacks its e-mail address.
    """

    form: FormState | None = None
    choices: tuple[str, ...] = ()
    misses: int = 0
    tried: tuple[str, ...] = ()
    last_intent: str | None = None
    denied: tuple[str, ...] = ()
    incident: str | None = None
    told: tuple[str, ...] = ()
    switch: SwitchOffer | None = None
    stays_with: tuple[str, ...] = ()
    is_warned: bool = False
    helps: bool = False
    asks_address: bool = False
