import pytest
from msgspec.structs import replace

from chatserver.core import events as ev
from chatserver.core.chat import Status
from chatserver.core.errors import Code, Refused
from chatserver.core.people import Role
from chatserver.core.redaction.raw_text import RawText
from chatserver.core.triage.known_problems import KnownProblem
from chatserver.services import handling, teamwork, views, visiting
from chatserver.services.ports import Presence, View
from chatserver.services.teamwork import Requeue

CARD = "4111 1111 1111 1111"


async def owned(desk, agent, **arrival):
    """A chat that the agent has claimed: its ChatID and version."""
    done = await visiting.start_chat(desk.ctx, visiting.Arrival("en", **arrival))
    chat_id = done.value[1].chat_id
    taken = await handling.claim_chat(desk.ctx, agent, chat_id, "claim")
    return chat_id, taken.value[1]


async def profile(desk, agent, **changes):
    def write(tx):
        tx.agents.set_profile(replace(tx.agents.get(agent.id), **changes))

    await desk.ctx.store.run(write)


async def code_of(asked) -> Code:
    with pytest.raises(Refused) as refused:
        await asked
    return refused.value.code


async def log_of(desk, chat_id):
    return [one.event for one in await desk.ctx.store.read(lambda tx: tx.chats.events_after(chat_id, 0, 500))]


async def listed(desk, agent, view):
    return [chat.chat_id for chat in await views.list_chats(desk.ctx, agent.id, view, None)]


async def test_a_chat_goes_into_the_queue_of_a_team_and_a_language_and_only_they_are_asked(desk):
    ada, ben, eva = [await desk.agent(name) for name in ("Ada", "Ben", "Eva")]
    await profile(desk, ben, teams=("billing",), languages=("en",))
    await profile(desk, eva, teams=("billing",), languages=("es",))
    chat_id, version = await owned(desk, ada)
    asked = Requeue("billing", "es", RawText(f"she paid with card {CARD}"))
    await teamwork.requeue_chat(desk.ctx, ada, chat_id, "q", version, asked)
    chat = await desk.chat(chat_id)
    assert (chat.status, chat.team, chat.lang, chat.packet.lang) == (Status.QUEUED, "billing", "es", "es")
    assert chat.offer.agent == eva
    (note,) = [event for event in await log_of(desk, chat_id) if isinstance(event, ev.NoteAdded)]
    assert "she paid" in note.text
    assert "4111" not in note.text
    again = await teamwork.requeue_chat(desk.ctx, ada, chat_id, "q", version, asked)
    assert again.news == ()


async def test_the_promise_that_was_made_goes_on_in_another_queue(desk):
    ada = await desk.agent("Ada")
    await profile(desk, ada, teams=("billing",))
    visitor = await desk.visitor()
    await visitor.wants_agent()
    since = (await desk.chat(visitor.chat_id)).waiting_since
    taken = await handling.claim_chat(desk.ctx, ada, visitor.chat_id, "c")
    desk.clock.advance(minutes=2)
    await teamwork.requeue_chat(desk.ctx, ada, visitor.chat_id, "q", taken.value[1], Requeue("billing"))
    assert (await desk.chat(visitor.chat_id)).waiting_since == since


async def test_a_queue_that_is_none_and_a_chat_of_others_are_refused_and_leave_no_note(desk):
    ada, ben = await desk.agent("Ada"), await desk.agent("Ben")
    await profile(desk, ada, teams=("billing",))
    chat_id, version = await owned(desk, ada)
    words = RawText("take care")
    for client_id, (agent, seen, where, code) in enumerate(
        [
            (ada, version, Requeue("nobody", None, words), Code.BAD_REQUEST),
            (ada, version, Requeue(None, "not a tag", words), Code.BAD_REQUEST),
            (ada, version, Requeue(None, "en-41111111-11111111", words), Code.BAD_REQUEST),
            (ada, version - 1, Requeue("billing", "de", words), Code.CONFLICT),
            (ben, version, Requeue("billing", "de", words), Code.TAKEN),
        ]
    ):
        assert await code_of(teamwork.requeue_chat(desk.ctx, agent, chat_id, f"q{client_id}", seen, where)) is code
    chat = await desk.chat(chat_id)
    assert (chat.agent, chat.lang, chat.team) == (ada, "en", "")
    assert not [event for event in await log_of(desk, chat_id) if isinstance(event, ev.NoteAdded)]


