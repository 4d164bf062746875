import pytest

from chatserver.core.errors import Refused
from chatserver.core.redaction.raw_text import RawText
from chatserver.services import handling, suggesting


async def test_the_bots_answer_to_the_last_message_is_suggested_in_the_chats_language(desk):
    ada = await desk.agent("Ada")
    for lang, line in (("en", "how can i reset my password"), ("de", "wie kann ich mein passwort zurücksetzen")):
        anna = await desk.visitor(lang)
        posted = await anna.says(line)
        await handling.claim_chat(desk.ctx, ada, anna.chat_id, "c")
        found = await suggesting.suggest_answers(desk.ctx, anna.chat_id)
        assert 1 <= len(found) <= suggesting.MAX_SUGGESTIONS
        written = desk.ctx.workshop.intents.languages[lang].intents[found[0].intent]
        assert found[0].title == written.title
        assert found[0].seq == posted.value.seq
        assert "{{" not in found[0].text


async def test_nothing_is_suggested_for_small_talk_or_for_what_nobody_knows(desk):
    for line in ("hello", "thanks!", "qwertzuiop asdfgh"):
        anna = await desk.visitor()
        await anna.says(line)
        assert await suggesting.suggest_answers(desk.ctx, anna.chat_id) == [], line


async def test_what_an_agent_has_answered_needs_no_suggestion(desk):
    ada, anna = await desk.agent("Ada"), await desk.visitor()
    await anna.says("how can i reset my password")
    _, version = (await handling.claim_chat(desk.ctx, ada, anna.chat_id, "c")).value
    assert await suggesting.suggest_answers(desk.ctx, anna.chat_id)
    await handling.post_agent_message(desk.ctx, ada, anna.chat_id, "m", version, RawText("With the link."))
    assert await suggesting.suggest_answers(desk.ctx, anna.chat_id) == []


async def test_a_chat_without_words_and_an_unknown_one(desk):
    anna = await desk.visitor()
    assert await suggesting.suggest_answers(desk.ctx, anna.chat_id) == []
    with pytest.raises(Refused):
        await suggesting.suggest_answers(desk.ctx, "0000-0000-00")


async def test_it_takes_no_turn_of_the_bot(desk):
    anna = await desk.visitor()
    await anna.says("how can i reset my password")
    before = await anna.log()
    await suggesting.suggest_answers(desk.ctx, anna.chat_id)
    assert await anna.log() == before
