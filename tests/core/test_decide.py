from datetime import timedelta

import pytest

from chatserver.core import commands as cmd
from chatserver.core import events as ev
from chatserver.core.chat import Status
from chatserver.core.decide import REOPENS_WITHIN
from chatserver.core.errors import Code
from chatserver.core.sla import clocks as sla
from chatserver.core.sla.policies import DEFAULT_POLICIES, ClockKind, Facts
from chatserver.core.triage.state import BotState
from tests.doubles import NOON
from tests.story import (
    ADA,
    BEN,
    BOT,
    FIVE_MINUTES,
    VISITOR,
    assigned,
    closed,
    given,
    offered,
    queued,
    said,
    started,
)


def reply(version: int | None, agent=ADA) -> cmd.PostMessage:
    return cmd.PostMessage(agent.as_author(), "Hello", version=version)


def test_a_visitor_may_write_to_the_bot_in_the_queue_and_to_an_agent():
    message = cmd.PostMessage(VISITOR, "hi")
    posted = ev.MessagePosted(VISITOR, "hi")
    given(started()).when(message).then(posted)
    given(started(), queued()).when(message).then(posted)
    given(started(), queued(), assigned()).when(message).then(posted)


def test_nobody_may_write_to_a_closed_chat():
    history = started(), queued(), assigned(), closed()
    given(*history).when(cmd.PostMessage(VISITOR, "hi")).then_refused(Code.CLOSED)
    given(*history).when(reply(4)).then_refused(Code.CLOSED)
    given(*history).when(cmd.ClaimChat(BEN)).then_refused(Code.CLOSED)


def test_the_bot_is_silent_once_an_agent_owns_the_chat():
    words = cmd.PostMessage(BOT, "May I help?")
    given(started(), queued()).when(words).then(ev.MessagePosted(BOT, "May I help?"))
    given(started(), queued(), assigned()).when(words).then_refused(Code.FORBIDDEN)
    given(started(), queued(), assigned()).when(cmd.StepBot(BotState())).then_refused(Code.CONFLICT)


def test_an_agent_writes_only_with_the_version_of_their_ownership():
    history = started(), queued(), assigned(ADA, 3)
    given(*history).when(reply(3)).then(ev.MessagePosted(ADA.as_author(), "Hello"))
    given(*history).when(reply(2)).then_refused(Code.CONFLICT)
    given(*history).when(reply(None)).then_refused(Code.CONFLICT)
    given(*history).when(reply(3, BEN)).then_refused(Code.TAKEN)
    given(started(), queued()).when(reply(2)).then_refused(Code.FORBIDDEN)


def test_a_send_after_losing_the_chat_is_refused_with_who_has_it():
    history = started(), queued(), assigned(ADA, 3), ev.ChatTransferred(ADA, BEN, 4)
    refused = given(*history).when(reply(3)).then_refused(Code.TAKEN)
    assert refused.taken_by == "Ben"


def test_a_handoff_starts_the_five_minute_clock_and_carries_the_packet():
    packet = ev.Packet("en", ev.HandoffReason.MISSED, details={"name": "Anna"}, title="Refund")
    given(started(), ev.DetailsCollected({"name": "Anna"})).when(
        cmd.HandOff(ev.HandoffReason.MISSED, "Refund"), now=NOON
    ).then(ev.ChatQueued(NOON, NOON + FIVE_MINUTES, 2, packet))


def test_a_second_handoff_changes_nothing():
    handoff = cmd.HandOff(ev.HandoffReason.REQUESTED)
    given(started(), queued()).when(handoff).then_nothing()
    given(started(), queued(), assigned()).when(handoff).then_nothing()


def test_a_claim_takes_the_chat_from_queue_and_bot():
    given(started(), queued(2)).when(cmd.ClaimChat(ADA)).then(ev.AgentAssigned(ADA, 3, ev.AssignedBy.CLAIM))
    given(started()).when(cmd.ClaimChat(ADA)).then(ev.AgentAssigned(ADA, 2, ev.AssignedBy.CLAIM))


def test_of_two_who_claim_one_wins_and_the_other_is_told_who():
    refused = given(started(), queued(), assigned(ADA)).when(cmd.ClaimChat(BEN)).then_refused(Code.TAKEN)
    assert refused.taken_by == "Ada"


def test_claiming_what_one_has_changes_nothing():
    given(started(), queued(), assigned(ADA)).when(cmd.ClaimChat(ADA)).then_nothing()


def test_a_claim_withdraws_the_offer_to_somebody_else():
    given(started(), queued(2), offered(ADA)).when(cmd.ClaimChat(BEN)).then(
        ev.OfferEnded("o-1", ADA, ev.OfferOutcome.WITHDRAWN), ev.AgentAssigned(BEN, 3, ev.AssignedBy.CLAIM)
    )
    given(started(), queued(2), offered(ADA)).when(cmd.ClaimChat(ADA)).then(
        ev.AgentAssigned(ADA, 3, ev.AssignedBy.CLAIM)
    )