async def test_a_team_is_forgotten_when_the_bot_gets_the_chat_and_kept_when_it_is_put_back(desk):
    ada, ben = await desk.agent("Ada"), await desk.agent("Ben")
    await profile(desk, ben, teams=("billing",))
    chat_id, version = await owned(desk, ada)
    await teamwork.requeue_chat(desk.ctx, ada, chat_id, "q", version, Requeue("billing"))
    taken = await handling.claim_chat(desk.ctx, ben, chat_id, "c2")
    await handling.release_chat(desk.ctx, ben, chat_id, "r", taken.value[1])
    assert (await desk.chat(chat_id)).team == "billing"
    taken = await handling.claim_chat(desk.ctx, ben, chat_id, "c3")
    await handling.hand_back_chat(desk.ctx, ben, chat_id, "h", taken.value[1])
    assert (await desk.chat(chat_id)).team == ""


async def test_a_transfer_carries_a_note_that_is_redacted_and_written_once(desk):
    ada, ben = await desk.agent("Ada"), await desk.agent("Ben")
    chat_id, version = await owned(desk, ada)
    for _ in range(2):
        words = RawText(f"card {CARD}")
        await handling.transfer_chat(desk.ctx, ada, chat_id, "t", version, "Ben", words)
    log = await log_of(desk, chat_id)
    (note,) = [event for event in log if isinstance(event, ev.NoteAdded)]
    assert (note.author.name, "4111" in note.text) == ("Ada", False)
    assert [type(event) for event in log if isinstance(event, ev.NoteAdded | ev.ChatTransferred)] == [
        ev.NoteAdded,
        ev.ChatTransferred,
    ]
    assert (await desk.chat(chat_id)).agent == ben


async def test_only_a_supervisor_takes_over_and_says_the_same_when_asked_again(desk):
    ada, ben, eva = [await desk.agent(name) for name in ("Ada", "Ben", "Eva")]
    await profile(desk, eva, role=Role.SUPERVISOR, cap=0)
    chat_id, version = await owned(desk, ada)
    assert await code_of(teamwork.take_over(desk.ctx, ben, chat_id, "x")) is Code.FORBIDDEN
    taken = await teamwork.take_over(desk.ctx, eva, chat_id, "x")
    assert (await desk.chat(chat_id)).agent == eva
    assert taken.value[1] == version + 1
    again = await teamwork.take_over(desk.ctx, eva, chat_id, "x")
    assert (again.value, again.news) == (taken.value, ())
    late = handling.post_agent_message(desk.ctx, ada, chat_id, "m", version, RawText("Hi"))
    assert await code_of(late) is Code.TAKEN
    (moved,) = [event for event in await log_of(desk, chat_id) if isinstance(event, ev.ChatTransferred)]
    assert (moved.from_agent, moved.to_agent, moved.taken_over) == (ada, eva, True)
    # One that nobody has is claimed, and one's own stays.
    visitor = await desk.visitor()
    await teamwork.take_over(desk.ctx, eva, visitor.chat_id, "y")
    assert (await desk.chat(visitor.chat_id)).agent == eva
    assert (await teamwork.take_over(desk.ctx, eva, visitor.chat_id, "z")).news == ()


async def test_details_are_put_right_redacted_and_taken_away_and_signed_ones_stay(desk):
    ada, ben = await desk.agent("Ada"), await desk.agent("Ben")
    chat_id, version = await owned(desk, ada, details={"name": "Ana", "account": "x@example.com"})
    wanted = {"name": "Anna", "account": "", "card": CARD, "password": "hunter2secret"}
    await teamwork.correct_details(desk.ctx, ada, chat_id, "d", version, wanted)
    details = (await desk.chat(chat_id)).details
    assert details["name"] == "Anna"
    assert "account" not in details
    assert "4111" not in repr(details)
    assert "hunter2" not in repr(details)
    corrected = (await log_of(desk, chat_id))[-1]
    assert (corrected.by, corrected.audience) == (ada, ev.Audience.AGENTS)
    refusals = [(ben, {"name": "B"}, Code.TAKEN), (ada, {"plan": "premium"}, Code.BAD_REQUEST)]
    refusals.append((ada, {"name": "x" * 3000}, Code.TOO_LONG))
    named = ("AKIAQYLPMN5HFIQR7XYA", "n4111111111111111", "card_4111_1111_1111_1111")
    refusals += [(ada, {name: "x"}, Code.BAD_REQUEST) for name in named]
    for number, (agent, other, code) in enumerate(refusals):
        assert await code_of(teamwork.correct_details(desk.ctx, agent, chat_id, f"n{number}", version, other)) is code
    same = await teamwork.correct_details(desk.ctx, ada, chat_id, "same", version, {"name": "Anna"})
    assert same.news == ()


