from datetime import timedelta

import pytest
from hypothesis import given as sampled
from hypothesis import settings
from hypothesis import strategies as st

from chatserver.core import commands as cmd
from chatserver.core import events as ev
from chatserver.core.attachments import Attachment
from chatserver.core.chat import IllegalTransition, Status
from chatserver.core.decide import decide
from chatserver.core.errors import Refused
from chatserver.core.events import Recorded
from chatserver.core.evolve import LAST_TEXT_CHARS, evolve, fold
from chatserver.core.triage.state import BotState
from tests.doubles import NOON
from tests.story import ADA, BEN, BOT, CHAT_ID, VISITOR, assigned, closed, log_of, offered, queued, said, started


def test_a_chat_goes_from_bot_to_queue_to_agent_to_closed():
    history = [started(), queued(), assigned(), closed()]
    statuses = [fold(log_of(*history[:length])).status for length in range(1, 5)]
    assert statuses == [Status.BOT, Status.QUEUED, Status.ASSIGNED, Status.CLOSED]


def test_the_first_human_word_stops_the_clock_and_the_bots_do_not():
    waiting = fold(log_of(started(), queued(), said("one moment", BOT)))
    assert waiting.first_answered_at is None
    answered = fold(log_of(started(), queued(), assigned(), said("Hi", ADA.as_author()), said("So", ADA.as_author())))
    assert answered.first_answered_at == NOON + timedelta(seconds=3)


def test_whoever_let_an_offer_lapse_or_released_the_chat_is_remembered():
    lapsed = fold(log_of(started(), queued(), offered(ADA), ev.OfferEnded("o-1", ADA, ev.OfferOutcome.LAPSED)))
    assert lapsed.passed_over.keys() == {"a-1"}
    withdrawn = fold(log_of(started(), queued(), offered(ADA), ev.OfferEnded("o-1", ADA, ev.OfferOutcome.WITHDRAWN)))
    assert not withdrawn.passed_over
    released = fold(log_of(started(), queued(), assigned(ADA), ev.ChatReleased(ADA, 4), queued(5)))
    assert released.passed_over.keys() == {"a-1"}
    assert released.status is Status.QUEUED


def test_a_list_shows_only_the_beginning_of_a_long_message():
    assert len(fold(log_of(started(), said("x" * 5000))).last_text) == LAST_TEXT_CHARS


def test_handing_back_forgets_form_and_choices_of_the_bot():
    state = BotState(choices=("a", "b"), misses=2, tried=("a",))
    chat = fold(log_of(started(), ev.BotStepped(state), queued(), assigned(), ev.ChatHandedBack(ADA, 4)))
    assert chat.bot == BotState(tried=("a",))
    assert chat.waiting_since is None


def test_an_event_that_the_table_does_not_allow_is_a_defect():
    chat = fold(log_of(started()))
    with pytest.raises(IllegalTransition):
        evolve(chat, Recorded(CHAT_ID, 2, NOON, ev.ChatTransferred(ADA, BEN, 2)))
    with pytest.raises(IllegalTransition):
        evolve(chat, Recorded(CHAT_ID, 3, NOON, said()))
    with pytest.raises(IllegalTransition):
        fold(log_of(said()))


def _commands() -> st.SearchStrategy[cmd.Command]:
    agent = st.sampled_from([ADA, BEN])
    version = st.integers(1, 6)
    return st.one_of(
        st.builds(
            cmd.PostMessage,
            st.sampled_from([VISITOR, ADA.as_author(), BEN.as_author()]),
            st.just("hi"),
            version=version,
        ),
        st.builds(cmd.HandOff, st.sampled_from(ev.HandoffReason)),
        st.builds(cmd.MakeOffer, st.just("o"), agent, st.just(NOON)),
        st.builds(cmd.AcceptOffer, st.just("o"), agent),
        st.builds(
            cmd.EndOffer, st.just("o"), agent, st.sampled_from([ev.OfferOutcome.LAPSED, ev.OfferOutcome.DECLINED])
        ),
        st.builds(cmd.ClaimChat, agent),
        st.builds(cmd.TransferChat, agent, agent, version),
        st.builds(cmd.ReleaseChat, agent, version),
        st.builds(cmd.HandBackChat, agent, version),
        st.builds(
            cmd.CloseChat, st.sampled_from([VISITOR, ADA.as_author()]), st.just(ev.CloseReason.OTHER), version=version
        ),
        st.builds(cmd.RateChat, st.integers(0, 6)),
        st.builds(cmd.AddNote, st.just(BEN.as_author()), st.just("note")),
        st.builds(cmd.SetTags, st.just(BEN.as_author()), st.sampled_from([(), ("late",), ("late", "vip")])),
        st.builds(cmd.StepBot, st.just(BotState(misses=1))),
    )


@sampled(st.lists(_commands(), max_size=25))
@settings(max_examples=200, deadline=None)
def test_whatever_is_commanded_the_events_fit_the_table_and_ownership_is_consistent(commands):
    log = log_of(started())
    chat = fold(log)
    for command in commands:
        try:
            happened = decide(chat, command, NOON)
        except Refused:
            continue
        before = chat
        for event in happened:
            log.append(Recorded(CHAT_ID, chat.seq + 1, NOON, event))
            chat = evolve(chat, log[-1])
        assert (chat.agent is not None) == (chat.status is Status.ASSIGNED) or chat.status is Status.CLOSED
        assert chat.offer is None or chat.status is Status.QUEUED
        assert (chat.version > before.version) == (
            (chat.status, chat.agent) != (before.status, before.agent)
        ) or chat.status is before.status is Status.QUEUED
    assert fold(log) == chat
    assert [recorded.seq for recorded in log] == list(range(1, len(log) + 1))


def test_a_list_shows_the_names_of_files_that_came_without_words():
    file = Attachment("f-1", "screen.png", "image/png", 10)
    posted = ev.MessagePosted(VISITOR, "", files=(file, file))
    assert fold(log_of(started(), posted)).last_text == "screen.png, screen.png"
