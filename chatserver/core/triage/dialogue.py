"""The dialogue: one turn of the bot, from what the visitor said to what the bot says and does. Pure.

A turn, in order: words that work everywhere (human), insults, an open form, an open choice of any kind, words that
leave what is open (cancel, back), another language, the matcher.
"""

import re
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from chatserver.core.events import HandoffReason
from chatserver.core.triage.abuse import without_insults
from chatserver.core.triage.forms import answer_form, begin_form, hand_off, open_form
from chatserver.core.triage.intents import Intent, Language, SlotType, Then, fill_all
from chatserver.core.triage.known_problems import KnownProblem
from chatserver.core.triage.language_guess import guess_language
from chatserver.core.triage.matcher import MAX_ALTERNATIVES, Match, Verdict
from chatserver.core.triage.slots import place_of
from chatserver.core.triage.state import BotState, SwitchOffer
from chatserver.core.triage.turn import Reply, Situation, Turn
from chatserver.core.triage.words import normalise, words_of

# One rephrase, then a human.
MAX_MISSES = 2
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_MAX_SENTENCES = 6
_MAX_ANSWERS = 3
# "Hi there!" beside a question is no second matter.
_SHORT_WORDS = 3


def greet(language: Language) -> Reply:
    """Returns the first words of a chat."""
    return Reply(language.phrases["greeting"], (language.phrases["talk_to_human"],))


def take_turn(here: Situation, state: BotState, text: str) -> Turn:
    """Returns the bot's turn after the visitor said `text`."""
    turn = _turn(here, state, text)
    known = {**here.details, **turn.details, "chat_id": here.chat_id}
    return replace(turn, replies=tuple(_filled(reply, known) for reply in turn.replies))


def _filled(reply: Reply, known: Mapping[str, str]) -> Reply:
    return reply if reply.is_final else replace(reply, text=fill_all(reply.text, known))


def _turn(here: Situation, state: BotState, text: str) -> Turn:
    said = normalise(text).strip(" .!")
    words = here.language.words
    if not said and here.has_files and not _waits_for_file(here, state):
        return Turn((Reply(here.phrase("file_noted")),), state)
    if said in words["human"] or said == normalise(here.phrase("talk_to_human")):
        return hand_off(here, state, HandoffReason.REQUESTED)
    decent = without_insults(text, here.language.tag, here.language.abuse)
    if decent is not None:
        return _answer_abuse(here, state, decent)
    opened = open_form(here, state)
    if opened is not None:
        return answer_form(opened, state, text, said)
    # An author may have changed the form meanwhile: what was asked can no longer be answered.
    state = replace(state, form=None)
    if said in words["cancel"] or said in words["back"]:
        has_open = bool(state.choices or state.switch or state.incident)
        freed = replace(state, choices=(), switch=None, incident=None, misses=0)
        return Turn((Reply(here.phrase("form_cancelled" if has_open else "nothing_open")),), freed)
    if state.switch is not None:
        answered = _answer_switch(here, state, state.switch, said)
        if answered is not None:
            return answered
    if state.incident is not None:
        answered = _answer_incident(here, state, said)
        if answered is not None:
            return answered
    if state.choices:
        chosen = _chosen(here, state, said)
        if chosen is not None:
            return act_on(here, replace(state, choices=()), chosen, None)
        if said in words["no"] or said == normalise(here.phrase("none_of_these")):
            denied = tuple(dict.fromkeys((*state.denied, *state.choices)))
            return _miss(here, replace(state, choices=(), denied=denied), None)
    if said in words["yes"] or said in words["no"]:
        # Nothing was asked that this could answer.
        return Turn((Reply(here.phrase("nothing_open")),), replace(state, switch=None, incident=None))
    has_asked = bool(state.choices)
    return _match(here, replace(state, choices=(), switch=None, incident=None), text, has_asked=has_asked)


def _waits_for_file(here: Situation, state: BotState) -> bool:
    opened = open_form(here, state)
    return opened is not None and opened.slot.type is SlotType.FILE