async def test_two_chats_of_one_person_become_one_case_and_both_logs_say_so(desk):
    ada, ben = await desk.agent("Ada"), await desk.agent("Ben")
    account = {"account": "Anna@example.com"}
    twice, version = await owned(desk, ada, details=account)
    kept, _ = await owned(desk, ben, details={"account": "anna@example.com"})
    stranger, _ = await owned(desk, ben)
    found = await teamwork.visitor_chats(desk.ctx, twice)
    assert ([one.chat_id for one in found.alike], found.chats, found.incident) == ([kept], [], None)
    assert await code_of(teamwork.merge_chats(desk.ctx, ada, twice, "s", version, stranger)) is Code.FORBIDDEN
    assert await code_of(teamwork.merge_chats(desk.ctx, ada, twice, "t", version, twice)) is Code.BAD_REQUEST
    assert await code_of(teamwork.merge_chats(desk.ctx, ben, twice, "b", version, kept)) is Code.TAKEN
    await teamwork.merge_chats(desk.ctx, ada, twice, "m", version, kept)
    gone, goes_on = await desk.chat(twice), await desk.chat(kept)
    assert (gone.status, gone.close_reason) == (Status.CLOSED, ev.CloseReason.DUPLICATE)
    assert (goes_on.status, goes_on.agent) == (Status.ASSIGNED, ben)
    lines = [
        [one for one in await log_of(desk, chat_id) if isinstance(one, ev.ChatMerged)] for chat_id in (twice, kept)
    ]
    assert lines == [
        [ev.ChatMerged(kept, ev.MergeSide.INTO, ada)],
        [ev.ChatMerged(twice, ev.MergeSide.FROM, ada)],
    ]
    assert (await teamwork.merge_chats(desk.ctx, ada, twice, "m", version, kept)).news == ()


async def test_earlier_chats_and_an_open_incident_are_known(desk):
    token, first = (await visiting.start_chat(desk.ctx, visiting.Arrival("en"))).value
    await visiting.close_chat(desk.ctx, first.visitor_id, first.chat_id, "bye")
    desk.ctx.problems = (KnownProblem("p-1", "The login page cannot be reached."),)
    _, second = (await visiting.start_chat(desk.ctx, visiting.Arrival("en", token=token))).value
    sent = (desk.ctx, second.visitor_id, second.chat_id, "m", RawText("I cannot reach the login page"))
    await visiting.post_visitor_message(*sent)
    found = await teamwork.visitor_chats(desk.ctx, second.chat_id)
    assert [one.chat_id for one in found.chats] == [first.chat_id]
    assert found.incident == "The login page cannot be reached."
    assert await code_of(teamwork.visitor_chats(desk.ctx, "0000-0000-00")) in {Code.FORBIDDEN, Code.BAD_REQUEST}


async def test_the_team_view_has_what_waits_for_a_team_and_what_mates_have(desk):
    ada, ben, eva = [await desk.agent(name, Presence.AWAY) for name in ("Ada", "Ben", "Eva")]
    await profile(desk, ada, teams=("billing", "sales"))
    await profile(desk, ben, teams=("billing",))
    of_mate, version = await owned(desk, ben)
    of_other, other_version = await owned(desk, eva)
    assert await listed(desk, ada, View.TEAM) == [of_mate]
    assert await listed(desk, eva, View.TEAM) == []
    await teamwork.requeue_chat(desk.ctx, eva, of_other, "q", other_version, Requeue("sales"))
    assert set(await listed(desk, ada, View.TEAM)) == {of_mate, of_other}
    assert await listed(desk, ben, View.TEAM) == [of_mate]
    assert await listed(desk, ada, View.TICKETS) == []
    await handling.close_chat(desk.ctx, ben, of_mate, "x", version, RawText(""), "resolved")
    assert await listed(desk, ben, View.TEAM) == []
