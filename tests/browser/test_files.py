"""Files on the screens of a visitor and an agent: attached, pasted, dropped, seen, saved, refused."""

import asyncio
import base64
import contextlib
import re

import pytest
from playwright.async_api import Error, Locator, expect

from tests.browser.conftest import violations
from tests.browser.people import ConsoleScreen, WidgetScreen
from tests.conftest import PASSWORD
from tests.samples import CARD, picture

# Puts a file into a field as a browser does: with `paste`, or with `drop`.
GIVE = """(field, [kind, name, type, data]) => {
  const given = new DataTransfer();
  given.items.add(new File([Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0))], name, { type }));
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { clipboardData: given, bubbles: true, cancelable: true })
    : new DragEvent("drop", { dataTransfer: given, bubbles: true, cancelable: true });
  field.dispatchEvent(event);
}"""


async def give(field: Locator, how: str, name: str, media_type: str, data: bytes) -> None:
    await field.evaluate(GIVE, [how, name, media_type, base64.b64encode(data).decode()])


async def visiting(server, person, lang="en", **options) -> WidgetScreen:
    screen = WidgetScreen(await person(f"{server.url}/demo?lang={lang}", lang=lang, **options))
    await screen.open()
    await screen.chat_id()
    return screen


async def shown(image: Locator) -> bool:
    # The picture is fetched after its place is there.
    await expect(image).to_have_js_property("naturalWidth", 40)
    return await image.is_visible()


async def test_a_visitor_attaches_sees_and_saves_files(server, person):
    anna = await visiting(server, person)
    await anna.part("attach").click()
    await expect(anna.part("tray")).to_contain_text("Up to 5 files with 10 MB each")
    await anna.part("picker").set_input_files(
        [
            {"name": f"card {CARD}.png", "mimeType": "image/png", "buffer": picture()},
            {"name": "server.log", "mimeType": "text/plain", "buffer": b"password: hunter2secret\nfine\n"},
        ]
    )
    await expect(anna.part("upload")).to_have_count(2)
    # Files need no words.
    await expect(anna.part("send")).to_be_enabled()
    assert await violations(anna.page) == []
    await anna.part("send").click()
    await expect(anna.part("tray")).to_be_hidden()
    assert await shown(anna.part("picture").locator("img"))
    await expect(anna.part("picture").locator("img")).to_have_attribute("alt", "card •••• 1111.png")
    await expect(anna.part("file")).to_contain_text("Secrets were removed from this file")
    assert await violations(anna.page) == []
    async with anna.page.expect_download() as saved:
        await anna.part("file").click()
    download = await saved.value
    assert download.suggested_filename == "server.log"
    assert (await asyncio.to_thread((await download.path()).read_bytes)) == "password: ••••••••\nfine\n".encode()
    # After a reload it is all there again.
    await anna.page.reload()
    if not await anna.part("transcript").is_visible():
        await anna.page.get_by_test_id("launcher").click()
    assert await shown(anna.part("picture").locator("img"))
    assert CARD not in await anna.part("transcript").inner_html()


@pytest.mark.parametrize("how", ["paste", "drop"])
async def test_a_screenshot_is_pasted_or_dropped_with_words(server, person, how):
    anna = await visiting(server, person)
    await give(anna.part("composer"), how, "image.png", "image/png", picture())
    await expect(anna.part("upload")).to_contain_text("image.png")
    await expect(anna.part("send")).to_be_enabled()
    await anna.says("it looks like this")
    await anna.sees("it looks like this")
    # The end stays in sight, though the picture comes after its row.
    await expect(anna.part("picture")).to_be_in_viewport()
    assert await shown(anna.part("picture").locator("img"))
    # One message, not two.
    row = anna.part("transcript").locator(".mine").last
    await expect(row).to_contain_text("it looks like this")
    await expect(row.get_by_test_id("picture")).to_have_count(1)


