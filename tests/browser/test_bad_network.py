"""The widget on a network as people have it: slow, lossy, gone for a while; and on a laptop that was asleep."""

import asyncio
import random
import re

import pytest
from playwright.async_api import expect

from chatserver.settings import Settings
from tests.browser.people import WidgetScreen
from tests.conftest import serving
from tests.faults.proxy import Frame, Proxy, Road, Way

# Playwright's own patience is for networks without faults.
PATIENCE_MS = 60_000
FIRST_RETRANSMISSION_SECONDS = 0.3


class Lossy:
    """Loses a share of all packets, and sends each again as TCP does: later each time, and nothing overtakes it."""

    def __init__(self, share: float) -> None:
        self._share = share
        self._chance = random.Random(20261122)
        self.lost = 0

    async def carry(self, road: Road, way: Way, frame: Frame) -> None:
        wait = FIRST_RETRANSMISSION_SECONDS
        while self._chance.random() < self._share:
            self.lost += 1
            await asyncio.sleep(wait)
            wait *= 2
        await road.forward(way, frame.raw)


async def stored(server, chat_id: str) -> list[str]:
    log = await server.ctx.store.read(lambda tx: tx.chats.events_after(chat_id, 0, 200))
    return [text for one in log if (text := getattr(one.event, "text", ""))]


async def arrives_once(server, chat_id: str, *texts: str) -> None:
    seen: list[str] = []

    async def look() -> bool:
        seen[:] = await stored(server, chat_id)
        return all(text in seen for text in texts)

    while not await look():
        pass
    assert [text for text in seen if text in texts] == list(texts)


async def slow(page, bits_per_second: int, latency_ms: int) -> None:
    session = await page.context.new_cdp_session(page)
    await session.send("Network.enable")
    speed = bits_per_second / 8
    conditions = {"offline": False, "latency": latency_ms, "downloadThroughput": speed, "uploadThroughput": speed}
    await session.send("Network.emulateNetworkConditions", conditions)


async def test_at_32_kbit_a_second_one_can_write_before_all_is_there_and_it_arrives(server, person):
    page = await person(f"{server.url}/demo?lang=en")
    page.context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    try:
        await expect(page.get_by_test_id("launcher")).to_be_visible()
        await slow(page, 32_000, 400)
        await page.get_by_test_id("launcher").click()
        anna = WidgetScreen(page)
        # The page is there before its script is: what is written then is not lost.
        await anna.part("composer").fill("is it slow?")
        await expect(anna.part("composer")).to_have_accessible_name("Write a message…")
        await expect(anna.part("send")).to_be_enabled()
        await expect(anna.part("composer")).to_have_value("is it slow?")
        await anna.part("composer").press("Enter")
        await anna.sees("is it slow?")
        await anna.sees("Sent")
        chat_id = await anna.chat_id()
        await anna.part("talk-to-human").click()
        await expect(anna.part("place")).not_to_be_empty()
        await arrives_once(server, chat_id, "is it slow?")
    finally:
        expect.set_options(timeout=5_000)


async def test_with_a_fifth_of_all_packets_lost_everything_arrives_once_and_in_order(server, person):
    async with Proxy(server.port) as proxy:
        anna = WidgetScreen(await person(f"{proxy.url}/demo?lang=en"))
        await anna.open()
        chat_id = await anna.chat_id()
        proxy.weather = lossy = Lossy(0.2)
        lines = [f"line {number}" for number in range(8)]
        for line in lines:
            await anna.says(line)
        await expect(anna.part("transcript").locator(".sending")).to_have_count(0, timeout=PATIENCE_MS)
        assert lossy.lost
        await arrives_once(server, chat_id, *lines)
        for line in lines:
            await expect(anna.part("transcript").get_by_text(line, exact=True)).to_have_count(1)