def test_only_a_waiting_chat_without_an_offer_is_offered():
    offer = cmd.MakeOffer("o-2", BEN, NOON + timedelta(seconds=30))
    given(started(), queued()).when(offer).then(ev.OfferMade("o-2", BEN, NOON + timedelta(seconds=30)))
    given(started(), queued(), offered()).when(offer).then_refused(Code.CONFLICT)
    given(started()).when(offer).then_refused(Code.CONFLICT)


def test_an_offer_is_accepted_only_by_the_one_who_has_it():
    history = started(), queued(2), offered(ADA, "o-1")
    given(*history).when(cmd.AcceptOffer("o-1", ADA)).then(ev.AgentAssigned(ADA, 3, ev.AssignedBy.OFFER))
    given(*history).when(cmd.AcceptOffer("o-1", BEN)).then_refused(Code.CONFLICT)
    given(*history).when(cmd.AcceptOffer("o-9", ADA)).then_refused(Code.CONFLICT)
    late = given(*history, assigned(BEN)).when(cmd.AcceptOffer("o-1", ADA)).then_refused(Code.TAKEN)
    assert late.taken_by == "Ben"


def test_a_lapsed_or_declined_offer_ends():
    history = started(), queued(), offered(ADA, "o-1")
    for outcome in (ev.OfferOutcome.LAPSED, ev.OfferOutcome.DECLINED):
        given(*history).when(cmd.EndOffer("o-1", ADA, outcome)).then(ev.OfferEnded("o-1", ADA, outcome))
    given(started(), queued()).when(cmd.EndOffer("o-1", ADA, ev.OfferOutcome.LAPSED)).then_refused(Code.CONFLICT)


def test_only_the_owner_transfers_releases_hands_back_and_closes():
    history = started(), queued(), assigned(ADA, 3)
    for command in (
        cmd.TransferChat(BEN, ADA, 3),
        cmd.ReleaseChat(BEN, 3),
        cmd.HandBackChat(BEN, 3),
        cmd.CloseChat(BEN.as_author(), ev.CloseReason.RESOLVED, "", 3),
    ):
        given(*history).when(command).then_refused(Code.TAKEN)
    given(*history).when(cmd.TransferChat(ADA, BEN, 3)).then(ev.ChatTransferred(ADA, BEN, 4))
    given(*history).when(cmd.TransferChat(ADA, ADA, 3)).then_refused(Code.BAD_REQUEST)
    given(*history).when(cmd.HandBackChat(ADA, 3)).then(ev.ChatHandedBack(ADA, 4))


def test_release_before_the_first_answer_keeps_the_clock_and_after_it_starts_a_new_one():
    later = NOON + timedelta(minutes=2)
    release = cmd.ReleaseChat(ADA, 3)
    packet = ev.Packet("en", ev.HandoffReason.RELEASED)
    unanswered = started(), queued(2, since=NOON), assigned(ADA, 3)
    given(*unanswered).when(release, later).then(
        ev.ChatReleased(ADA, 4), ev.ChatQueued(NOON, NOON + FIVE_MINUTES, 5, packet)
    )
    given(*unanswered, said("Hi", ADA.as_author())).when(release, later).then(
        ev.ChatReleased(ADA, 4), ev.ChatQueued(later, later + FIVE_MINUTES, 5, packet)
    )


def test_closing_withdraws_an_open_offer():
    leaving = cmd.CloseChat(VISITOR, ev.CloseReason.VISITOR_LEFT)
    given(started(), queued(2), offered(ADA)).when(leaving).then(
        ev.OfferEnded("o-1", ADA, ev.OfferOutcome.WITHDRAWN),
        ev.ChatClosed(VISITOR, ev.CloseReason.VISITOR_LEFT, 3),
    )


def test_a_rating_belongs_to_a_closed_chat_and_runs_from_one_to_five():
    history = started(), queued(), assigned(), closed()
    given(*history).when(cmd.RateChat(5, "Thanks")).then(ev.ChatRated(5, "Thanks"))
    given(started()).when(cmd.RateChat(5)).then_refused(Code.CONFLICT)
    given(*history).when(cmd.RateChat(6)).then_refused(Code.BAD_REQUEST)


@pytest.mark.parametrize("history", [(started(),), (started(), queued(), assigned(), closed())])
def test_notes_are_possible_at_any_time(history):
    note = cmd.AddNote(BEN.as_author(), "knows the customer")
    given(*history).when(note).then(ev.NoteAdded(BEN.as_author(), "knows the customer"))
    tags = cmd.SetTags(BEN.as_author(), ("late",))
    given(*history).when(tags).then(ev.TagsChanged(BEN.as_author(), ("late",)))
    given(*history, ev.TagsChanged(ADA.as_author(), ("late",))).when(tags).then_nothing()


