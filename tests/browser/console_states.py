"""Every state of the agents' console, one after the other, in one story that pictures and checks share.

`hour` yields the name of each state when the screen shows it and stands still, as `story` of `states.py` does for the
widget. The server's clock is behind while the first visitors come, so that promises are short or broken when the agent
sits down. A new state of the console is a new line here.
"""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace
from playwright.async_api import Page, expect

from chatserver.answers import ClockTold
from chatserver.app import Running, running
from chatserver.cli.demo_replies import DEMO_REPLIES
from chatserver.core.people import AgentRef, Role
from chatserver.core.sla.clocks import ClockKind, EntryKind
from chatserver.realtime.publisher import AGENT, EVERY_AGENT, Notice
from chatserver.services import announcing, handling, replies, searching, signing_in, tagging
from chatserver.settings import Settings
from tests.browser.people import ConsoleScreen
from tests.browser.waits import a_week
from tests.clients import AgentClient, VisitorClient, new_id, sign_in
from tests.conftest import PASSWORD, add_agent, shipped_intents

SECTIONS = ("agents", "now", "blocked", "replies", "intents", "policies", "redaction", "site", "audit")
CONSOLE_STATES = (
    "sign-in", "nothing", "queue", "filter", "select", "offer", "thread", "suggestion", "picker", "mention", "note",
    "guard", "history", "correct", "transfer", "team", "closing", "ticket", "closed", "taken", "palette", "keys",
    "settings", "health", "seek", "search", "mentions", "board", *(f"admin-{section}" for section in SECTIONS),
    "admin-agent", "admin-reply", "warning", "missed", "lost",
)  # fmt: skip
FORM = (
    "I want to report a problem",
    "Anna Schmidt",
    "anna@example.com",
    "Premium",
    "I was charged twice for order A-1234",
)
BROWSER = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
)
TAGS = {
    "invoice": {"en": "We have looked at your invoice.", "de": "Wir haben Ihre Rechnung geprüft."},
    "refund": {"en": "The money is on its way back to you.", "de": "Das Geld ist auf dem Weg zu Ihnen."},
    "login": {"en": "You can sign in again.", "de": "Sie können sich wieder anmelden."},
}


class LateClock:
    """A clock that is late by `behind`; see `services.ports.Clock`."""

    def __init__(self) -> None:
        self.behind = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) - self.behind  # noqa: TID251 - the screen's clock is the real one


@dataclass
class Desk:
    """An agent's page that is still empty, the server, and who else is there."""

    server: Running
    ada: ConsoleScreen
    lang: str
    ben: AgentClient
    visitors: list[VisitorClient] = field(default_factory=list)


@contextlib.asynccontextmanager
async def desk(page: Page, data: str, lang: str = "en") -> AsyncIterator[Desk]:
    """A server with three agents, replies, tags, a week of waits, and three visitors who have been waiting."""
    clock = LateClock()
    settings = Settings(port=0, data=data, brand="Acme", origins=("https://www.example.com",))
    async with contextlib.AsyncExitStack() as stack:
        server = await stack.enter_async_context(running(settings, clock, intents=shipped_intents()))
        await _furnish(server)
        cookie = await sign_in(server.url, "Ben", PASSWORD)
        ben = await stack.enter_async_context(AgentClient(server.url, cookie))
        made = Desk(server, ConsoleScreen(page), lang, ben)
        for minutes, lines in ((7, FORM), (3, ("Не могу войти",)), (1, ("How do I export my data?",))):
            clock.behind = timedelta(minutes=minutes)
            visitor = await stack.enter_async_context(VisitorClient(server.url, **{"User-Agent": BROWSER}))
            made.visitors.append(visitor)
            await _come(visitor, minutes, lines)
        clock.behind = timedelta()
        yield made


async def _furnish(server: Running) -> None:
    for name in ("Ada", "Ben", "Chloé Martin"):
        await server.ctx.store.run(lambda tx, name=name: add_agent(tx, name))
    ada = await signing_in.set_profile(server.ctx, "Ada", role=Role.ADMIN, teams=("billing", "support"))
    await signing_in.set_profile(server.ctx, "Ben", teams=("support",), languages=("en", "de"))
    await signing_in.set_profile(server.ctx, "Chloé Martin", role=Role.SUPERVISOR, teams=("billing",))
    await replies.stock_replies(server.ctx, DEMO_REPLIES, "Ada")
    for name, texts in TAGS.items():
        await tagging.save_tag(server.ctx, ada.ref, name, texts)
    await announcing.announce_problem(server.ctx, "Card payments are slow this morning.")
    await a_week(server)


async def _come(visitor: VisitorClient, minutes: int, lines: tuple[str, ...]) -> None:
    page = {"url": "https://www.example.com/account/invoices", "title": "Invoices – Acme"}
    who = {7: {}, 3: {"name": "Борис Иванов", "plan": "basic"}, 1: {"name": "Chris Park", "email": "chris@example.com"}}
    lang = "ru" if minutes == 3 else "en"
    await visitor.start(lang=lang, details=who[minutes], page=page)
    for line in lines:
        await visitor.say(line)
    await visitor.want_agent()


