"""Forms: one question at a time, corrections of earlier answers, and a summary before people get them. Pure.

A form keeps the definition it began with, as long as the program has it: files that change meanwhile change the next.
"""

import re
from collections.abc import Mapping

from msgspec.structs import replace

from chatserver.core.events import HandoffReason
from chatserver.core.triage.intents import Form, Intent, Language, Slot, SlotType, SlotWords, Then, fill_all
from chatserver.core.triage.matcher import Verdict
from chatserver.core.triage.slots import Asked, check, find_address, is_telling, place_of, say_name
from chatserver.core.triage.state import BotState, FormState, Stage
from chatserver.core.triage.turn import Reply, Situation, Turn
from chatserver.core.triage.words import normalise, words_of

# Longer than this, an answer that begins like a correction is a story of its own.
_MAX_CORRECTION_WORDS = 12
_MAX_SHOWN_CHARS = 200
_MARKUP = re.compile(r"[\\`*\[\]]")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
# "Yes, that is right" agrees; a longer line has more to say.
_MAX_AGREEING_WORDS = 6
_MAX_OPEN_WORDS = 4


class OpenForm:
    """A form under way, with the definition and the words that it began with."""

    def __init__(self, here: Situation, state: FormState, form: Form, language: Language) -> None:
        self.here = here
        self.state = state
        self.form = form
        self.language = language
        intent = language.intents.get(state.intent)
        asked = intent.asks if intent is not None else ()
        self.slots = [slot for slot in form.slots if not slot.on_request or slot.name in asked]

    @property
    def known(self) -> Mapping[str, str]:
        return {**self.here.details, **self.state.answers}

    @property
    def slot(self) -> Slot:
        return next(slot for slot in self.slots if slot.name == self.state.slot)

    def words(self, slot: Slot) -> SlotWords:
        return self.language.slots[self.form.name, slot.name]

    def value(self, slot: Slot, text: str) -> str | None:
        here = self.here
        return check(Asked(slot, self.words(slot), here.language.tag, here.now, here.zone, here.has_files), text)

    def question(self, slot: Slot) -> Reply:
        words = self.words(slot)
        buttons = tuple(words.choices.values()) if slot.type is SlotType.CHOICE else ()
        return Reply(words.ask, (*buttons, self.here.phrase("form_skip")) if slot.optional else buttons)

    def current(self) -> Reply:
        """Returns what is open: a question, or the summary."""
        return self.question(self.slot) if self.state.stage is Stage.ASKING else summary(self)

    def after(self, name: str) -> Slot | None:
        """The first question after `name` that nobody has answered yet."""
        names = [slot.name for slot in self.slots]
        return next((slot for slot in self.slots[names.index(name) + 1 :] if slot.name not in self.known), None)

    def before(self, name: str) -> Slot | None:
        """The question before `name`, answered or skipped, to be asked again."""
        names = [slot.name for slot in self.slots]
        return self.slots[names.index(name) - 1] if names.index(name) > 0 else None


def begin_form(here: Situation, state: BotState, intent: Intent, said: tuple[Reply, ...], score: float | None) -> Turn:
    """Asks the first question whose answer is not known; a form that knows everything shows its summary, or is done."""
    form = here.intents.forms[intent.form or ""]
    first = FormState(form.name, intent.name, form.slots[0].name, version=here.intents.version)
    opened = OpenForm(here, first, form, here.language)
    slot = next((slot for slot in opened.slots if slot.name not in here.details), None)
    if slot is None:
        return replace(hand_off(here, state, HandoffReason.INTENT, said), intent=intent.name, score=score)
    asking = replace(state, form=replace(first, slot=slot.name))
    return Turn((*said, opened.question(slot)), asking, intent=intent.name, score=score)


def open_form(here: Situation, state: BotState) -> OpenForm | None:
    """Returns the form under way, or None when the files no longer have it."""
    if state.form is None:
        return None
    kept = here.past.get(state.form.version, here.intents)
    form = kept.forms.get(state.form.form)
    language = kept.languages.get(here.language.tag)
    if form is None or language is None:
        return None
    opened = OpenForm(here, state.form, form, language)
    has_words = all((form.name, slot.name) in language.slots for slot in opened.slots)
    return opened if has_words and any(slot.name == state.form.slot for slot in opened.slots) else None