async def test_what_was_written_offline_is_still_there_after_a_reload_and_arrives_once(server, person):
    page = await person(f"{server.url}/demo?lang=en")
    anna = WidgetScreen(page)
    await anna.open()
    chat_id = await anna.chat_id()
    # The pages come, the connection does not: a proxy that lets only one of the two through.
    block = re.compile("socket.io")
    await page.context.route(block, lambda route: route.abort())
    await page.context.route_web_socket(block, lambda socket: None)
    await page.reload()
    await page.get_by_test_id("launcher").click()
    await anna.says("written in the tunnel")
    await anna.sees("written in the tunnel")
    await expect(anna.frame.locator("#connection")).to_have_text("Connecting…")
    await page.reload()
    await page.get_by_test_id("launcher").click()
    await page.context.unroute_all()
    await page.context.route_web_socket(block, lambda socket: socket.connect_to_server())
    await page.reload()
    await page.get_by_test_id("launcher").click()
    await arrives_once(server, chat_id, "written in the tunnel")
    await expect(anna.part("transcript").get_by_text("written in the tunnel")).to_have_count(1)


async def test_a_server_that_was_away_for_an_hour_is_found_again(person, tmp_path):
    settings = Settings(port=0, data=str(tmp_path / "d"))
    page = await person("about:blank")
    await page.clock.install()
    async with serving(settings) as server:
        port = server.port
        await page.goto(f"{server.url}/demo?lang=en")
        anna = WidgetScreen(page)
        await anna.open()
        chat_id = await anna.chat_id()
    await expect(anna.frame.locator("#connection")).to_have_text("Connecting…", timeout=PATIENCE_MS)
    await anna.says("anybody?")
    # An hour for the page; its tries and its waits all happen.
    for _ in range(12):
        await page.clock.fast_forward("05:00")
    await anna.sees("anybody?")
    await expect(anna.part("composer")).to_be_enabled()
    async with serving(Settings(port=port, data=str(tmp_path / "d"))) as server:
        await page.clock.run_for(30_000)
        await arrives_once(server, chat_id, "anybody?")
        await expect(anna.frame.locator("#connection")).to_be_empty()
        await expect(anna.part("transcript").get_by_text("anybody?")).to_have_count(1)


async def test_a_laptop_that_was_asleep_shows_what_was_said_meanwhile(server, person, agents):
    async with Proxy(server.port) as proxy:
        page = await person(f"{proxy.url}/demo?lang=en")
        anna = WidgetScreen(page)
        await anna.open()
        chat_id = await anna.chat_id()
        await anna.part("talk-to-human").click()
        ada = await agents("Ada")
        taken = await ada.ask("claim_chat", chat_id=chat_id, client_id="claim-asleep")
        ada.chat_id, ada.version = chat_id, taken["version"]
        session = await page.context.new_cdp_session(page)
        await session.send("Page.setWebLifecycleState", {"state": "frozen"})
        # Nobody tells a sleeping machine that its connection is gone.
        proxy.freeze(Way.UP, Way.DOWN)
        await ada.do("post_message", text="Are you still there?")
        await session.send("Page.setWebLifecycleState", {"state": "active"})
        await page.evaluate("window.dispatchEvent(new Event('online'))")
        await page.frames[-1].evaluate("window.dispatchEvent(new Event('online'))")
        proxy.cut_all()
        await expect(anna.part("transcript")).to_contain_text("Are you still there?", timeout=PATIENCE_MS)
        await anna.says("Yes, here again")
        await ada.hears("message_posted", text="Yes, here again")


@pytest.mark.parametrize("jump", ["03:00:00", "-00:30:00"])
async def test_a_clock_that_jumps_disturbs_nobody(server, person, jump):
    page = await person("about:blank")
    await page.clock.install()
    await page.goto(f"{server.url}/demo?lang=en")
    anna = WidgetScreen(page)
    await anna.open()
    chat_id = await anna.chat_id()
    sign = -1 if jump.startswith("-") else 1
    hours, minutes, seconds = (int(part) for part in jump.strip("-").split(":"))
    moved = sign * (hours * 3600 + minutes * 60 + seconds) * 1000
    await page.clock.set_system_time(await page.evaluate("Date.now()") + moved)
    await anna.says("what time is it?")
    await arrives_once(server, chat_id, "what time is it?")
    await expect(anna.part("transcript").get_by_text("what time is it?")).to_have_count(1)
