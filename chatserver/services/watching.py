"""Watching: what happens because time passed. Offers lapse, places move; SLA clocks come here too."""

from chatserver.core import commands as cmd
from chatserver.core.events import OfferOutcome
from chatserver.services import bot, queueing
from chatserver.services.execute import Done, Unit
from chatserver.services.ports import Context, Tx, WaitingPlace


async def keep_promises(ctx: Context) -> Done[list[WaitingPlace]]:
    """Ends the offers whose time is up, makes the next ones, and returns the places of those who wait."""

    def is_due(tx: Tx) -> bool:
        return bool(tx.chats.with_lapsed_offer(ctx.clock.now())) or any(
            chat.offer is None for chat in tx.chats.waiting()
        )

    def work(tx: Tx) -> Done[list[WaitingPlace]]:
        unit = Unit(tx, ctx.clock.now())
        for chat in tx.chats.with_lapsed_offer(unit.now):
            if chat.offer is not None:
                unit.execute(chat, cmd.EndOffer(chat.offer.offer_id, chat.offer.agent, OfferOutcome.LAPSED))
        queueing.offer_waiting(ctx, unit)
        _offer_tickets(ctx, unit)
        return unit.done(queueing.waiting_places(ctx, tx))

    if await ctx.store.read(is_due):
        return await ctx.store.run(work)
    return Done(await ctx.store.read(lambda tx: queueing.waiting_places(ctx, tx)))


def _offer_tickets(ctx: Context, unit: Unit) -> None:
    """Tells whoever waits while nobody is there; once each."""
    if queueing.serving(ctx, unit.tx):
        return
    for chat in unit.tx.chats.waiting():
        bot.offer_ticket(ctx, unit, chat)
