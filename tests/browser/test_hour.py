"""An hour at the desk: four visitors and two agents, all at once, and nobody gets what is another's."""

import asyncio

from playwright.async_api import expect

from tests.browser.test_console import at_work

NAMES = {"en": "Anna", "de": "Bernd", "es": "Carla", "ru": "Dmitri"}


async def comes(visitors, lang, name):
    visitor = await visitors()
    await visitor.start(lang=lang, details={"name": name})
    await visitor.say(f"I am {name}, my card is 4111 1111 1111 1111")
    await visitor.want_agent()
    return visitor


async def accepts(screen):
    """Takes what is offered, and returns whose chat it is."""
    chat_id = await screen.part("offer").first.get_attribute("data-offer-for")
    await screen.part("accept").first.click()
    await expect(screen.part("chat-id")).to_have_text(chat_id)
    return chat_id


async def answers(screen, agent, chats, visitors_by_chat):
    """Goes from chat to chat: a word to the visitor, a note to the colleagues."""
    for chat_id in chats:
        name = visitors_by_chat[chat_id][0]
        await screen.opens(chat_id)
        await expect(screen.part("chat-id")).to_have_text(chat_id)
        await screen.says(f"Good morning {name}, {agent} here.")
        await screen.part("mode-note").click()
        await screen.part("composer").fill(f"About {name}: paid twice.")
        await screen.part("composer").press("Enter")
        await screen.sees(f"About {name}: paid twice.")
        await screen.part("mode-reply").click()


async def closes(screen, chat_id, summary):
    await screen.opens(chat_id)
    await screen.part("close-chat").click()
    await screen.part("close-summary").fill(summary)
    await screen.part("confirm-close").click()
    await expect(screen.part("close-summary")).to_have_count(0)


async def test_two_agents_serve_four_visitors_at_once_and_nothing_is_mixed_up(server, person, visitors):
    ada, ben = await asyncio.gather(at_work(server, person), at_work(server, person, "Ben"))
    people = await asyncio.gather(*(comes(visitors, lang, name) for lang, name in NAMES.items()))
    by_chat = {one.chat_id: (name, one) for one, name in zip(people, NAMES.values(), strict=True)}
    await asyncio.gather(ada.is_available(), ben.is_available())
    of_ada, of_ben = [], []
    for _ in range(2):
        # Both have an offer before one of them takes it: each gets two.
        await asyncio.gather(*(expect(one.part("offer")).to_have_count(1) for one in (ada, ben)))
        mine, his = await asyncio.gather(accepts(ada), accepts(ben))
        of_ada.append(mine)
        of_ben.append(his)
    assert {*of_ada, *of_ben} == set(by_chat)
    await asyncio.gather(answers(ada, "Ada", of_ada, by_chat), answers(ben, "Ben", of_ben, by_chat))
    # All visitors write at the same moment; each agent is told of both of theirs.
    await asyncio.gather(*(one.say(f"Thank you, says {name}") for name, one in by_chat.values()))
    for screen, chats in ((ada, of_ada), (ben, of_ben)):
        await expect(screen.part("count-mine")).to_have_text("2")
        for chat_id in chats:
            row = screen.page.locator(f'[data-testid="chat-row"][data-chat-id="{chat_id}"]')
            await expect(row).to_contain_text(f"Thank you, says {by_chat[chat_id][0]}")

    # One gives a chat away while the other closes one.
    async def gives_away():
        await ada.opens(of_ada[0])
        await ada.part("transfer").click()
        await ada.part("transfer-note").fill("please check the payment")
        await ada.page.locator('[data-testid="transfer-to"][data-name="Ben"]').click()
        await expect(ada.part("count-mine")).to_have_text("1")

    await asyncio.gather(gives_away(), closes(ben, of_ben[0], f"Done for {by_chat[of_ben[0]][0]}."))
    await ben.opens(of_ada[0])
    await ben.sees("please check the payment")
    await asyncio.gather(
        closes(ada, of_ada[1], f"Done for {by_chat[of_ada[1]][0]}."),
        closes(ben, of_ada[0], f"Done for {by_chat[of_ada[0]][0]}."),
    )
    await closes(ben, of_ben[1], f"Done for {by_chat[of_ben[1]][0]}.")
    for chat_id, (name, one) in by_chat.items():
        agent = "Ada" if chat_id in of_ada else "Ben"
        await one.hears("message_posted", text=f"Good morning {name}, {agent} here.")
        assert (await one.hears("chat_closed"))["summary"] == f"Done for {name}."
        heard = repr(one.heard)
        assert "paid twice" not in heard
        assert "check the payment" not in heard
        assert not [other for other in NAMES.values() if other != name and other in heard]
    assert "4111 1111" not in await ada.page.content() + await ben.page.content()