def _answer_abuse(here: Situation, state: BotState, decent: str) -> Turn:
    """One calm line, then a person; a matter that is clear without the insult is simply answered."""
    found = here.matcher.match(decent) if decent else None
    meant = here.intent(found.intent) if found is not None else None
    if found is not None and meant is not None and meant.is_topic and state.form is None:
        return act_on(here, replace(state, choices=(), is_warned=True), meant, found.score)
    if state.is_warned:
        return hand_off(here, state, HandoffReason.CONDUCT)
    opened = open_form(here, state)
    calm = Reply(here.phrase("calm_down"), () if opened else (here.phrase("talk_to_human"),))
    replies = (calm, opened.current()) if opened else (calm,)
    return Turn(replies, replace(state, is_warned=True))


def _match(here: Situation, state: BotState, text: str, *, has_asked: bool) -> Turn:
    found = here.matcher.match(text)
    if found.verdict is not Verdict.ANSWER:
        offered = _offer_switch(here, state, text)
        if offered is not None:
            return offered
    meant = _meant(here, text, found)
    untold = (one for one in here.problems if one.id not in state.told)
    problem = next((one for one in untold if one.is_about(text, here.language.tag)), None)
    if problem is not None:
        return _tell_problem(here, state, problem, meant[0] if meant else None, found.score)
    if meant:
        return _act_on_all(here, state, meant, found.score if found.verdict is Verdict.ANSWER else None)
    # Who does not press a button, and is not understood again, is not asked back for ever.
    near = [one.intent for one in found.alternatives if one.intent not in state.denied][:MAX_ALTERNATIVES]
    if found.verdict is Verdict.ASK and near and not has_asked:
        return _ask_which(here, state, near, found.score)
    return _miss(here, state, found.score)


def _ask_which(here: Situation, state: BotState, near: Sequence[str], score: float | None) -> Turn:
    titles = [intent.title for name in near if (intent := here.intent(name)) is not None]
    buttons = (*titles, here.phrase("none_of_these"))
    return Turn((Reply(here.phrase("did_you_mean"), buttons),), replace(state, choices=tuple(near)), score=score)


def _meant(here: Situation, text: str, whole: Match) -> list[Intent]:
    """The intents that a message clearly has: of its sentences, when they ask for different things; else of the whole.

    Small talk beside a matter is left aside.
    """
    by_name = here.language.intents
    sentences = [part for part in _SENTENCE.split(text) if part.strip()][:_MAX_SENTENCES]
    found: dict[str, Intent] = {}
    unclear = 0
    for sentence in sentences if len(sentences) > 1 else ():
        name = here.matcher.match(sentence).intent
        if name is not None:
            found[name] = by_name[name]
        elif len(words_of(sentence)) > _SHORT_WORDS:
            unclear += 1
    topics = [intent for intent in found.values() if intent.is_topic]
    if len(topics) > 1:
        return topics[:_MAX_ANSWERS]
    if whole.intent is not None:
        return [by_name[whole.intent]]
    is_likely = bool(topics) and any(topics[0].name == near.intent for near in whole.alternatives)
    if topics and (is_likely or not unclear):
        return topics
    return list(found.values())[:1] if found and not unclear else []


def _act_on_all(here: Situation, state: BotState, meant: Sequence[Intent], score: float | None) -> Turn:
    """Answers each; the one that does more than answer comes last, and only one of them does."""
    ordered = sorted(meant, key=_does_more)
    while len(ordered) > 1 and _does_more(ordered[-2]):
        ordered.pop(-2)
    *first, last = ordered
    for intent in first:
        state = _noting(state, intent)
    turn = act_on(here, state, last, score)
    return replace(turn, replies=(*(Reply(intent.answer) for intent in first), *turn.replies))


def _does_more(intent: Intent) -> bool:
    return intent.form is not None or intent.then is not Then.NOTHING or intent.is_incident


def act_on(here: Situation, state: BotState, intent: Intent, score: float | None) -> Turn:
    """Says the intent's answer and does what follows: a known problem, a form, a handoff, or nothing."""
    untold = next((one for one in here.problems if one.id not in state.told), None)
    if intent.is_incident and untold is not None:
        return _tell_problem(here, state, untold, intent, score)
    state = _noting(state, intent)
    said = (Reply(intent.answer),) if intent.answer else ()
    if intent.form is not None:
        return begin_form(here, state, intent, said, score)
    if intent.then is Then.HANDOFF:
        reason = HandoffReason.INTENT if intent.is_topic else HandoffReason.REQUESTED
        return replace(hand_off(here, state, reason, said), intent=intent.name, score=score)
    return Turn(said, state, intent=intent.name, score=score)


