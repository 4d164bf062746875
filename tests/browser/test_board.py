"""The supervisors' board on the screen."""

import pytest
from playwright.async_api import expect

from chatserver.core.people import Role
from chatserver.services import signing_in
from tests.browser.conftest import violations
from tests.browser.people import ConsoleScreen
from tests.browser.waits import a_week
from tests.conftest import PASSWORD


async def supervisor(server, person, **options) -> ConsoleScreen:
    await signing_in.set_profile(server.ctx, "Ada", role=Role.SUPERVISOR)
    screen = ConsoleScreen(await person(f"{server.url}/console", **options))
    await screen.signs_in("Ada", PASSWORD)
    return screen


async def test_a_supervisor_sees_the_board_and_an_agent_not_even_the_entry(server, person, visitors):
    ada = await supervisor(server, person)
    ben = ConsoleScreen(await person(f"{server.url}/console"))
    await ben.signs_in("Ben", PASSWORD)
    await expect(ben.part("view-queue")).to_be_visible()
    await expect(ben.part("view-board")).to_have_count(0)
    await ben.page.goto(f"{server.url}/console#view=board")
    await ben.page.reload()
    await expect(ben.part("view-mine")).to_be_visible()
    await expect(ben.part("board")).to_have_count(0)

    await ada.part("view-board").click()
    await expect(ada.part("figure-waiting")).to_contain_text("0")
    visitor = await visitors()
    await visitor.start(lang="de")
    await visitor.want_agent()
    # Nobody touches anything: it comes by itself.
    await expect(ada.part("figure-waiting").locator(".figure-value")).to_have_text("1", timeout=12_000)
    await expect(ada.part("board")).to_contain_text("German")
    await ada.page.reload()
    await expect(ada.part("board")).to_be_visible()
    await ada.part("view-queue").click()
    await expect(ada.part("board")).to_have_count(0)
    await expect(ada.part("chat-row")).to_have_count(1)


async def test_a_promise_that_is_due_leads_to_its_chat(server, person, visitors):
    ada = await supervisor(server, person)
    visitor = await visitors()
    await visitor.start()
    await visitor.want_agent()
    await ada.part("view-board").click()
    await ada.part("board").get_by_role("button", name=visitor.chat_id).click()
    await expect(ada.part("thread")).to_be_visible()


async def test_the_figures_can_be_read_as_tables_and_taken_along(server, person):
    await a_week(server)
    ada = await supervisor(server, person)
    await ada.part("view-board").click()
    week = ada.page.get_by_role("region", name="Answered in time by hour, last 7 days (%)")
    await expect(week.get_by_role("img")).to_be_visible()
    await week.get_by_text("Show as a table").click()
    await expect(week.locator("tbody tr").first).to_be_visible()
    async with ada.page.expect_download() as waiting:
        await ada.part("board-csv").click()
    download = await waiting.value
    assert download.suggested_filename.startswith("chats-figures-")
    assert (await download.path()).read_text().startswith("table,key,asked")


async def test_who_is_no_supervisor_any_more_is_told_and_led_back(server, person):
    ada = await supervisor(server, person)
    await ada.part("view-board").click()
    await expect(ada.part("figure-today")).to_be_visible()
    await signing_in.set_profile(server.ctx, "Ada", role=Role.AGENT)
    await expect(ada.part("notice")).to_be_visible(timeout=12_000)
    await expect(ada.part("board")).to_have_count(0)


@pytest.mark.parametrize(
    ("scheme", "width", "lang"),
    [("light", 1440, "en"), ("dark", 1024, "ru"), ("light", 820, "pt-BR")],
)
async def test_no_barrier_and_nothing_runs_out_of_the_page(server, person, scheme, width, lang):
    await a_week(server)
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    ada = await supervisor(server, person, lang=lang, **options)
    await ada.part("view-board").click()
    await expect(ada.part("figure-today")).to_be_visible()
    await expect(ada.page.locator(".cell").first).to_be_visible()
    assert await violations(ada.page) == []
    for summary in await ada.page.locator(".behind summary").all():
        await summary.click()
    assert await violations(ada.page) == []
    board = ada.part("board")
    assert await board.evaluate("(one) => one.scrollWidth <= one.clientWidth")
