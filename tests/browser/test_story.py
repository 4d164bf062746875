"""The whole story in real browsers: a visitor in German, agents in English."""

from playwright.async_api import expect

from tests.browser.people import ConsoleScreen, WidgetScreen
from tests.conftest import PASSWORD

CARD = "4111 1111 1111 1111"


async def test_from_the_first_question_to_the_rating(server, person, pictures):
    ada = ConsoleScreen(await person(f"{server.url}/console", viewport={"width": 1440, "height": 860}))
    await ada.signs_in("Ada", PASSWORD)
    await ada.is_available()
    ben = ConsoleScreen(await person(f"{server.url}/console"))
    await ben.signs_in("Ben", PASSWORD)

    anna = WidgetScreen(await person(f"{server.url}/demo?lang=de", lang="de-DE"))
    sent: list[str] = []
    anna.page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: sent.append(str(frame))))
    await anna.open()
    chat_id = await anna.chat_id()
    await anna.sees("Acme")

    # The bot answers a question.
    await anna.says("Sind Sie auch nachts erreichbar?")
    await anna.sees("rund um die Uhr")

    # The bot collects details, one at a time.
    await anna.says("Ich möchte ein Problem melden")
    await anna.sees("Wie heißen Sie?")
    for line in ("Anna Schmidt", "anna@example.com"):
        await anna.says(line)
        await anna.sees(line)
    await anna.presses("Premium")
    await anna.sees("Premium")

    # A card number is masked on the visitor's own screen as stored text.
    await anna.insists(f"Zahlung mit {CARD} <b>a < b && c</b> geht nicht")
    await anna.sees("•••• 1111 <b>a < b && c</b> geht nicht")
    await expect(anna.part("transcript")).not_to_contain_text(CARD)
    await expect(anna.part("notice").first).to_be_visible()
    await anna.presses("Niemand kann arbeiten")
    await anna.presses("Überspringen")
    await anna.says("seit heute morgen")

    # Nothing goes to people before the visitor has looked at it.
    await expect(anna.part("transcript")).to_contain_text("Konto: anna@example.com")
    await anna.page.screenshot(path=pictures / "summary.png")
    await anna.presses("Ja, das stimmt")

    # The handoff: an offer with the packet, accepted.
    await expect(ada.part("offer")).to_contain_text("Anna Schmidt")
    await ada.part("accept").click()
    await expect(ada.part("packet")).to_contain_text("anna@example.com")
    await expect(ada.part("packet")).not_to_contain_text("4111")
    await ada.sees("•••• 1111 <b>a < b && c</b> geht nicht")
    await anna.sees("Ada")

    # Both ways.
    await ada.says("Hello Anna, I am looking into it: 1 < 2 && <i>x</i>")
    await anna.sees("Hello Anna, I am looking into it: 1 < 2 && <i>x</i>")
    await anna.says("Danke!")
    await ada.sees("Danke!")
    await ada.page.screenshot(path=pictures / "console.png")
    await anna.page.screenshot(path=pictures / "widget.png")

    # Transfer.
    await ada.part("transfer").click()
    await ada.page.locator('[data-testid="transfer-to"][data-name="Ben"]').click()
    await anna.sees("Ben")
    await ben.opens(chat_id)
    await ben.says("Ben here, your payment works again.")
    await anna.sees("Ben here, your payment works again.")

    # Close with a summary, rate.
    await ben.part("close-chat").click()
    await ben.part("close-summary").fill("Payment repaired.")
    await ben.part("confirm-close").click()
    await expect(anna.part("summary")).to_contain_text("Payment repaired.")
    await anna.part("rating-5").click()
    await anna.part("rating-comment").fill("Sehr nett")
    await anna.part("rating-send").click()
    await ben.sees("Sehr nett")

    # A reload shows it all.
    await anna.page.reload()
    if not await anna.part("transcript").is_visible():
        await anna.page.get_by_test_id("launcher").click()
    for text in ("rund um die Uhr", "•••• 1111", "Hello Anna", "Ben here"):
        await anna.sees(text)
    await expect(anna.part("summary")).to_contain_text("Payment repaired.")
    assert await anna.chat_id() == chat_id
    assert not [frame for frame in sent if CARD in frame]