async def hour(stage: Desk) -> AsyncIterator[str]:
    """Yields the names of CONSOLE_STATES in their order, each when it is on the screen."""
    for part in (_sitting_down, _answering, _passing_on, _dialogs, _pages, _trouble):
        async for state in part(stage):
            yield state


async def _sitting_down(stage: Desk) -> AsyncIterator[str]:
    ada = stage.ada
    await ada.page.goto(f"{stage.server.url}/console?lang={stage.lang}")
    await expect(ada.part("sign-in-name")).to_be_focused()
    if stage.lang != "en":
        await ada.part("language").select_option(stage.lang)
    yield "sign-in"
    await ada.signs_in("Ada", PASSWORD)
    yield "nothing"
    await ada.part("view-queue").click()
    await expect(ada.part("chat-row")).to_have_count(3)
    yield "queue"
    await ada.part("filter").click()
    await expect(ada.part("filter-form")).to_be_visible()
    yield "filter"
    await ada.part("filter").click()
    await ada.part("select").click()
    await ada.part("select-chat").first.click()
    await expect(ada.part("bulk")).to_be_visible()
    yield "select"
    await ada.part("select").click()
    await ada.part("view-mine").click()
    await ada.is_available()
    await expect(ada.part("offer")).to_contain_text("Anna")
    yield "offer"
    await ada.part("accept").click()
    await expect(ada.part("composer")).to_be_focused()


async def _answering(stage: Desk) -> AsyncIterator[str]:
    ada, keys, anna = stage.ada, stage.ada.page.keyboard, stage.visitors[0]
    await expect(ada.part("packet")).to_contain_text("anna@example.com")
    await ada.says("Good morning Anna, I am looking at your order.")
    await anna.say("Thank you! My card is 4111 1111 1111 1111, and the order is A-1234.")
    await ada.sees("1111")
    yield "thread"
    await anna.say("When are you open?")
    await expect(ada.part("suggestion").first).to_be_visible()
    yield "suggestion"
    await ada.part("composer").focus()
    await keys.type("/ref")
    await expect(ada.part("pick-preview")).to_be_visible()
    yield "picker"
    await keys.press("Enter")
    await keys.press("Enter")
    await expect(ada.part("composer")).to_have_value("")
    await ada.part("mode-note").click()
    await keys.type("Charged twice indeed. @")
    await expect(ada.part("picks")).to_be_visible()
    yield "mention"
    await keys.press("Enter")
    await keys.type("please have a look")
    await keys.press("Enter")
    await ada.sees("please have a look")
    await ada.part("mode-note").click()
    await keys.type("The bank says")
    yield "note"
    await ada.part("composer").fill("")
    await ada.part("mode-reply").click()
    await ada.part("composer").fill("Your password: hunter2secret")
    await keys.press("Enter")
    await expect(ada.part("asking")).to_be_visible()
    yield "guard"
    await keys.press("Escape")
    await ada.part("composer").fill("")
    await ada.part("toggle-history").click()
    await expect(ada.part("clock-line").first).to_be_visible()
    yield "history"
    await ada.part("toggle-history").click()
    if not await ada.part("details").is_visible():
        await ada.part("toggle-details").click()
    await ada.part("add-tag").fill("invoice")
    await keys.press("Enter")
    await ada.part("edit-details").click()
    await expect(ada.part("detail-name")).to_be_focused()
    yield "correct"
    await ada.part("detail-name").fill("Anna Schmidt-Klein")
    await ada.part("save-details").click()
    await expect(ada.page.locator(".head h2")).to_contain_text("Anna Schmidt-Klein")
    if (ada.page.viewport_size or {"width": 0})["width"] < 1280:
        await ada.page.locator(".details-head button").click()


async def _passing_on(stage: Desk) -> AsyncIterator[str]:
    ada, ben, anna = stage.ada, stage.ben, stage.visitors[0]
    await ben.be_available()
    await ada.part("transfer").click()
    await expect(ada.part("transfer-to").first).to_be_visible()
    yield "transfer"
    await ada.part("to-team").click()
    await expect(ada.part("transfer-team").first).to_be_visible()
    yield "team"
    await ada.page.keyboard.press("Escape")
    await ada.part("close-chat").click()
    await expect(ada.part("close-summary")).to_be_focused()
    await expect(ada.part("close-summary")).not_to_have_value("")
    yield "closing"
    await ada.part("outcome-ticket").check()
    await expect(ada.part("ticket-address")).to_be_visible()
    yield "ticket"
    await ada.part("outcome-close").check()
    await ada.part("close-summary").fill("One of the two charges is on its way back.")
    await ada.part("confirm-close").click()
    await anna.hears("chat_closed")
    await anna.ask("rate_chat", chat_id=anna.chat_id, client_id=new_id(), score=5, comment="Very kind, thank you.")
    await ada.part("view-closed").click()
    await ada.opens(anna.chat_id)
    await ada.sees("Very kind")
    yield "closed"
    boris = stage.visitors[1]
    done = await handling.claim_chat(stage.server.ctx, await _ref(stage, "Ben"), boris.chat_id, new_id())
    stage.server.realtime.publisher.publish(done.news)
    await ada.part("view-all").click()
    await ada.opens(boris.chat_id)
    await ben.ask("set_typing", chat_id=boris.chat_id, typing=True)
    await expect(ada.part("take-over")).to_be_visible()
    await expect(ada.part("viewers")).not_to_be_empty()
    yield "taken"
    # Nobody is offered a chat while pictures are taken: it would lapse, now or then.
    await ada.part("presence").click()
    await expect(ada.part("presence")).to_have_attribute("data-presence", "away")
    await ben.ask("set_presence", status="away")


