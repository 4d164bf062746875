"""The dialogue: one turn of the bot, from what the visitor said to what the bot says and does. Pure.

A turn, in order: words that work everywhere (human, cancel), an open form, an open choice, the matcher.
"""

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from chatserver.core.events import HandoffReason
from chatserver.core.triage.intents import Form, Intent, IntentSet, Language, Slot, SlotType, Then
from chatserver.core.triage.matcher import Matcher, Verdict
from chatserver.core.triage.slots import check
from chatserver.core.triage.state import BotState, FormState
from chatserver.core.triage.words import normalise

# One rephrase, then a human.
MAX_MISSES = 2
MAX_TRIES = 3


class Reply(Struct, frozen=True):
    """One message of the bot, with its quick replies."""

    text: str
    buttons: tuple[str, ...] = ()


class Turn(Struct, frozen=True):
    """What the bot says, where it stands, what it learnt, and whether humans must take over."""

    replies: tuple[Reply, ...]
    state: BotState
    details: Mapping[str, str] = field(default_factory=dict)
    handoff: HandoffReason | None = None
    intent: str | None = None
    score: float | None = None


class Situation(Struct, frozen=True):
    """Where the visitor is: the language's words and matcher, the structure, and what is known already."""

    language: Language
    matcher: Matcher
    intents: IntentSet
    details: Mapping[str, str]


def greet(language: Language) -> Reply:
    """Returns the first words of a chat."""
    return Reply(language.phrases["greeting"], (language.phrases["talk_to_human"],))


def take_turn(here: Situation, state: BotState, text: str) -> Turn:
    """Returns the bot's turn after the visitor said `text`."""
    said = normalise(text).strip(" .!")
    words = here.language.words
    if said in words["human"] or said == normalise(here.language.phrases["talk_to_human"]):
        return _hand_off(here, state, HandoffReason.REQUESTED)
    if state.form is not None:
        if said in words["cancel"]:
            return Turn((Reply(here.language.phrases["form_cancelled"]),), replace(state, form=None, misses=0))
        asked = _open_slot(here, state.form)
        if asked is not None:
            return _answer_form(here, state, state.form, asked, text, said)
        # An author has changed the form meanwhile: what was asked can no longer be answered.
        state = replace(state, form=None)
    if state.choices:
        chosen = _chosen(here, state, said)
        if chosen is not None:
            return _act_on(here, replace(state, choices=()), chosen, None)
        if said == normalise(here.language.phrases["none_of_these"]):
            return _miss(here, replace(state, choices=()), None)
    return _match(here, replace(state, choices=()), text, has_asked=bool(state.choices))


def _match(here: Situation, state: BotState, text: str, *, has_asked: bool) -> Turn:
    found = here.matcher.match(text)
    if found.verdict is Verdict.ANSWER and found.intent is not None:
        return _act_on(here, state, here.language.intents[found.intent], found.score)
    # Who does not press a button, and is not understood again, is not asked back for ever.
    if found.verdict is Verdict.ASK and not has_asked:
        titles = [here.language.intents[near.intent].title for near in found.alternatives]
        buttons = (*titles, here.language.phrases["none_of_these"])
        asked = replace(state, choices=tuple(near.intent for near in found.alternatives))
        return Turn((Reply(here.language.phrases["did_you_mean"], buttons),), asked, score=found.score)
    return _miss(here, state, found.score)


def _act_on(here: Situation, state: BotState, intent: Intent, score: float | None) -> Turn:
    """Says the intent's answer and does what follows: a form, a handoff, or nothing."""
    state = replace(state, misses=0)
    if intent.is_topic:
        state = replace(state, last_intent=intent.name, tried=_with(state.tried, intent.name))
    said = (Reply(intent.answer),) if intent.answer else ()
    if intent.form is not None:
        form = here.intents.forms[intent.form]
        slot = _next_slot(form, here.details, None)
        if slot is not None:
            form_state = FormState(form.name, intent.name, slot.name)
            return Turn(
                (*said, _question(here, form, slot)),
                replace(state, form=form_state),
                {},
                None,
                intent.name,
                score,
            )
    if intent.form is not None or intent.then is Then.HANDOFF:
        turn = _hand_off(here, state, HandoffReason.INTENT if intent.is_topic else HandoffReason.REQUESTED)
        return replace(turn, replies=said or turn.replies, intent=intent.name, score=score)
    return Turn(said, state, {}, None, intent.name, score)


