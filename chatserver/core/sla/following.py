"""Which clocks start, stop and end because of what happens in a chat. Pure: the table `FOLLOWED` and its rules.

The bot's and automatic messages never stop a clock: only a human's word does. What changes nothing gives nothing, and
finds that out by looking into the chat's mapping of clocks, because every message passes here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from msgspec.structs import replace

from chatserver.core import events as ev
from chatserver.core.chat import Chat, Status
from chatserver.core.events import CloseReason, HandoffReason, Recorded
from chatserver.core.people import AuthorKind
from chatserver.core.sla import clocks as sla
from chatserver.core.sla.calendars import NeverOpens
from chatserver.core.sla.clocks import Changed, Clock, Pause
from chatserver.core.sla.policies import ClockKind, Facts, PauseReason, Policies, Volume, plan_name

# So many pauses of a clock are kept apart; a chat may go to and fro for ever, and every message stores its clocks.
KEPT_PAUSES = 8
# What a ticket's answer is promised within when the policy's calendar has no hours for it.
TICKET_FALLBACK = timedelta(hours=24)
_SEVERITIES = frozenset("12345")
_WITH_PEOPLE = frozenset({Status.ASSIGNED, Status.TICKET})
# While one of these runs, the visitor waits for an answer that is promised already.
_ANSWERS = (ClockKind.NEXT_RESPONSE, ClockKind.FIRST_RESPONSE, ClockKind.PICKUP, ClockKind.EMAIL)

Changes = tuple[Changed, ...]
_NOTHING: Changes = ()


def follow(
    before: Chat, after: Chat, recorded: Recorded, policies: Policies, volume: Volume = Volume.NORMAL
) -> Changes:
    """Returns what `recorded`, which led from `before` to `after`, does to the clocks of `after`; often nothing.

    What the clocks depend on is read from the chat's details. A clock whose calendar has no hours is left as it is.
    """
    rule = FOLLOWED.get(type(recorded.event))
    return _NOTHING if rule is None else rule(before, after, recorded, policies, volume)


def fire_all(chat: Chat, now: datetime) -> Changes:
    """Does every step that is due at `now`, each once, and returns what came of it, for the earliest step first."""
    due = [(step.at, clock, step) for clock in chat.clocks.values() for step in sla.due_steps(clock, now)]
    fired: dict[ClockKind, Changed] = {}
    for _, clock, step in sorted(due, key=lambda one: one[0]):
        known = fired.get(clock.kind, Changed(clock))
        done = sla.fire(known.clock, step, now)
        fired[clock.kind] = Changed(done.clock, (*known.entries, *done.entries))
    return tuple(fired.values())


def facts_of(chat: Chat, policies: Policies, volume: Volume = Volume.NORMAL) -> Facts:
    """Returns what the details say of plan and severity; anything else than 1 to 5 is no severity.

    Where plans are signed, one that is only claimed gets what is promised to everybody.
    """
    severity = chat.details.get("severity", "").strip()
    counts = not policies.plans_are_signed or "plan" in chat.verified
    plan = plan_name(chat.details.get("plan", "")) if counts else ""
    return Facts(plan, int(severity) if severity in _SEVERITIES else None, volume)


def ticket_due_at(chat: Chat, policies: Policies, at: datetime, volume: Volume = Volume.NORMAL) -> datetime:
    """Returns until when the answer to a ticket that is opened `at` is promised."""
    try:
        return sla.start(policies, ClockKind.EMAIL, facts_of(chat, policies, volume), at).clock.due_at
    except NeverOpens:
        return at + TICKET_FALLBACK


def is_live(clock: Clock | None) -> bool:
    """True for a clock that has begun and not ended; it may be paused, or breached."""
    return clock is not None and clock.outcome is None


def is_waiting_for_visitor(chat: Chat, since: datetime | None = None) -> bool:
    """True for a chat that a human has answered and that waits for its visitor, for as long as `since` if given."""
    clock = chat.clocks.get(ClockKind.AUTO_CLOSE)
    return clock is not None and clock.outcome is None and (since is None or clock.started_at <= since)


@dataclass(slots=True)
class _Moves:
    """The clocks of a chat while one event is followed, and what has changed."""

    chat: Chat
    policies: Policies
    at: datetime
    volume: Volume
    changed: dict[ClockKind, Changed] = field(default_factory=dict)

    def start(self, kind: ClockKind, since: datetime, reason: str = "") -> None:
        if not self.is_live(kind):
            self._try(kind, lambda: sla.start(self.policies, kind, self.facts, since, reason))

    def restart(self, kind: ClockKind, reason: str) -> None:
        self._try(kind, lambda: sla.start(self.policies, kind, self.facts, self.at, reason))

    def meet(self, kind: ClockKind, reason: str = "") -> None:
        self._do(kind, lambda clock: sla.meet(clock, self.at, reason))

    def cancel(self, kind: ClockKind, reason: str = "") -> None:
        self._do(kind, lambda clock: sla.cancel(clock, self.at, reason))

    def wait_for_visitor(self, kind: ClockKind) -> None:
        self._do(kind, lambda clock: sla.pause(clock, self.policies, PauseReason.WAITING_FOR_VISITOR, self.at))

    def go_on(self, kind: ClockKind) -> None:
        self._do(kind, lambda clock: sla.resume(clock, self.policies, PauseReason.WAITING_FOR_VISITOR, self.at))

    def recompute(self, kind: ClockKind, reason: str) -> None:
        """Other facts that come to the same due times are no news."""
        clock = self.chat.clocks[kind]
        facts = self.facts
        if clock.facts != facts:
            changed = _or_as_it_was(lambda: sla.recompute(clock, self.policies, facts, self.at, reason), clock)
            if changed.clock.steps != clock.steps:
                self._note(changed)

    def is_live(self, kind: ClockKind) -> bool:
        known = self.changed.get(kind)
        return is_live(known.clock if known is not None else self.chat.clocks.get(kind))

    @property
    def facts(self) -> Facts:
        return facts_of(self.chat, self.policies, self.volume)

    @property
    def done(self) -> Changes:
        return tuple(self.changed.values())

    def _do(self, kind: ClockKind, move: Callable[[Clock], Changed]) -> None:
        clock = self.chat.clocks.get(kind)
        if clock is not None and clock.outcome is None:
            self._note(_or_as_it_was(lambda: move(clock), clock))

    def _try(self, kind: ClockKind, begin: Callable[[], Changed]) -> None:
        try:
            self._note(begin())
        except NeverOpens:
            # A promise that cannot be counted is not made; the chat goes on.
            return

    def _note(self, changed: Changed) -> None:
        if changed.entries:
            clock = changed.clock
            self.changed[clock.kind] = Changed(_compact(clock, self.policies), changed.entries)


def _or_as_it_was(move: Callable[[], Changed], clock: Clock) -> Changed:
    try:
        return move()
    except NeverOpens:
        return Changed(clock)


def _compact(clock: Clock, policies: Policies) -> Clock:
    """Returns the clock without what nobody asks for any more.

    One that has ended keeps its end. Of one that runs the two oldest pauses become one of the same length that ends
    with the later: every step that is still to come stays where it is, also when the clock is computed anew.
    """
    if clock.outcome is not None:
        return replace(clock, steps=(clock.end,), pauses=())
    pauses = clock.pauses
    if len(pauses) <= KEPT_PAUSES or policies.calendar_of(clock.kind) is not None:
        return clock
    first, second, *others = pauses
    both = Pause(second.since - (first.until - first.since), second.until)
    return replace(clock, pauses=(both, *others))


def _said(before: Chat, after: Chat, recorded: Recorded, policies: Policies, volume: Volume) -> Changes:
    event = recorded.event
    assert isinstance(event, ev.MessagePosted)
    if event.author.kind is AuthorKind.VISITOR:
        return _said_by_visitor(after, recorded.at, policies, volume)
    if event.author.kind is AuthorKind.AGENT:
        return _said_by_agent(after, recorded.at, policies, volume)
    return _NOTHING


def _said_by_visitor(chat: Chat, at: datetime, policies: Policies, volume: Volume) -> Changes:
    """The visitor waits for people again, unless they did already."""
    clocks = chat.clocks
    if chat.status not in _WITH_PEOPLE or is_live(clocks.get(ClockKind.NEXT_RESPONSE)):
        return _NOTHING
    is_promised = any(is_live(clocks.get(kind)) for kind in _ANSWERS)
    if is_promised and not is_live(clocks.get(ClockKind.AUTO_CLOSE)):
        return _NOTHING
    moves = _Moves(chat, policies, at, volume)
    moves.cancel(ClockKind.AUTO_CLOSE, "visitor_replied")
    moves.go_on(ClockKind.RESOLUTION)
    if not is_promised:
        moves.start(ClockKind.NEXT_RESPONSE, at)
    return moves.done


def _said_by_agent(chat: Chat, at: datetime, policies: Policies, volume: Volume) -> Changes:
    """A human has answered; from here on the visitor is waited for."""
    closing = chat.clocks.get(ClockKind.AUTO_CLOSE)
    is_waiting = closing is not None and closing.outcome is None
    about = _next_of_complaint(chat)
    if closing is not None and is_waiting and not closing.fired and about is None:
        return _NOTHING
    moves = _Moves(chat, policies, at, volume)
    if about is not None:
        moves.meet(about)
    for kind in _ANSWERS:
        moves.meet(kind)
    moves.wait_for_visitor(ClockKind.RESOLUTION)
    if is_waiting and closing is not None and closing.fired:
        # The visitor was told that the chat will be closed; what was said since gives them the whole time again.
        moves.restart(ClockKind.AUTO_CLOSE, "written_again")
    elif not is_waiting:
        moves.start(ClockKind.AUTO_CLOSE, at)
    return moves.done


# A human has answered this visitor already; the chat is only with nobody again.
_GONE_ON = frozenset({HandoffReason.RELEASED, HandoffReason.AGENT_LOST})


def _next_of_complaint(chat: Chat) -> ClockKind | None:
    """What the next word of a human is about a complaint: first that it has arrived, then how it stands."""
    if not chat.is_complaint:
        return None
    kinds = (ClockKind.COMPLAINT_ACKNOWLEDGEMENT, ClockKind.COMPLAINT_UPDATE)
    return next((kind for kind in kinds if is_live(chat.clocks.get(kind))), None)


def _queued(before: Chat, after: Chat, recorded: Recorded, policies: Policies, volume: Volume) -> Changes:
    """The pickup clock of a chat that nobody has answered yet runs on; one that was answered gets a new one."""
    event = recorded.event
    assert isinstance(event, ev.ChatQueued)
    moves = _Moves(after, policies, recorded.at, volume)
    moves.cancel(ClockKind.AUTO_CLOSE, event.packet.reason)
    moves.start(ClockKind.PICKUP, event.waiting_since, event.packet.reason)
    if before.first_answered_at is None or event.packet.reason not in _GONE_ON:
        moves.start(ClockKind.FIRST_RESPONSE, event.waiting_since, event.packet.reason)
    moves.go_on(ClockKind.RESOLUTION)
    moves.start(ClockKind.RESOLUTION, event.waiting_since, event.packet.reason)
    return moves.done


def _reopened(before: Chat, after: Chat, recorded: Recorded, policies: Policies, volume: Volume) -> Changes:
    moves = _Moves(after, policies, recorded.at, volume)
    for kind in (ClockKind.PICKUP, ClockKind.NEXT_RESPONSE, ClockKind.RESOLUTION):
        moves.start(kind, recorded.at, "reopened")
    return moves.done


def _became_ticket(before: Chat, after: Chat, recorded: Recorded, policies: Policies, volume: Volume) -> Changes:
    event = recorded.event
    assert isinstance(event, ev.TicketOpened)
    moves = _Moves(after, policies, recorded.at, volume)
    moves.cancel(ClockKind.PICKUP, "ticket")
    # An agent who puts a ticket back opens it with the promise that it had.
    if before.ticket is None or before.ticket.due_at != event.due_at:
        moves.start(ClockKind.EMAIL, recorded.at, "ticket")
        moves.cancel(ClockKind.AUTO_CLOSE, "ticket")
        moves.go_on(ClockKind.RESOLUTION)
    return moves.done


def _transferred(before: Chat, after: Chat, recorded: Recorded, policies: Policies, volume: Volume) -> Changes:
    """Whoever waits for the pickup goes on waiting. Where an agent had asked, the next word is now people's."""
    if not after.clocks:
        return _NOTHING
    moves = _Moves(after, policies, recorded.at, volume)
    moves.cancel(ClockKind.AUTO_CLOSE, "transferred")
    moves.go_on(ClockKind.RESOLUTION)
    return moves.done