def answer_form(opened: OpenForm, state: BotState, text: str, said: str) -> Turn:
    """Takes what the visitor said while a form was open."""
    here = opened.here
    if said in here.language.words["cancel"]:
        return Turn((Reply(here.phrase("form_cancelled")),), replace(state, form=None, misses=0))
    if said in here.language.words["back"]:
        return _go_back(opened, state)
    match opened.state.stage:
        case Stage.CONFIRMING:
            return _confirm(opened, state, text, said)
        case Stage.CHOOSING:
            return _choose(opened, state, text, said)
        case Stage.ASKING:
            return _answer(opened, state, text, said)


def _answer(opened: OpenForm, state: BotState, text: str, said: str) -> Turn:
    here, slot = opened.here, opened.slot
    found = here.matcher.match(text)
    meant = here.intent(found.intent) if found.verdict is Verdict.ANSWER else None
    if meant is not None and meant.form is None and meant.then is Then.HANDOFF and not _is_choice(opened, slot, said):
        # "Let me speak to somebody" is no answer to "your name?".
        return hand_off(here, state, HandoffReason.REQUESTED)
    corrected = _correction(opened, text, said)
    if corrected is not None:
        return _corrected(opened, state, *corrected)
    is_skipped = said in here.language.words["skip"] or said == normalise(here.phrase("form_skip"))
    # Who has no account number cannot tell one: asked once more, then left out.
    if is_skipped and (slot.optional or opened.state.tries):
        # Kept as empty, so that it is not asked again.
        passed = replace(opened.state, answers={**opened.state.answers, slot.name: ""})
        return _go_on(OpenForm(here, passed, opened.form, opened.language), state, {})
    is_answerable = meant is not None and meant.form is None
    asides, rest = _asides(opened, text)
    is_question = is_answerable and not rest and text.rstrip().endswith("?")
    has_word = said in here.language.words["yes"] or said in here.language.words["no"]
    value = None if is_skipped or is_question or (has_word and slot.type is SlotType.NAME) else opened.value(slot, rest)
    if value is not None:
        turn = _go_on(opened, state, {slot.name: value, **_beside(opened, slot, text)})
        return replace(turn, replies=(*asides, *turn.replies))
    question = opened.question(slot)
    if meant is not None and is_answerable and (is_question or is_telling(slot) or slot.type is SlotType.NAME):
        return Turn((Reply(meant.answer), question), state, intent=meant.name)
    if opened.state.tries + 1 >= slot.tries:
        return hand_off(here, state, HandoffReason.FORM_FAILED)
    again = replace(opened.state, tries=opened.state.tries + 1)
    return Turn((Reply(opened.words(slot).retry, question.buttons),), replace(state, form=again))


def _asides(opened: OpenForm, text: str) -> tuple[tuple[Reply, ...], str]:
    """The answers to questions that stand beside an answer, and the text without them."""
    sentences = [part for part in _SENTENCE.split(text) if part.strip()]
    if len(sentences) < 2:
        return (), text
    replies: list[Reply] = []
    kept: list[str] = []
    for sentence in sentences:
        found = opened.here.intent(opened.here.matcher.match(sentence).intent) if sentence.endswith("?") else None
        if found is not None and found.form is None and found.then is Then.NOTHING:
            replies.append(Reply(found.answer))
        else:
            kept.append(sentence)
    return tuple(replies), " ".join(kept)


def _beside(opened: OpenForm, slot: Slot, text: str) -> Mapping[str, str]:
    """An address that was told together with the name, for the question that would ask for it."""
    address = find_address(text) if slot.type is SlotType.NAME else None
    later = next(
        (
            one
            for one in opened.slots
            if one.type in {SlotType.EMAIL, SlotType.ACCOUNT} and one.name not in opened.known
        ),
        None,
    )
    return {later.name: address} if address is not None and later is not None else {}


def _is_choice(opened: OpenForm, slot: Slot, said: str) -> bool:
    return slot.type is SlotType.CHOICE and opened.value(slot, said) is not None


