"""A week of waits for the supervisors' board."""

from datetime import timedelta
from random import Random

from chatserver.app import Running
from chatserver.services import visiting
from chatserver.services.ports import Tx
from chatserver.services.wait import Wait


async def a_week(server: Running) -> None:
    """Waits of the last six days and of the last hours, always the same; all of them on one chat."""
    chance = Random(7)
    _, chat = (await visiting.start_chat(server.ctx, visiting.Arrival("de"))).value
    now = server.ctx.clock.now()

    def work(tx: Tx) -> None:
        for number in range(900):
            joined = now - timedelta(minutes=number * 9.7 + 6)
            hour = joined.hour
            waited = timedelta(seconds=chance.expovariate(1 / (190 if hour in {9, 10, 17} else 70)))
            wait = Wait(
                chat.chat_id,
                joined,
                chance.choice(["en", "en", "de", "es", "pt-BR"]),
                chance.choice(["premium", "regular", ""]),
                predicted=timedelta(seconds=80),
                low=timedelta(seconds=10),
                high=timedelta(seconds=200),
                ticket_offered_at=joined + timedelta(minutes=2) if waited > timedelta(minutes=4) else None,
            )
            tx.waits.join(wait)
            ending = "left_at" if number % 29 == 3 else "answered_at"
            tx.waits.note(chat.chat_id, joined, **{ending: joined + waited})

    await server.ctx.store.run(work)
