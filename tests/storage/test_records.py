from datetime import timedelta

import pytest
from msgspec.structs import fields

from chatserver.core import events as ev
from chatserver.core.evolve import fold
from chatserver.core.redaction.cuts import Cut
from chatserver.core.redaction.findings import Redaction, SecretKind
from chatserver.core.routing.ladder import Step
from chatserver.core.sla import clocks as sla
from chatserver.core.sla.policies import DEFAULT_POLICIES, ClockKind, Facts, PauseReason
from chatserver.core.triage.state import BotState, FormState
from chatserver.storage.records import (
    chat_from_row,
    chat_to_text,
    clocks_to_text,
    event_from_row,
    event_to_row,
    instant_from_text,
    instant_to_text,
)
from tests.doubles import NOON
from tests.story import ADA, BEN, VISITOR, assigned, closed, log_of, offered, queued, said, started

STATE = BotState(FormState("report", "outage", "name", 1, {"plan": "basic"}), ("a",), 1, ("b",), "c")
RUNNING = sla.start(DEFAULT_POLICIES, ClockKind.RESOLUTION, Facts("premium", 1), NOON, "requested")
PAUSED = sla.pause(RUNNING.clock, DEFAULT_POLICIES, PauseReason.WAITING_FOR_VISITOR, NOON + timedelta(hours=1))
DAYS = sla.start(DEFAULT_POLICIES, ClockKind.COMPLAINT_ANSWER, Facts(), NOON)
CLOCKS = (RUNNING, PAUSED, DAYS, sla.meet(DAYS.clock, NOON + timedelta(days=30)))
SAMPLES = [
    ev.ChatStarted("v", "pt-BR", ev.Page("https://x.example", "X"), {"name": "Anna"}),
    ev.LanguageChanged("de"),
    ev.MessagePosted(VISITOR, "hi 😀", "c", (ev.Button("Yes"),), (Redaction(SecretKind.CARD, 0, 2, "card.visa"),)),
    ev.NoteAdded(ADA.as_author(), "note", "c", mentions=("a-2",)),
    ev.TagsChanged(ADA.as_author(), ("refund", "späte Lieferung")),
    ev.MessageRedacted(2, 1, (Cut(0, 2, "••••", SecretKind.KEY, "key.labelled"),), (), VISITOR, "c"),
    ev.NoteRedacted(2, 1, (Cut(0, 2, "••••", SecretKind.KEY, "key.labelled"),), (), ADA.as_author()),
    ev.RedactionDisputed(2, (SecretKind.CARD,), ("card.visa",)),
    ev.DetailsCollected({"plan": "basic"}),
    ev.DetailsCorrected({"plan": ""}, ADA),
    ev.UrgencyChanged(ADA, "premium", 1),
    ev.ComplaintOpened(ADA),
    ev.ChatMerged("7Q3M-9XDA-5R", ev.MergeSide.INTO, ADA),
    ev.BotStepped(STATE, "outage", 0.5),
    ev.ChatQueued(NOON, NOON, 2, ev.Packet("en", ev.HandoffReason.INTENT, "a", "A", {"b": "c"}, ("d",), 1)),
    ev.TicketOffered(),
    ev.TicketOpened("anna@example.com", NOON, 3),
    ev.EscalationReached(Step.BREACH),
    ev.AgentLost(ADA, 4),
    offered(),
    ev.OfferEnded("o", ADA, ev.OfferOutcome.LAPSED),
    assigned(),
    ev.ChatTransferred(ADA, BEN, 4),
    ev.ChatReleased(ADA, 4),
    ev.ChatHandedBack(ADA, 4),
    closed(),
    ev.ChatRated(5, "thanks"),
    ev.ChatReopened(NOON, NOON + timedelta(minutes=5), 5),
    ev.ClocksMoved(CLOCKS),
]


def test_there_is_a_sample_of_every_event():
    assert {type(sample) for sample in SAMPLES} == set(ev.EVENT_TYPES)


@pytest.mark.parametrize("event", SAMPLES, ids=lambda event: type(event).__name__)
def test_an_event_is_read_back_as_it_was_written(event):
    recorded = log_of(*[event])[0]
    assert event_from_row(*event_to_row(recorded)) == recorded


def test_a_chat_is_read_back_as_it_was_written():
    for length in range(1, 7):
        history = [started(), said(), ev.BotStepped(STATE), queued(), offered(), ev.ClocksMoved(CLOCKS)][:length]
        chat = fold(log_of(*history))
        assert chat_from_row(chat_to_text(chat), clocks_to_text(chat)) == chat
    assert len(fields(chat)) > 20


def test_instants_sort_as_text_as_they_do_in_time():
    instants = [NOON + timedelta(microseconds=step) for step in (0, 1, 10, 500_000, 999_999, 1_000_000, 10**9)]
    texts = [instant_to_text(at) for at in instants]
    assert texts == sorted(texts)
    assert {len(text) for text in texts} == {len("2026-01-01T00:00:00.000000Z")}
    assert [instant_from_text(text) for text in texts] == instants
    assert instant_to_text(None) is None
    assert instant_from_text(None) is None