def _go_on(opened: OpenForm, state: BotState, learnt: Mapping[str, str]) -> Turn:
    """Asks the next question; after the last one shows the summary, or hands off."""
    answers = {**opened.state.answers, **learnt}
    going = OpenForm(opened.here, replace(opened.state, answers=answers), opened.form, opened.language)
    slot = going.after(opened.state.slot) if opened.state.stage is Stage.ASKING else None
    if slot is not None:
        following = replace(going.state, slot=slot.name, tries=0)
        return Turn((going.question(slot),), replace(state, form=following), learnt)
    if not opened.form.confirm:
        return replace(hand_off(opened.here, state, HandoffReason.INTENT), details=learnt)
    confirming = replace(going.state, stage=Stage.CONFIRMING, tries=0)
    return Turn((summary(going),), replace(state, form=confirming), learnt)


def summary(opened: OpenForm) -> Reply:
    """Returns the answers, one a line, with the question whether they are right."""
    here = opened.here
    lines = [
        f"- **{opened.words(slot).label}**: {_short(opened.words(slot).shown(opened.known[slot.name]))}"
        for slot in opened.slots
        if opened.known.get(slot.name)
    ]
    introduction = fill_all(here.phrase("form_summary"), here.details)
    return Reply("\n".join((introduction, "", *lines)), _under_summary(here), is_final=True)


def _short(value: str) -> str:
    """An answer on one line, as it was typed: what would be Markdown in it is none."""
    line = " ".join(value.split())
    line = line if len(line) <= _MAX_SHOWN_CHARS else f"{line[:_MAX_SHOWN_CHARS].rstrip()}…"
    return _MARKUP.sub(r"\\\g<0>", line)


def _under_summary(here: Situation) -> tuple[str, str]:
    return here.phrase("form_confirm"), here.phrase("form_change")


def _confirm(opened: OpenForm, state: BotState, text: str, said: str) -> Turn:
    here = opened.here
    if said == normalise(here.phrase("form_confirm")) or _agrees(here, said):
        return hand_off(here, state, HandoffReason.INTENT)
    named = _named(opened, said)
    if named is not None:
        asking = replace(opened.state, slot=named.name, stage=Stage.ASKING, tries=0)
        return Turn((opened.question(named),), replace(state, form=asking))
    corrected = _correction(opened, text, said, is_open=True)
    if corrected is not None:
        return _corrected(opened, state, *corrected)
    if said == normalise(here.phrase("form_change")) or said in here.language.words["no"]:
        return _ask_which(opened, state)
    found = here.matcher.match(text)
    meant = here.intent(found.intent)
    if meant is not None and meant.form is None:
        if meant.then is Then.HANDOFF:
            return hand_off(here, state, HandoffReason.REQUESTED)
        return Turn((Reply(meant.answer), summary(opened)), state, intent=meant.name)
    if opened.state.tries + 1 >= opened.slot.tries:
        # Whatever they want to say about it, a person reads it.
        return hand_off(here, state, HandoffReason.INTENT)
    again = replace(opened.state, tries=opened.state.tries + 1)
    return Turn((summary(opened),), replace(state, form=again))


def _agrees(here: Situation, said: str) -> bool:
    """A yes, also one with a few words after it that bring nothing new."""
    words = words_of(said)
    if said in here.language.words["yes"]:
        return True
    is_short = 1 < len(words) <= _MAX_AGREEING_WORDS and not any(word.isdigit() for word in words)
    rest = " ".join(words[1:])
    return (
        is_short
        and words[0] in here.language.words["yes"]
        and (rest in here.language.words["yes"] or here.matcher.match(rest).intent is None)
    )


def _ask_which(opened: OpenForm, state: BotState) -> Turn:
    labels = tuple(opened.words(slot).label for slot in opened.slots)
    choosing = replace(opened.state, stage=Stage.CHOOSING, tries=0)
    return Turn((Reply(opened.here.phrase("form_which"), labels),), replace(state, form=choosing))


def _choose(opened: OpenForm, state: BotState, text: str, said: str) -> Turn:
    slot = _named(opened, said)
    if slot is None:
        return _confirm(opened, state, text, said)
    asking = replace(opened.state, slot=slot.name, stage=Stage.ASKING, tries=0)
    # The questions after it are answered already, so that the summary comes next.
    return Turn((opened.question(slot),), replace(state, form=asking))