def _handed_back(before: Chat, after: Chat, recorded: Recorded, policies: Policies, volume: Volume) -> Changes:
    moves = _Moves(after, policies, recorded.at, volume)
    for kind in after.clocks:
        moves.cancel(kind, "handed_back")
    return moves.done


def _closed(before: Chat, after: Chat, recorded: Recorded, policies: Policies, volume: Volume) -> Changes:
    event = recorded.event
    assert isinstance(event, ev.ChatClosed)
    moves = _Moves(after, policies, recorded.at, volume)
    met = {ClockKind.RESOLUTION}
    if event.reason is CloseReason.RESOLVED:
        met |= {ClockKind.COMPLAINT_UPDATE, ClockKind.COMPLAINT_ANSWER}
    if event.reason is CloseReason.NO_REPLY:
        # What was announced has been done.
        met.add(ClockKind.AUTO_CLOSE)
    for kind in after.clocks:
        if kind in met:
            moves.meet(kind, event.reason)
        else:
            moves.cancel(kind, event.reason)
    return moves.done


def _learned(before: Chat, after: Chat, recorded: Recorded, policies: Policies, volume: Volume) -> Changes:
    if not after.clocks:
        return _NOTHING
    was, is_now = facts_of(before, policies, volume), facts_of(after, policies, volume)
    named = {"plan": (was.plan, is_now.plan), "severity": (was.severity, is_now.severity)}
    reason = ", ".join(f"{name}: {old or '–'} → {new or '–'}" for name, (old, new) in named.items() if old != new)
    moves = _Moves(after, policies, recorded.at, volume)
    for kind, clock in after.clocks.items():
        if clock.outcome is None and was != is_now:
            moves.recompute(kind, reason)
    return moves.done


def _complained(before: Chat, after: Chat, recorded: Recorded, policies: Policies, volume: Volume) -> Changes:
    moves = _Moves(after, policies, recorded.at, volume)
    for kind in (ClockKind.COMPLAINT_ACKNOWLEDGEMENT, ClockKind.COMPLAINT_UPDATE, ClockKind.COMPLAINT_ANSWER):
        moves.start(kind, recorded.at)
    return moves.done


Rule = Callable[[Chat, Chat, Recorded, Policies, Volume], Changes]

FOLLOWED: Mapping[type[ev.Event], Rule] = {
    ev.MessagePosted: _said,
    ev.ChatQueued: _queued,
    ev.ChatReopened: _reopened,
    ev.TicketOpened: _became_ticket,
    ev.ChatTransferred: _transferred,
    ev.ChatHandedBack: _handed_back,
    ev.ChatClosed: _closed,
    ev.DetailsCollected: _learned,
    ev.UrgencyChanged: _learned,
    ev.ComplaintOpened: _complained,
}