async def _dialogs(stage: Desk) -> AsyncIterator[str]:
    ada, keys = stage.ada, stage.ada.page.keyboard
    await ada.part("open-palette").click()
    await expect(ada.part("palette")).to_be_focused()
    yield "palette"
    await keys.press("Escape")
    await keys.press("?")
    await expect(ada.page.get_by_role("dialog")).to_be_visible()
    yield "keys"
    await keys.press("Escape")
    for opener, state, inside in (("open-settings", "settings", "try-sound"), ("health", "health", "health-panel")):
        await ada.part(opener).click()
        await expect(ada.part(inside)).to_be_visible()
        yield state
        await keys.press("Escape")


async def _pages(stage: Desk) -> AsyncIterator[str]:
    ada, ctx = stage.ada, stage.server.ctx
    while await searching.index_some(ctx):
        pass
    await ada.part("view-search").click()
    await expect(ada.part("search-text")).to_be_focused()
    yield "seek"
    await ada.part("search-text").fill("order")
    await expect(ada.part("search-result").first).to_be_visible()
    yield "search"
    chris = stage.visitors[2]
    await stage.ben.ask(
        "add_note", chat_id=chris.chat_id, client_id=new_id(), text="@Ada could you look at the invoice?"
    )
    await ada.part("view-mentions").click()
    await expect(ada.part("mention").first).to_be_visible()
    yield "mentions"
    await ada.part("view-board").click()
    await expect(ada.part("figure-waiting").or_(ada.part("board")).first).to_be_visible()
    await expect(ada.page.locator(".board svg").first).to_be_visible()
    yield "board"
    await ada.part("view-admin").click()
    for section in SECTIONS:
        await ada.part(f"admin-{section}").click()
        await expect(ada.part(f"admin-{section}")).to_have_attribute("aria-current", "page")
        await ada.page.wait_for_load_state("networkidle")
        await expect(ada.part("admin").locator(".admin-section > *").nth(1)).to_be_visible()
        yield f"admin-{section}"
    await ada.part("admin-agents").click()
    await ada.part("admin-add").click()
    await expect(ada.part("admin-name")).to_be_visible()
    yield "admin-agent"
    await ada.part("admin-replies").click()
    await ada.part("admin-reply").first.get_by_role("button").click()
    await expect(ada.part("admin-save")).to_be_visible()
    yield "admin-reply"


async def _trouble(stage: Desk) -> AsyncIterator[str]:
    ada, server, chris = stage.ada, stage.server, stage.visitors[2]
    await ada.part("view-queue").click()
    due = datetime.now(UTC) + timedelta(seconds=75)  # noqa: TID251 - the screen's clock is the real one
    late = due - timedelta(minutes=2)
    boris = stage.visitors[1].chat_id
    for told in (
        ClockTold(chris.chat_id, "Chris Park", ClockKind.PICKUP, EntryKind.WARNED, "80 %", due),
        ClockTold(boris, "Борис Иванов", ClockKind.NEXT_RESPONSE, EntryKind.BREACHED, "100 %", late),
    ):
        server.realtime.publisher.tell([Notice("clock_told", told, EVERY_AGENT, AGENT)])
    await expect(ada.part("warning")).to_have_count(2)
    yield "warning"
    server.ctx.policy = replace(server.ctx.policy, offer_lapse=timedelta(seconds=1))
    await ada.is_available()
    async with VisitorClient(server.url) as dana:
        await dana.start(details={"name": "Dana"})
        await dana.want_agent()
        await expect(ada.part("missed-offer")).to_be_visible(timeout=30_000)
    yield "missed"
    await ada.page.context.set_offline(True)
    for console in list(server.realtime.desks["/agent"].connections):
        await server.realtime.disconnect(console, namespace="/agent")
    await expect(ada.part("health")).to_have_attribute("data-state", "lost")
    yield "lost"


async def _ref(stage: Desk, name: str) -> AgentRef:
    agent = await stage.server.ctx.store.read(lambda tx: tx.agents.by_name(name))
    return agent.ref