def _named(opened: OpenForm, said: str) -> Slot | None:
    """The question that a label, or its number, names."""
    if 1 <= place_of(said) <= len(opened.slots):
        return opened.slots[place_of(said) - 1]
    return next((slot for slot in opened.slots if normalise(opened.words(slot).label) == said), None)


def _go_back(opened: OpenForm, state: BotState) -> Turn:
    if opened.state.stage is not Stage.ASKING:
        slot: Slot | None = opened.slots[-1]
    else:
        slot = opened.before(opened.state.slot)
    if slot is None:
        return Turn((Reply(opened.here.phrase("form_cancelled")),), replace(state, form=None, misses=0))
    asking = replace(opened.state, slot=slot.name, stage=Stage.ASKING, tries=0)
    return Turn((opened.question(slot),), replace(state, form=asking))


def _correction(opened: OpenForm, text: str, said: str, *, is_open: bool = False) -> tuple[Slot, str] | None:
    """The earlier answer that a line corrects, and its new value.

    Such a line begins like one ("no, it was …"), unless `is_open` asks for corrections. Of several answers that it
    could be, the one named by its label is meant, else the last one given.
    """
    rest = _after_opening(opened, text)
    if len(said.split()) > _MAX_CORRECTION_WORDS:
        return None
    names = [slot for slot in opened.slots if slot.type is SlotType.NAME and opened.state.answers.get(slot.name)]
    if names and say_name(text) is not None:
        # "No, my name is Anna", wherever the form is by now.
        value = opened.value(names[0], text)
        return (names[0], value) if value not in (None, opened.state.answers[names[0].name]) else None
    if rest is None and (not is_open or text.rstrip().endswith("?")):
        return None
    value_text = rest if rest is not None else text
    answered = [slot for slot in reversed(opened.slots) if slot.name in opened.state.answers]
    named = [slot for slot in answered if normalise(opened.words(slot).label) in normalise(value_text)]
    for slot in [*named, *answered]:
        is_last_name = slot.type is SlotType.NAME and slot is answered[0] and rest is not None
        if not (is_telling(slot) or is_last_name):
            continue
        if rest is None and not _is_unmistakable(slot, value_text):
            continue
        value = opened.value(slot, value_text)
        if value is not None and value != opened.state.answers[slot.name]:
            return slot, value
    return None


def _is_unmistakable(slot: Slot, text: str) -> bool:
    """True when a line without words of correction can only be a new value: an address, or a value and little else."""
    if slot.type is SlotType.EMAIL or (slot.type is SlotType.ACCOUNT and find_address(text) is not None):
        return True
    return slot.type is not SlotType.NUMBER and len(text.split()) <= (
        1 if slot.type is SlotType.ACCOUNT else _MAX_OPEN_WORDS
    )


def _after_opening(opened: OpenForm, text: str) -> str | None:
    """What follows the opening of a correction; None when the line does not begin like one."""
    bare = normalise(text)
    for opening in sorted(opened.here.language.words["correct"], key=len, reverse=True):
        if bare.startswith(opening) and not bare[len(opening) : len(opening) + 1].isalnum():
            # Lengths differ only where normalising does; then the value is read from the normalised line.
            rest = text[len(opening) :] if len(bare) == len(text) else bare[len(opening) :]
            return rest.strip(" ,.:;-") or None
    return None


def _corrected(opened: OpenForm, state: BotState, slot: Slot, value: str) -> Turn:
    here = opened.here
    learnt = {slot.name: value}
    thanks = Reply(here.phrase("form_corrected"))
    answers = {**opened.state.answers, **learnt}
    going = OpenForm(here, replace(opened.state, answers=answers, tries=0), opened.form, opened.language)
    if opened.state.stage is Stage.ASKING:
        return Turn((thanks, going.question(going.slot)), replace(state, form=going.state), learnt)
    confirming = replace(going.state, stage=Stage.CONFIRMING)
    return Turn((thanks, summary(going)), replace(state, form=confirming), learnt)


def hand_off(here: Situation, state: BotState, reason: HandoffReason, said: tuple[Reply, ...] = ()) -> Turn:
    """Returns the turn that passes the chat to people; `said` stands for the usual words."""
    words = (Reply(here.phrase(f"handoff_{reason}")),)
    return Turn(said or words, replace(state, form=None, choices=(), incident=None, switch=None), handoff=reason)
