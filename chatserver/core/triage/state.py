"""The bot's place in its dialogue with one visitor: all that it remembers between two turns."""

from collections.abc import Mapping

from msgspec import Struct, field


class FormState(Struct, frozen=True):
    """A form under way: the slot that was asked last, the wrong answers to it so far, and the answers to the others."""

    form: str
    intent: str
    slot: str
    tries: int = 0
    answers: Mapping[str, str] = field(default_factory=dict)


class BotState(Struct, frozen=True):
    """`choices` are intents on offer after "did you mean"; `misses` counts turns in a row without a match."""

    form: FormState | None = None
    choices: tuple[str, ...] = ()
    misses: int = 0
    tried: tuple[str, ...] = ()
    last_intent: str | None = None