def _open_slot(here: Situation, open_form: FormState) -> tuple[Form, Slot] | None:
    """The question that waits for an answer, if the files still have it."""
    form = here.intents.forms.get(open_form.form)
    slot = form.slot(open_form.slot) if form is not None else None
    if form is None or slot is None or (form.name, slot.name) not in here.language.slots:
        return None
    return form, slot


def _answer_form(
    here: Situation, state: BotState, open_form: FormState, asked: tuple[Form, Slot], text: str, said: str
) -> Turn:
    form, slot = asked
    meant = here.language.intents.get(here.matcher.match(text).intent or "")
    if meant is not None and meant.form is None and meant.then is Then.HANDOFF:
        # "Let me speak to somebody" is no answer to "your name?".
        return _act_on(here, replace(state, form=None), meant, None)
    is_skipped = said in here.language.words["skip"] or said == normalise(here.language.phrases["form_skip"])
    if slot.optional and is_skipped:
        return _ask_next(here, state, open_form, form, {})
    words = here.language.slots[form.name, slot.name]
    is_question = meant is not None and meant.form is None and (slot.type is SlotType.NAME or text.endswith("?"))
    value = None if is_skipped or is_question else check(slot, words, text)
    if value is not None:
        return _ask_next(here, state, open_form, form, {slot.name: value})
    question = _question(here, form, slot)
    if is_question and meant is not None:
        return Turn((Reply(meant.answer), question), state, intent=meant.name)
    if open_form.tries + 1 >= MAX_TRIES:
        return _hand_off(here, state, HandoffReason.FORM_FAILED)
    again = replace(open_form, tries=open_form.tries + 1)
    return Turn((Reply(words.retry, question.buttons),), replace(state, form=again))


def _ask_next(here: Situation, state: BotState, open_form: FormState, form: Form, learnt: Mapping[str, str]) -> Turn:
    answers = {**open_form.answers, **learnt}
    slot = _next_slot(form, {**here.details, **answers}, open_form.slot)
    if slot is None:
        turn = _hand_off(here, replace(state, form=None), HandoffReason.INTENT)
        return replace(turn, details=learnt)
    following = replace(open_form, slot=slot.name, tries=0, answers=answers)
    return Turn((_question(here, form, slot),), replace(state, form=following), learnt)


def _next_slot(form: Form, known: Mapping[str, str], after: str | None) -> Slot | None:
    """The first slot after `after` that nobody has answered yet."""
    names = [slot.name for slot in form.slots]
    start = names.index(after) + 1 if after is not None else 0
    return next((slot for slot in form.slots[start:] if slot.name not in known), None)


def _question(here: Situation, form: Form, slot: Slot) -> Reply:
    words = here.language.slots[form.name, slot.name]
    buttons = tuple(words.choices.values()) if slot.type is SlotType.CHOICE else ()
    if slot.optional:
        buttons = (*buttons, here.language.phrases["form_skip"])
    return Reply(words.ask, buttons)


def _chosen(here: Situation, state: BotState, said: str) -> Intent | None:
    for name in state.choices:
        intent = here.language.intents.get(name)
        if intent is not None and normalise(intent.title) == said:
            return intent
    return None


def _miss(here: Situation, state: BotState, score: float | None) -> Turn:
    state = replace(state, misses=state.misses + 1)
    if state.misses >= MAX_MISSES:
        return replace(_hand_off(here, state, HandoffReason.MISSED), score=score)
    phrases = here.language.phrases
    return Turn((Reply(phrases["rephrase"], (phrases["talk_to_human"],)),), state, score=score)


def _hand_off(here: Situation, state: BotState, reason: HandoffReason) -> Turn:
    words = here.language.phrases[f"handoff_{reason}"]
    return Turn((Reply(words),), replace(state, form=None, choices=()), handoff=reason)


def _with(tried: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tried if name in tried else (*tried, name)