def _noting(state: BotState, intent: Intent) -> BotState:
    state = replace(state, misses=0)
    if not intent.is_topic:
        return state
    tried = state.tried if intent.name in state.tried else (*state.tried, intent.name)
    return replace(state, last_intent=intent.name, tried=tried)


def _tell_problem(
    here: Situation, state: BotState, problem: KnownProblem, intent: Intent | None, score: float | None
) -> Turn:
    """Tells a known problem first, and asks whether it is this one; `intent` waits for a no."""
    told = f"{here.phrase('incident')}\n\n{problem.in_language(here.language.tag)}"
    question = Reply(here.phrase("incident_more"), (here.phrase("incident_same"), here.phrase("incident_other")))
    waiting = replace(
        state, told=(*state.told, problem.id), incident=intent.name if intent is not None else "", misses=0
    )
    name = intent.name if intent is not None else None
    return Turn((Reply(told), question), waiting, intent=name, score=score)


def _answer_incident(here: Situation, state: BotState, said: str) -> Turn | None:
    words, waiting = here.language.words, here.intent(state.incident)
    freed = replace(state, incident=None)
    if said in words["yes"] or said == normalise(here.phrase("incident_same")):
        noted = _noting(freed, waiting) if waiting is not None else freed
        return Turn((Reply(here.phrase("incident_noted")),), noted, {"incident": state.told[-1]} if state.told else {})
    if said in words["no"] or said == normalise(here.phrase("incident_other")):
        if waiting is not None:
            return act_on(here, freed, waiting, None)
        return Turn((Reply(here.phrase("nothing_open")),), freed)
    return None


def _offer_switch(here: Situation, state: BotState, text: str) -> Turn | None:
    """Asks, in the language that the visitor seems to write, whether to go on in it."""
    tags = [tag for tag in here.intents.languages if tag not in state.stays_with]
    lang = guess_language(text, here.language.tag, tags)
    if lang is None:
        return None
    phrases = here.intents.languages[lang].phrases
    there = replace(here, language=here.intents.languages[lang])
    found = there.matcher.match(text)
    meant = _meant(there, text, found)
    near = tuple(one.intent for one in found.alternatives) if found.verdict is Verdict.ASK else ()
    offer = SwitchOffer(lang, meant[0].name if meant else None, near)
    buttons = (phrases["switch_yes"], here.phrase("switch_no"))
    return Turn((Reply(phrases["switch_offer"], buttons),), replace(state, switch=offer))


def _answer_switch(here: Situation, state: BotState, offer: SwitchOffer, said: str) -> Turn | None:
    other = here.intents.languages.get(offer.lang)
    freed = replace(state, switch=None)
    if other is None:
        return None
    agrees = {*other.words["yes"], *here.language.words["yes"], normalise(other.phrases["switch_yes"])}
    if said in agrees:
        there = replace(here, language=other)
        intent = there.intent(offer.intent)
        if intent is None and offer.near:
            return replace(_ask_which(there, freed, offer.near, None), lang=offer.lang)
        if intent is None:
            return Turn((Reply(other.phrases["switched"]),), freed, lang=offer.lang)
        return replace(act_on(there, freed, intent, None), lang=offer.lang)
    refuses = {*other.words["no"], *here.language.words["no"], normalise(here.phrase("switch_no"))}
    if said in refuses:
        stays = replace(freed, stays_with=(*state.stays_with, offer.lang))
        return Turn((Reply(here.phrase("rephrase"), (here.phrase("talk_to_human"),)),), stays)
    return None


def _chosen(here: Situation, state: BotState, said: str) -> Intent | None:
    """The intent on offer that a title, or its number, names; the only one also by a yes."""
    offered = [intent for name in state.choices if (intent := here.intent(name)) is not None]
    if said in here.language.words["yes"] and len(offered) == 1:
        return offered[0]
    if 1 <= place_of(said) <= len(offered):
        return offered[place_of(said) - 1]
    return next((intent for intent in offered if normalise(intent.title).strip(" .!") == said), None)


def _miss(here: Situation, state: BotState, score: float | None) -> Turn:
    state = replace(state, misses=state.misses + 1)
    if state.misses >= MAX_MISSES:
        return replace(hand_off(here, state, HandoffReason.MISSED), score=score)
    return Turn((Reply(here.phrase("rephrase"), (here.phrase("talk_to_human"),)),), state, score=score)
