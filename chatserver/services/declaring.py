"""Declaring high volume: a supervisor says that more comes in than usual, and promises that begin then are kept by it.

What was promised before stays as it was promised.
"""

from msgspec.structs import replace

from chatserver.core.audit import Act
from chatserver.core.people import AgentRef
from chatserver.core.sla.policies import Volume
from chatserver.services import auditing
from chatserver.services.access import require_door
from chatserver.services.ports import Context, Tx
from chatserver.services.site_ports import Flag

_FLAG = "volume"


async def recall_volume(ctx: Context) -> None:
    """Lets the promises follow what was declared last; at the start of the server."""
    flag = await ctx.store.read(lambda tx: tx.flags.get(_FLAG))
    _obey(ctx, volume_of(flag))


async def declare_volume(ctx: Context, agent: AgentRef, volume: Volume) -> Flag:
    """Says how much comes in from now on. Raises `Refused` (FORBIDDEN)."""

    def work(tx: Tx) -> Flag:
        require_door(tx, agent, "declare_volume")
        known = tx.flags.get(_FLAG)
        if known is not None and known.value == volume:
            return known
        flag = Flag(volume.value, ctx.clock.now(), agent)
        tx.flags.set(_FLAG, flag)
        auditing.note(tx, flag.since, agent, Act.VOLUME_DECLARED, volume.value)
        return flag

    flag = await ctx.store.run(work)
    _obey(ctx, volume)
    return flag


async def declared_volume(ctx: Context, agent: AgentRef) -> Flag | None:
    """Returns what was declared last, None when nothing ever was. Raises `Refused` (FORBIDDEN)."""

    def work(tx: Tx) -> Flag | None:
        require_door(tx, agent, "list_problems")
        return tx.flags.get(_FLAG)

    return await ctx.store.read(work)


def volume_of(flag: Flag | None) -> Volume:
    return Volume(flag.value) if flag is not None and flag.value in set(Volume) else Volume.NORMAL


def _obey(ctx: Context, volume: Volume) -> None:
    if ctx.policies.volume is not volume:
        ctx.policies = replace(ctx.policies, volume=volume)
