"""How much is measured: the full programme, and a quick one to see that everything still runs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """Sizes and lengths of all parts."""

    rounds: int = 3
    seconds: float = 5.0
    visitors: tuple[int, ...] = (1, 50, 500, 1_000)
    open_visitors: int = 1_000
    open_per_second: int = 1_000
    open_seconds: float = 10.0
    idle: tuple[int, ...] = (1_000, 5_000)
    herds: tuple[int, ...] = (5_000, 10_000)
    stored_events: tuple[int, ...] = (1_000, 100_000, 5_000_000)
    stored_visitors: int = 50
    days: int = 8
    simulated_hours: float = 8.0
    searched_messages: int = 1_000_000
    console_chats: int = 500
    widget_rounds: int = 7
    widget_messages: int = 5_000
    console_seconds: float = 24.0


QUICK = Options(
    rounds=1,
    seconds=1.0,
    visitors=(1, 50),
    open_visitors=200,
    open_per_second=200,
    open_seconds=3.0,
    idle=(300,),
    herds=(300,),
    stored_events=(1_000, 20_000),
    stored_visitors=20,
    days=1,
    simulated_hours=2.0,
    searched_messages=20_000,
    console_chats=60,
    console_seconds=4.0,
    widget_rounds=2,
    widget_messages=1_000,
)