async def test_what_is_not_accepted_is_said_in_words_and_can_be_taken_out(server, person):
    anna = await visiting(server, person, "de")
    await anna.part("attach").click()
    await anna.part("picker").set_input_files(
        [
            {"name": "page.html", "mimeType": "text/html", "buffer": b"<html><script>1</script>"},
            {"name": "large.txt", "mimeType": "text/plain", "buffer": b"x" * (11 << 20)},
        ]
    )
    uploads = anna.part("upload")
    await expect(uploads.nth(0)).to_contain_text("nicht angenommen")
    await expect(uploads.nth(1)).to_contain_text("größer als 10 MB")
    await expect(anna.part("send")).to_be_disabled()
    await anna.part("composer").fill("nur Text")
    await expect(anna.part("send")).to_be_enabled()
    await anna.part("remove-file").first.click()
    await expect(uploads).to_have_count(1)
    await anna.part("composer").press("Enter")
    await anna.sees("nur Text")
    await expect(uploads).to_have_count(0)


async def test_an_upload_shows_that_it_goes_on_and_is_cancelled_or_tried_again(server, person):
    anna = await visiting(server, person)
    may_go_on = asyncio.Event()
    await anna.page.context.route(re.compile("/api/files\\?chat_id"), lambda route: hold(route, may_go_on))
    await give(anna.part("composer"), "paste", "a.png", "image/png", picture())
    await expect(anna.part("upload").locator("progress")).to_be_visible()
    await expect(anna.part("send")).to_be_disabled()
    await anna.part("remove-file").click()
    await expect(anna.part("upload")).to_have_count(0)
    may_go_on.set()
    await anna.page.context.unroute_all(behavior="wait")
    await anna.page.context.route(re.compile("/api/files\\?chat_id"), lambda route: route.abort())
    await give(anna.part("composer"), "paste", "a.png", "image/png", picture())
    await expect(anna.part("upload")).to_contain_text("was not uploaded")
    await anna.page.context.unroute_all(behavior="ignoreErrors")
    await anna.part("upload").get_by_role("button", name="Try again").click()
    await expect(anna.part("send")).to_be_enabled()


async def hold(route, may_go_on: asyncio.Event) -> None:
    await may_go_on.wait()
    with contextlib.suppress(Error):
        await route.abort()


async def test_visitor_and_agent_send_each_other_files(server, person):
    ada = ConsoleScreen(await person(f"{server.url}/console"))
    await ada.signs_in("Ada", PASSWORD)
    anna = await visiting(server, person)
    await give(anna.part("composer"), "paste", "from-anna.png", "image/png", picture())
    await expect(anna.part("send")).to_be_enabled()
    await anna.says("look")
    await anna.part("talk-to-human").click()
    await ada.part("view-queue").click()
    await ada.opens(await anna.chat_id())
    assert await shown(ada.part("picture").locator("img"))
    await ada.part("claim").click()
    # The composer opens with the answer.
    await expect(ada.part("attach")).to_be_visible()
    await give(ada.part("composer"), "paste", "from-ada.png", "image/png", picture())
    await expect(ada.part("upload")).to_contain_text("from-ada.png")
    assert await violations(ada.page) == []
    await expect(ada.part("send")).to_have_attribute("aria-disabled", "false")
    await ada.part("send").click()
    assert await shown(anna.part("picture").locator("img").last)
    assert await shown(ada.part("picture").locator("img").last)
    await expect(ada.part("picture")).to_have_count(2)
    await ada.part("attach").click()
    await ada.part("picker").set_input_files([{"name": "a.csv", "mimeType": "text/csv", "buffer": b"a;b\n"}])
    await expect(ada.part("send")).to_have_attribute("aria-disabled", "false")
    await ada.says("the table")
    async with ada.page.expect_download() as saved:
        await ada.part("file").click()
    assert (await saved.value).suggested_filename == "a.csv"
    await expect(anna.part("file")).to_contain_text("a.csv")
    assert await violations(ada.page) == []
