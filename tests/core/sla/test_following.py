"""Which clocks an event starts, stops and ends; each case is a small story, a minute between its events."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from chatserver.core import commands as cmd
from chatserver.core import events as ev
from chatserver.core.chat import Chat, Status
from chatserver.core.decide import decide, decide_start
from chatserver.core.errors import Refused
from chatserver.core.events import CloseReason, HandoffReason, Recorded
from chatserver.core.evolve import begin, evolve, fold
from chatserver.core.people import Author
from chatserver.core.sla import clocks as sla
from chatserver.core.sla.calendars import Calendar
from chatserver.core.sla.clocks import Changed, Clock, EntryKind, RunState
from chatserver.core.sla.following import KEPT_PAUSES, facts_of, fire_all, follow, ticket_due_at
from chatserver.core.sla.policies import DEFAULT_POLICIES, ClockKind, Facts, PauseReason, Policies, Row, Within
from tests.core.sla.strategies import patient
from tests.doubles import NOON
from tests.story import ADA, BEN, BOT, CHAT_ID, FIVE_MINUTES, VISITOR

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
K = ClockKind
RUNNING, PAUSED, MET, CANCELLED = RunState.RUNNING, RunState.PAUSED, RunState.MET, RunState.CANCELLED


class Case:
    """A chat that commands are done to, with its clocks following, as a unit of work does it."""

    def __init__(self, policies: Policies = DEFAULT_POLICIES, **details: str) -> None:
        self.policies = policies
        self.now = NOON
        self.log = [Recorded(CHAT_ID, 1, NOON, decide_start(cmd.StartChat(CHAT_ID, "v-1", "en", details=details))[0])]
        self.chat = begin(self.log[0])

    def does(self, command: cmd.Command, after: timedelta = MINUTE) -> "Case":
        self.now += after
        for event in decide(self.chat, command, self.now):
            before, recorded = self.chat, self._record(event)
            changes = follow(before, self.chat, recorded, self.policies)
            if changes:
                self._record(ev.ClocksMoved(changes))
        return self

    def says(self, by: Author, after: timedelta = MINUTE) -> "Case":
        is_agent = by not in (VISITOR, BOT)
        version = self.chat.version if is_agent else None
        return self.does(cmd.PostMessage(by, "words", version=version), after)

    def checks(self, after: timedelta) -> "Case":
        """The clockwork looks at the chat."""
        self.now += after
        changes = fire_all(self.chat, self.now)
        if changes:
            self._record(ev.ClocksMoved(changes))
        return self

    def queued(self) -> "Case":
        return self.does(cmd.HandOff(HandoffReason.REQUESTED))

    def claimed(self) -> "Case":
        return self.does(cmd.ClaimChat(ADA))

    def answered(self) -> "Case":
        return self.queued().claimed().says(ADA.as_author())

    @property
    def states(self) -> dict[ClockKind, RunState]:
        return {kind: clock.state for kind, clock in self.chat.clocks.items()}

    def __getitem__(self, kind: ClockKind) -> Clock:
        return self.chat.clocks[kind]

    @property
    def seq(self) -> int:
        return self.chat.seq

    def history(self, kind: ClockKind) -> list[EntryKind]:
        moved = [recorded.event for recorded in self.log if isinstance(recorded.event, ev.ClocksMoved)]
        changes = [changed for event in moved for changed in event.changes if changed.clock.kind is kind]
        return [entry.what for changed in changes for entry in changed.entries]

    def _record(self, event: ev.Event) -> Recorded:
        recorded = Recorded(CHAT_ID, self.chat.seq + 1, self.now, event)
        self.chat = evolve(self.chat, recorded)
        self.log.append(recorded)
        return recorded


def test_the_request_for_a_human_starts_three_clocks():
    case = Case().queued()
    assert case.states == {K.PICKUP: RUNNING, K.FIRST_RESPONSE: RUNNING, K.RESOLUTION: RUNNING}
    assert case[K.PICKUP].due_at == case.chat.first_response_due_at == case.now + FIVE_MINUTES
    assert case.chat.next_due_at == case.now + FIVE_MINUTES / 2, "the first warning"


def test_the_first_human_word_meets_what_was_waited_for_and_the_visitor_is_waited_for():
    case = Case().answered()
    assert case.states == {K.PICKUP: MET, K.FIRST_RESPONSE: MET, K.RESOLUTION: PAUSED, K.AUTO_CLOSE: RUNNING}
    assert case[K.AUTO_CLOSE].due_at == case.now + timedelta(hours=48)


def test_the_claim_is_no_word():
    assert Case().queued().claimed().states[K.PICKUP] is RUNNING


def test_a_reply_asks_for_an_answer_and_the_answer_meets_it():
    case = Case(plan="Premium").answered().says(VISITOR)
    assert case.states[K.NEXT_RESPONSE] is RUNNING
    assert case[K.NEXT_RESPONSE].due_at == case.now + 30 * MINUTE
    assert (case.states[K.RESOLUTION], case.states[K.AUTO_CLOSE]) == (RUNNING, CANCELLED)
    case.says(ADA.as_author())
    assert (case.states[K.NEXT_RESPONSE], case.states[K.AUTO_CLOSE]) == (MET, RUNNING)
    assert case.says(VISITOR)[K.NEXT_RESPONSE].started_at == case.now


@pytest.mark.parametrize("by", [VISITOR, ADA.as_author()])
def test_a_second_message_of_the_same_side_is_no_news_of_the_clocks(by):
    case = Case().answered().says(VISITOR).says(by)
    before = case.seq
    assert case.says(by).says(by).seq == before + 2


def test_a_visitor_who_goes_on_before_the_first_word_has_that_promise_already():
    case = Case().queued()
    before = case.seq
    assert case.says(VISITOR).claimed().says(VISITOR).seq == before + 3
    assert K.NEXT_RESPONSE not in case.states


def test_a_chat_that_an_agent_took_from_the_bot_promises_answers_too():
    assert Case().claimed().says(VISITOR).states == {K.NEXT_RESPONSE: RUNNING}


def test_what_the_bot_and_the_program_say_stops_no_clock():
    case = Case().queued()
    before = case.states
    case.says(BOT)
    assert case.states == before
    case.claimed().says(ADA.as_author()).says(VISITOR).does(cmd.TellVisitor(BOT, "automatic"))
    assert (case.states[K.NEXT_RESPONSE], case.states[K.RESOLUTION]) == (RUNNING, RUNNING)


def test_with_the_bot_no_clock_runs():
    case = Case().says(VISITOR).says(BOT).says(VISITOR)
    assert (case.chat.clocks, case.seq) == ({}, 4)


def test_a_release_before_the_first_word_leaves_the_pickup_clock_as_it_is():
    case = Case().queued().claimed()
    clocks = case.chat.clocks
    assert case.does(cmd.ReleaseChat(ADA, case.chat.version)).chat.clocks == clocks


def test_a_release_after_it_starts_a_new_pickup_and_no_new_first_response():
    case = Case().answered()
    case.does(cmd.ReleaseChat(ADA, case.chat.version))
    assert case.states == {K.PICKUP: RUNNING, K.FIRST_RESPONSE: MET, K.RESOLUTION: RUNNING, K.AUTO_CLOSE: CANCELLED}
    assert case[K.PICKUP].started_at == case.now
    assert case.history(K.RESOLUTION) == [EntryKind.STARTED, EntryKind.PAUSED, EntryKind.RESUMED]


def test_a_transfer_does_not_restart_the_pickup():
    case = Case().queued().claimed()
    clocks = case.chat.clocks
    assert case.does(cmd.TransferChat(ADA, BEN, case.chat.version)).chat.clocks == clocks
    assert case.says(BEN.as_author())[K.PICKUP].outcome is MET


def test_a_chat_that_was_passed_on_is_not_closed_over_the_visitors_head():
    case = Case().answered()
    case.does(cmd.TransferChat(ADA, BEN, case.chat.version))
    assert (case.states[K.AUTO_CLOSE], case.states[K.RESOLUTION]) == (CANCELLED, RUNNING)


def test_a_ticket_has_the_e_mail_clock_with_the_due_time_that_was_promised():
    case = Case().queued()
    due_at = ticket_due_at(case.chat, DEFAULT_POLICIES, case.now + MINUTE)
    case.does(cmd.OpenTicket("anna@example.com", due_at))
    assert (case.states[K.PICKUP], case.states[K.EMAIL]) == (CANCELLED, RUNNING)
    assert case[K.EMAIL].due_at == due_at == case.now + timedelta(hours=48), "it is Saturday"
    assert case.states[K.FIRST_RESPONSE] is RUNNING
    case.claimed().says(ADA.as_author())
    assert (case.states[K.EMAIL], case.states[K.FIRST_RESPONSE]) == (MET, MET)
    case.does(cmd.ReleaseChat(ADA, case.chat.version))
    assert case.chat.status is Status.TICKET
    assert (case.states[K.EMAIL], case.states[K.AUTO_CLOSE]) == (MET, RUNNING)
    assert case.says(VISITOR).states[K.NEXT_RESPONSE] is RUNNING


def test_a_chat_that_is_handed_back_has_no_clock_left_and_starts_anew():
    case = Case().queued().claimed()
    case.does(cmd.HandBackChat(ADA, case.chat.version))
    assert set(case.states.values()) == {CANCELLED}
    assert case.chat.next_due_at is None
    assert case.queued().states == {K.PICKUP: RUNNING, K.FIRST_RESPONSE: RUNNING, K.RESOLUTION: RUNNING}


def test_the_end_meets_the_resolution_and_cancels_the_rest():
    case = Case().answered().says(VISITOR)
    case.does(cmd.CloseChat(ADA.as_author(), CloseReason.RESOLVED, "Done.", case.chat.version))
    assert (case.states[K.RESOLUTION], case.states[K.NEXT_RESPONSE]) == (MET, CANCELLED)
    assert case.chat.next_due_at is None


def test_a_chat_with_the_bot_ends_without_a_word_of_clocks():
    assert Case().does(cmd.CloseChat(VISITOR, CloseReason.VISITOR_LEFT)).seq == 2


def test_a_better_plan_and_a_worse_severity_compute_the_due_times_anew_and_say_so():
    case = Case().queued()
    asked = case.now
    case.does(cmd.CollectDetails({"plan": "premium", "severity": "1"}))
    assert case[K.FIRST_RESPONSE].due_at == asked + 30 * MINUTE
    assert case[K.FIRST_RESPONSE].facts == Facts("premium", 1)
    assert case.history(K.FIRST_RESPONSE) == [EntryKind.STARTED, EntryKind.RECOMPUTED]
    entry = case.log[-1].event.changes[0].entries[0]
    assert entry.reason == "plan: – → premium, severity: – → 1"
    assert case.history(K.PICKUP) == [EntryKind.STARTED], "five minutes for everybody"


@pytest.mark.parametrize("details", [{"name": "Anna"}, {"plan": "Basic"}, {"severity": "soon"}, {"plan": ""}])
def test_details_that_move_no_due_time_are_no_news(details):
    case = Case(plan="basic").queued()
    before = case.seq
    assert case.does(cmd.CollectDetails(details)).seq == before + 1


def test_a_breach_is_told_once_a_step_to_the_lead_and_then_to_the_supervisors():
    case = Case(plan="premium").answered().says(VISITOR)
    for _ in range(100):
        case.checks(MINUTE).checks(timedelta(0))
    expected = [EntryKind.STARTED, EntryKind.WARNED, EntryKind.BREACHED, EntryKind.ESCALATED]
    assert case.history(K.NEXT_RESPONSE) == expected
    told = [
        (changed.entries[0].what, *changed.entries[0].tell)
        for recorded in case.log
        if isinstance(recorded.event, ev.ClocksMoved)
        for changed in recorded.event.changes
        if changed.clock.kind is K.NEXT_RESPONSE and changed.entries[0].step
    ]
    assert told == [("warned", "agents"), ("breached", "lead"), ("escalated", "supervisors")]


def test_what_was_due_while_nobody_looked_comes_in_its_order_as_of_its_own_time():
    case = Case().queued()
    asked = case.now
    case.checks(timedelta(days=10))
    pickup = next(changed for changed in case.log[-1].event.changes if changed.clock.kind is K.PICKUP)
    assert [entry.step_at - asked for entry in pickup.entries] == [2.5 * MINUTE, 4 * MINUTE, 5 * MINUTE, 10 * MINUTE]
    before = case.seq
    assert case.checks(timedelta(0)).seq == before
    assert case.chat.next_due_at is None


def test_words_after_the_announcement_give_the_visitor_the_whole_time_again():
    case = Case().answered().checks(timedelta(hours=25)).says(ADA.as_author())
    assert case[K.AUTO_CLOSE].due_at == case.now + timedelta(hours=48)
    assert case.history(K.AUTO_CLOSE) == [EntryKind.STARTED, EntryKind.WARNED, EntryKind.STARTED]


def never_open() -> Policies:
    """Every clock counts in a calendar without hours."""
    shut = Calendar("shut", "UTC", ((),) * 7)
    table = {kind: replace(policy, calendar="shut") for kind, policy in DEFAULT_POLICIES.table.items()}
    return replace(DEFAULT_POLICIES, calendars={**DEFAULT_POLICIES.calendars, "shut": shut}, table=table)


def test_a_calendar_without_hours_costs_nobody_a_word():
    case = Case(never_open()).answered().says(VISITOR)
    assert case.chat.clocks == {}
    assert ticket_due_at(case.chat, case.policies, case.now) == case.now + timedelta(hours=24)


def test_an_edited_policy_changes_no_clock_that_runs_until_its_facts_change():
    case = Case().queued()
    due_at = case[K.FIRST_RESPONSE].due_at
    policy = DEFAULT_POLICIES.table[K.FIRST_RESPONSE]
    rows = (replace(policy.rows[0], target=Within(HOUR)),)
    edited = replace(policy, rows=rows)
    case.policies = replace(DEFAULT_POLICIES, version="2", table={**DEFAULT_POLICIES.table, K.FIRST_RESPONSE: edited})
    case.claimed().checks(MINUTE)
    assert case[K.FIRST_RESPONSE].due_at == due_at
    started = case[K.FIRST_RESPONSE].started_at
    case.does(cmd.CollectDetails({"plan": "premium"}))
    assert case[K.FIRST_RESPONSE].due_at == started + HOUR
    assert case[K.FIRST_RESPONSE].policy_version == "2"


@pytest.mark.parametrize(
    ("details", "facts"),
    [
        ({}, Facts()),
        ({"plan": " Premium  ", "severity": " 2 "}, Facts("premium", 2)),
        ({"severity": "12"}, Facts()),
        ({"severity": "²"}, Facts()),
        ({"severity": "0"}, Facts()),
    ],
)
def test_what_a_target_depends_on_is_read_from_the_details(details, facts):
    assert facts_of(Chat("c", "v", "en", NOON, details=details), DEFAULT_POLICIES) == facts


def test_where_plans_are_signed_a_claim_is_worth_nothing():
    signed = replace(DEFAULT_POLICIES, plans_are_signed=True)
    claimed = Chat("c", "v", "en", NOON, details={"plan": "premium", "severity": "1"})
    assert facts_of(claimed, signed) == Facts("", 1)
    assert facts_of(replace(claimed, verified=("plan",)), signed) == Facts("premium", 1)


def test_an_agent_who_is_lost_after_the_first_word_starts_no_second_first_response():
    case = Case().answered()
    case.does(cmd.LoseAgent(ADA))
    assert (case[K.PICKUP].outcome, case[K.FIRST_RESPONSE].outcome) == (None, MET)


def test_the_chat_promises_what_its_pickup_clock_says():
    row = Row(Within(timedelta(minutes=2)), plan="premium")
    pickup = replace(DEFAULT_POLICIES.table[K.PICKUP], rows=(row,))
    case = Case(policies=replace(DEFAULT_POLICIES, table={**DEFAULT_POLICIES.table, K.PICKUP: pickup}))
    case.does(cmd.CollectDetails({"plan": "premium"}))
    case.does(cmd.HandOff(HandoffReason.REQUESTED))
    assert case.chat.first_response_due_at == case.now + timedelta(minutes=2)


def test_an_old_clock_of_a_long_chat_stays_small_and_right():
    case = Case().answered()
    exact = case[K.RESOLUTION]
    for _ in range(60):
        exact = sla.resume(exact, DEFAULT_POLICIES, PauseReason.WAITING_FOR_VISITOR, case.says(VISITOR).now).clock
        exact = sla.pause(
            exact, DEFAULT_POLICIES, PauseReason.WAITING_FOR_VISITOR, case.says(ADA.as_author()).now
        ).clock
    kept = case[K.RESOLUTION]
    assert (len(exact.pauses), len(kept.pauses)) == (60, KEPT_PAUSES)
    assert kept.steps == exact.steps
    anew = replace(DEFAULT_POLICIES, version="2")
    kept_anew, exact_anew = (sla.recompute(clock, anew, Facts("x"), case.now).clock for clock in (kept, exact))
    assert kept_anew.steps == exact_anew.steps


COMMANDS = st.sampled_from(
    [
        lambda case: case.queued(),
        lambda case: case.claimed(),
        lambda case: case.says(VISITOR),
        lambda case: case.says(ADA.as_author()),
        lambda case: case.says(BOT),
        lambda case: case.does(cmd.ReleaseChat(ADA, case.chat.version)),
        lambda case: case.does(cmd.TransferChat(ADA, BEN, case.chat.version)),
        lambda case: case.does(cmd.HandBackChat(ADA, case.chat.version)),
        lambda case: case.does(
            cmd.OpenTicket("a@example.com", ticket_due_at(case.chat, case.policies, case.now + MINUTE))
        ),
        lambda case: case.does(cmd.CollectDetails({"plan": "premium"})),
        lambda case: case.does(cmd.CollectDetails({"plan": "basic", "severity": "1"})),
        lambda case: case.does(cmd.CloseChat(BOT, CloseReason.NO_REPLY)),
        lambda case: case.does(cmd.ReopenChat()),
        lambda case: case.checks(timedelta(0)),
        lambda case: case.checks(3 * MINUTE),
        lambda case: case.checks(30 * HOUR),
    ]
)


@patient
@given(st.lists(COMMANDS, max_size=40))
def test_the_log_gives_the_same_clocks_and_no_step_comes_twice(story):
    case = Case()
    for step in story:
        try:
            step(case)
        except Refused:
            continue
        live = [clock for clock in case.chat.clocks.values() if clock.outcome is None]
        assert case.chat.is_open or not live
        assert case.chat.status is not Status.QUEUED or K.PICKUP in {clock.kind for clock in live}
    assert fold(case.log) == case.chat
    done: set[tuple[ClockKind, datetime, str, datetime]] = set()
    for recorded in case.log:
        if isinstance(recorded.event, ev.ClocksMoved):
            for changed in recorded.event.changes:
                for entry in changed.entries:
                    if entry.step and entry.step_at is not None:
                        step_done = (changed.clock.kind, changed.clock.started_at, entry.step, entry.step_at)
                        assert step_done not in done
                        done.add(step_done)


def test_a_change_names_each_clock_once():
    case = Case().answered().says(VISITOR)
    moved = [recorded.event for recorded in case.log if isinstance(recorded.event, ev.ClocksMoved)]
    for event in moved:
        kinds = [changed.clock.kind for changed in event.changes]
        assert len(kinds) == len(set(kinds)) > 0
        assert all(isinstance(changed, Changed) and changed.entries for changed in event.changes)


def test_the_state_of_a_chat_is_all_that_is_needed():
    case = Case().queued()
    known: Chat = fold(case.log)
    assert fire_all(known, case.now + HOUR) == fire_all(case.chat, case.now + HOUR) != ()


def test_an_agent_may_say_how_urgent_it_is_and_the_visitor_cannot_undo_it():
    case = Case(plan="premium").queued().does(cmd.SetUrgency(ADA, "regular", 1))
    assert (case.chat.details["plan"], case.chat.details["severity"]) == ("regular", "1")
    assert case[K.FIRST_RESPONSE].facts == Facts("regular", 1)
    case.does(cmd.CollectDetails({"plan": "premium", "severity": "4"}))
    assert (case.chat.details["plan"], case.chat.details["severity"]) == ("regular", "1")
    seq = case.seq
    assert case.does(cmd.SetUrgency(ADA, "regular", 1)).seq == seq, "said already"
    with pytest.raises(Refused):
        case.does(cmd.SetUrgency(ADA, None, 6))


def test_a_complaint_is_acknowledged_told_about_and_answered():
    case = Case().answered().does(cmd.OpenComplaint(ADA))
    opened = case.now
    assert case[K.COMPLAINT_ACKNOWLEDGEMENT].due_at == opened + timedelta(hours=24)
    seq = case.seq
    assert case.does(cmd.OpenComplaint(BEN)).seq == seq, "it is one already"
    case.says(ADA.as_author())
    assert (case.states[K.COMPLAINT_ACKNOWLEDGEMENT], case.states[K.COMPLAINT_UPDATE]) == (MET, RUNNING)
    case.says(VISITOR).says(ADA.as_author())
    assert (case.states[K.COMPLAINT_UPDATE], case.states[K.COMPLAINT_ANSWER]) == (MET, RUNNING)
    case.does(cmd.CloseChat(ADA.as_author(), CloseReason.RESOLVED, "The formal answer.", case.chat.version))
    assert case.states[K.COMPLAINT_ANSWER] is MET
