"""`chatserver simulate`: what would happen with other agents, caps, languages or another order; the server's own rules.

Nothing is read from the database and nothing is written but the picture. The same seed gives the same day.
"""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from random import Random

import click
from msgspec.structs import replace

from chatserver.core.routing.erlang import Demand, agents_needed
from chatserver.core.routing.policies import POLICIES
from chatserver.simulation.day import simulate as simulate_day
from chatserver.simulation.drawing import bars, picture, table
from chatserver.simulation.records import figures
from chatserver.simulation.scenario import HandlingShape, Help, Scenario

_DEFAULTS = Scenario()
_TARGET = timedelta(minutes=5)
_WANTED = 0.95


class _Numbers(click.ParamType[Mapping[str, float]]):
    """`en=60,de=25`: names with numbers."""

    name = "name=number,..."

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Mapping[str, float]:
        found: dict[str, float] = {}
        for part in str(value).split(","):
            name, sign, number = part.partition("=")
            try:
                found[name.strip()] = float(number) if sign else 1.0
            except ValueError:
                self.fail(f"'{part}' is not of the form en=60.", param, ctx)
            if not name.strip() or not 0 <= found[name.strip()] < float("inf"):
                self.fail(f"'{part}' is not of the form en=60.", param, ctx)
        return found


def _finite(ctx: click.Context, param: click.Parameter, value: float) -> float:
    """NaN is in every range."""
    if value != value:
        raise click.BadParameter("this is not a number.", ctx, param)
    return value


@click.command()
@click.option("--agents", type=click.IntRange(1, 200), default=_DEFAULTS.agents, show_default=True, help="Agents.")
@click.option(
    "--cap", type=click.IntRange(1, 20), default=_DEFAULTS.cap, show_default=True, help="Chats an agent has at a time."
)
@click.option(
    "--arrivals",
    type=click.FloatRange(0, 1_000, min_open=True),
    callback=_finite,
    default=_DEFAULTS.per_hour,
    show_default=True,
    help="Chats an hour that ask for a human.",
)
@click.option(
    "--hours",
    type=click.FloatRange(0, 200, min_open=True),
    callback=_finite,
    default=_DEFAULTS.hours,
    show_default=True,
    help="Length.",
)
@click.option(
    "--policy",
    "policies",
    type=click.Choice(sorted(POLICIES)),
    multiple=True,
    default=["due"],
    show_default=True,
    help="The order of service; several times to compare.",
)
@click.option(
    "--languages", type=_Numbers(), help="Shares of the chats, as in en=60,de=25,es=15; every agent speaks the first."
)
@click.option("--speakers", type=_Numbers(), help="How many agents speak each of the others, as in de=3,es=2.")
@click.option(
    "--work",
    type=click.FloatRange(0.1, 240),
    callback=_finite,
    default=8.0,
    show_default=True,
    help="Minutes of work a chat, undisturbed.",
)
@click.option(
    "--shape",
    type=click.Choice([shape.value for shape in HandlingShape]),
    default="lognormal",
    show_default=True,
    help="How the work of chats is distributed.",
)
@click.option(
    "--slowing",
    type=click.FloatRange(0, 2),
    callback=_finite,
    default=_DEFAULTS.slowing,
    show_default=True,
    help="How much each other chat at hand slows an agent.",
)
@click.option(
    "--patience",
    type=click.FloatRange(0.1, 1_000),
    callback=_finite,
    default=20.0,
    show_default=True,
    help="Minutes until a visitor leaves, on average.",
)
@click.option("--ladder", is_flag=True, help="With tickets, volunteers and a backup team of two.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another number, another day.")
@click.option("--svg", type=click.Path(dir_okay=False, path_type=Path), help="Draw the first policy's waits there.")
def simulate(
    agents: int,
    cap: int,
    arrivals: float,
    hours: float,
    policies: tuple[str, ...],
    languages: Mapping[str, float] | None,
    speakers: Mapping[str, float] | None,
    work: float,
    shape: str,
    slowing: float,
    patience: float,
    ladder: bool,
    seed: int,
    svg: Path | None,
) -> None:
    """Play a day of chats with the server's own routing, estimates and escalation, on a clock that does not wait."""
    if languages is not None and not any(languages.values()):
        raise click.UsageError("--languages: at least one of them needs a share above nought.")
    scenario = Scenario(
        agents=agents,
        cap=cap,
        per_hour=arrivals,
        hours=hours,
        languages=languages or _DEFAULTS.languages,
        speakers={name: int(count) for name, count in (speakers or {}).items()} or _speakers(languages),
        work=timedelta(minutes=work),
        shape=HandlingShape(shape),
        slowing=slowing,
        patience=timedelta(minutes=patience),
        help=Help() if ladder else None,
    )
    _tell(scenario, policies, seed, svg)


def _speakers(languages: Mapping[str, float] | None) -> Mapping[str, int]:
    return _DEFAULTS.speakers if languages is None else {}


def _tell(scenario: Scenario, policies: tuple[str, ...], seed: int, svg: Path | None) -> None:
    scenarios = {name: replace(scenario, policy=POLICIES[name]) for name in policies}
    days = {name: simulate_day(one, Random(seed)) for name, one in scenarios.items()}
    try:
        found = {name: figures(visits) for name, visits in days.items()}
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    first = next(iter(days))
    click.echo(
        f"{scenario.agents} agents with {scenario.cap} chats each, {scenario.per_hour:g} chats/h "
        f"for {scenario.hours:g} h (they can end {scenario.capacity:.0f} an hour), seed {seed}\n"
    )
    click.echo(table(found))
    click.echo(f"\nWaits with '{first}' (! is too late)\n{bars(days[first])}\n")
    click.echo(_staffing(scenario))
    if svg is not None:
        svg.write_text(picture(days[first]), encoding="utf-8")
        click.echo(f"Picture: {svg}")


def _staffing(scenario: Scenario) -> str:
    """What Erlang-A says, which knows one language and agents of one pace."""
    slot = scenario.work * (1 + scenario.slowing * (scenario.cap - 1))
    needed = agents_needed(Demand(scenario.per_hour, slot, scenario.patience), scenario.cap, _TARGET, _WANTED)
    return (
        f"{scenario.per_hour:g} chats/h, {slot.total_seconds() / 60:.1f} min in a slot: {needed} agents needed "
        f"for 95 % in 5 min if all spoke all languages; {scenario.agents} are there."
    )
