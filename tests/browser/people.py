"""What a visitor and an agent do on their screens, in their words."""

from playwright.async_api import FrameLocator, Locator, Page, expect


class WidgetScreen:
    """The visitor's screen: a shop page with the widget on it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def frame(self) -> FrameLocator:
        return self.page.frame_locator("iframe")

    def part(self, name: str) -> Locator:
        return self.frame.get_by_test_id(name)

    async def open(self) -> None:
        await self.page.get_by_test_id("launcher").click()
        await expect(self.part("composer")).to_be_focused()

    async def chat_id(self) -> str:
        await expect(self.part("chat-id")).to_contain_text("-")
        return (await self.part("chat-id").inner_text()).strip()

    async def says(self, text: str) -> None:
        await self.part("composer").fill(text)
        await self.part("composer").press("Enter")
        await expect(self.part("composer")).to_have_value("")

    async def insists(self, text: str) -> None:
        """Says something that looks like a secret, as it is: the server has the last word."""
        await self.part("composer").fill(text)
        await self.part("composer").press("Enter")
        await self.part("send-anyway").click()
        await expect(self.part("composer")).to_have_value("")

    async def presses(self, label: str) -> None:
        await self.part("quick-reply").filter(has_text=label).first.click()

    async def sees(self, text: str) -> None:
        await expect(self.part("transcript")).to_contain_text(text)


class ConsoleScreen:
    """The agent's screen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def part(self, name: str) -> Locator:
        return self.page.get_by_test_id(name)

    async def signs_in(self, name: str, password: str) -> None:
        await self.part("sign-in-name").fill(name)
        await self.part("sign-in-password").fill(password)
        await self.part("sign-in").click()
        await expect(self.part("view-mine")).to_be_visible()

    async def is_available(self) -> None:
        await self.part("presence").click()

    async def says(self, text: str) -> None:
        await self.part("composer").fill(text)
        await self.part("send").click()
        await self.sees(text)

    async def sees(self, text: str) -> None:
        await expect(self.part("thread")).to_contain_text(text)

    async def opens(self, chat_id: str) -> None:
        await self.page.locator(f'[data-testid="chat-row"][data-chat-id="{chat_id}"]').click()
        await expect(self.part("thread")).to_be_visible()