def test_details_and_a_second_start():
    given(started()).when(cmd.CollectDetails({"plan": "basic"})).then(ev.DetailsCollected({"plan": "basic"}))
    given(started()).when(cmd.StartChat("X", "v", "en")).then_refused(Code.CONFLICT)


UNANSWERED = (started(), assigned(version=2), ev.ChatClosed(BOT, ev.CloseReason.NO_REPLY, 3))
CLOSED_AT = NOON + timedelta(seconds=2)


def test_a_reply_reopens_a_chat_that_was_closed_for_want_of_one():
    at = CLOSED_AT + REOPENS_WITHIN
    given(*UNANSWERED).when(cmd.ReopenChat(), at).then(ev.ChatReopened(at, at + FIVE_MINUTES, 4))
    given(started()).when(cmd.ReopenChat()).then_nothing()


def test_no_other_chat_is_reopened_and_none_for_ever():
    late = CLOSED_AT + REOPENS_WITHIN + timedelta(microseconds=1)
    given(*UNANSWERED).when(cmd.ReopenChat(), late).then_refused(Code.CLOSED)
    given(started(), assigned(version=2), closed()).when(cmd.ReopenChat()).then_refused(Code.CLOSED)


def test_a_reopened_chat_waits_for_the_agent_who_had_it_and_for_nobody_once_it_is_taken():
    reopened = (*UNANSWERED, ev.ChatReopened(NOON, NOON + FIVE_MINUTES, 4))
    chat = given(*reopened).chat
    assert (chat.status, chat.preferred_agent, chat.agent, chat.waiting_since) == (Status.QUEUED, ADA, None, NOON)
    assert (chat.close_reason, chat.closed_at, chat.first_answered_at) == (None, None, None)
    assert given(*reopened, assigned(BEN, 5)).chat.preferred_agent is None


def test_what_is_said_about_the_chat_itself_is_said_while_an_agent_has_it():
    given(started(), assigned(version=2)).when(cmd.TellVisitor(BOT, "Soon.")).then(ev.MessagePosted(BOT, "Soon."))
    given(*UNANSWERED).when(cmd.TellVisitor(BOT, "Soon.")).then_refused(Code.CLOSED)


def test_clocks_move_in_every_status_and_no_change_is_no_event():
    moved = (sla.start(DEFAULT_POLICIES, ClockKind.PICKUP, Facts(), NOON),)
    for history in ((started(),), (started(), queued()), UNANSWERED):
        given(*history).when(cmd.MoveClocks(moved)).then(ev.ClocksMoved(moved))
        given(*history).when(cmd.MoveClocks(())).then_nothing()


def test_what_is_signed_and_what_moves_clocks_is_not_corrected():
    signed = ev.DetailsCollected({"name": "Anna"}, verified=True)
    history = started(), signed, queued(), assigned(ADA, 3)
    given(*history).when(cmd.CorrectDetails(ADA, 3, {"name": "B"})).then_refused(Code.FORBIDDEN)
    given(*history).when(cmd.CorrectDetails(ADA, 3, {"severity": "1"})).then_refused(Code.BAD_REQUEST)
    given(*history).when(cmd.CorrectDetails(BEN, 3, {"order": "7"})).then_refused(Code.TAKEN)
    given(*history).when(cmd.CorrectDetails(ADA, 2, {"order": "7"})).then_refused(Code.CONFLICT)
    given(*history).when(cmd.CorrectDetails(ADA, 3, {"order": ""})).then_nothing()
    given(*history).when(cmd.CorrectDetails(ADA, 3, {"order": "7"})).then(ev.DetailsCorrected({"order": "7"}, ADA))


def test_a_takeover_moves_the_chat_whoever_has_it_and_nothing_when_it_is_theirs():
    history = started(), queued(), assigned(ADA, 3)
    given(*history).when(cmd.TakeOver(BEN)).then(ev.ChatTransferred(ADA, BEN, 4, taken_over=True))
    given(*history).when(cmd.TakeOver(ADA)).then_nothing()
    given(started(), queued()).when(cmd.TakeOver(BEN)).then(assigned(BEN, 3))
    given(*history, closed()).when(cmd.TakeOver(BEN)).then_refused(Code.CLOSED)


def test_only_the_owner_of_the_duplicate_merges_it_and_no_chat_that_is_closed():
    into, other = cmd.NoteMerge(ADA, "B", ev.MergeSide.INTO, 3), cmd.NoteMerge(BEN, "A", ev.MergeSide.FROM)
    history = started(), queued(), assigned(ADA, 3)
    given(*history).when(into).then(ev.ChatMerged("B", ev.MergeSide.INTO, ADA))
    given(*history).when(other).then(ev.ChatMerged("A", ev.MergeSide.FROM, BEN))
    given(started(), queued(), assigned(BEN, 3)).when(into).then_refused(Code.TAKEN)
    given(*history, closed()).when(other).then_refused(Code.CLOSED)
