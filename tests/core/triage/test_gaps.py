from datetime import UTC, datetime, timedelta

from chatserver.core.events import BotStepped, ChatQueued, Event, HandoffReason, Packet
from chatserver.core.triage.gaps import PERSON, Tally, coverage, gaps, unanswered, week_of
from chatserver.core.triage.state import BotState, FormState
from tests.doubles import NOON
from tests.story import BOT, closed, log_of, said, started

RENAMED = {"post": "parcel"}


def asked_back(*choices: str) -> Event:
    return BotStepped(BotState(choices=choices), None, 0.3)


def missed() -> Event:
    return BotStepped(BotState(misses=1), None, 0.1)


def answered(intent: str, score: float | None = 0.8) -> Event:
    return BotStepped(BotState(last_intent=intent), intent, score)


def stepped(state: BotState | None = None) -> Event:
    """A step that has nothing to do with the matcher."""
    return BotStepped(state or BotState())


def queued(intent: str | None = None, reason: HandoffReason = HandoffReason.REQUESTED) -> Event:
    return ChatQueued(NOON, NOON, 2, Packet("en", reason, intent))


def questions(*history: Event, since: datetime | None = None):
    found = unanswered([log_of(started(), *history)], lambda lang: lang, RENAMED, since)
    return [(question.text, question.was_asked_back, question.pressed) for question in found]


def test_a_question_that_was_asked_back_or_missed_is_a_gap_and_an_answered_one_is_none():
    assert questions(said("one"), asked_back("hours", "parcel")) == [("one", True, None)]
    assert questions(said("one"), missed()) == [("one", False, None)]
    assert questions(said("one"), answered("hours")) == []


def test_answers_to_a_form_and_words_such_as_cancel_are_no_gaps():
    assert questions(said("Anna"), stepped(BotState(form=FormState("order", "buy", "name")))) == []
    assert questions(said("cancel"), stepped()) == []


def test_what_the_bot_and_people_say_is_no_question():
    assert questions(said("hello", BOT), missed()) == []


def test_the_intent_that_was_pressed_next_belongs_to_the_question():
    history = (
        said("one"),
        asked_back("hours", "parcel"),
        said("Where?", BOT),
        said("My parcel"),
        answered("parcel", None),
    )
    assert questions(*history) == [("one", True, "parcel")]


def test_an_intent_that_was_renamed_is_told_by_its_name_of_today():
    assert questions(said("one"), asked_back("post"), said("Post"), answered("post", None)) == [("one", True, "parcel")]


def test_the_way_to_a_person_is_told_however_it_was_taken():
    at_once = (said("one"), missed(), queued())
    pressed = (said("one"), asked_back("hours"), said("a person"), stepped(), queued())
    twice = (said("one"), missed(), said("two"), missed(), queued())
    assert questions(*at_once) == [("one", False, PERSON)]
    assert questions(*pressed) == [("one", True, PERSON)]
    assert questions(*twice) == [("one", False, PERSON), ("two", False, PERSON)]


def test_none_of_these_is_no_choice():
    history = (said("one"), asked_back("hours"), said("None of these"), stepped(), said("hours"), answered("hours"))
    assert questions(*history) == [("one", True, None)]
    assert questions(said("one"), asked_back("hours"), closed(2)) == [("one", True, None)]


def test_only_questions_since_a_moment_are_told_if_one_is_named():
    history = (said("one"), missed(), said("two"), missed())
    assert [text for text, *_ in questions(*history, since=NOON + timedelta(seconds=3))] == ["two"]


def grouped(*texts: str, lang: str = "en"):
    logs = [log_of(started(lang), said(text), missed()) for text in texts]
    return gaps(unanswered(logs, lambda lang: lang, {}))


def test_questions_that_are_much_the_same_are_one_gap_and_the_most_frequent_is_first():
    found = grouped(
        "where is my refund",
        "Where is my refund?",
        "where's my refund",
        "when do I get the refund",
        "do you ship to Norway",
        "do you ship to norway?",
        "is there a shop in Paris",
    )
    assert [(gap.text, gap.count) for gap in found] == [
        ("where is my refund", 4),
        ("do you ship to Norway", 2),
        ("is there a shop in Paris", 1),
    ]
    assert found[0].wordings[0] == "where is my refund"
    assert "when do I get the refund" in found[0].wordings


def test_typing_errors_and_inflection_do_not_make_another_gap():
    assert len(grouped("how do I unsubscribe from the newsletter", "how do i unsubscribe from the newsleter")) == 1
    assert len(grouped("где мой возврат денег", "где мои возвраты денег", lang="ru")) == 1
    assert len(grouped("how do I change my plan", "how do I change my name")) == 2


def test_questions_of_two_languages_stay_apart():
    logs = [log_of(started(lang), said("wifi"), missed()) for lang in ("en", "de")]
    assert len(gaps(unanswered(logs, lambda lang: lang, {}))) == 2


def test_a_gap_tells_what_followed_most_often_and_which_intent_to_adopt_it_into():
    def one(then: str | None):
        end = (queued(),) if then is None else (said("x"), answered(then, None))
        return log_of(started(), said("where is it now"), asked_back("hours", "parcel"), *end)

    (gap,) = gaps(unanswered([one(None), one(None), one("parcel"), one("hours"), one("parcel")], lambda lang: lang, {}))
    assert (gap.count, gap.asked_back) == (5, 5)
    assert dict(gap.pressed) == {PERSON: 2, "parcel": 2, "hours": 1}
    assert gap.intent == "parcel"
    (gap,) = gaps(unanswered([one(None)], lambda lang: lang, {}))
    assert gap.intent is None


def test_signs_without_a_word_are_a_gap_like_any_other():
    assert [(gap.text, gap.count) for gap in grouped("???", "???")] == [("???", 2)]


def test_many_questions_are_grouped_in_seconds():
    found = grouped(*(f"question about thing{number % 700} and matter{number % 900}" for number in range(5000)))
    assert sum(gap.count for gap in found) == 5000


def test_coverage_counts_answers_offers_and_handoffs_by_week_under_the_name_of_today():
    monday = datetime(2026, 11, 16, tzinfo=UTC)
    before = log_of(started(), said("a"), answered("post"), start=monday - timedelta(seconds=60))
    now = log_of(
        started(),
        said("a"),
        asked_back("hours", "post"),
        said("b"),
        answered("parcel", None),
        queued("parcel", HandoffReason.INTENT),
        queued("parcel", HandoffReason.RELEASED),
        start=monday,
    )
    assert coverage([before, now], RENAMED) == [
        Tally("2026-W47", "parcel", answered=1, asked=1, handed_off=1),
        Tally("2026-W47", "hours", asked=1),
        Tally("2026-W46", "parcel", answered=1),
    ]
    assert [tally.week for tally in coverage([before, now], RENAMED, monday)] == ["2026-W47", "2026-W47"]


def test_a_handoff_without_an_intent_counts_for_none():
    assert coverage([log_of(started(), said("a"), stepped(), queued())], {}) == []


def test_weeks_are_those_of_iso_8601():
    assert week_of(datetime(2027, 1, 3, tzinfo=UTC)) == "2026-W53"
    assert week_of(datetime(2027, 1, 4, tzinfo=UTC)) == "2027-W01"
