"""Due times that were not computed by the code under test.

Every moment is UTC. The due times of `BY_MINUTES` come from `oracle.py`, which steps through the minutes; they stand
here as literals, and a test lets the oracle confirm them. Those of `BY_HAND` were worked out on paper, with the reason
beside each: working days, and hours whose own ends fall into a summer-time change.
"""

from typing import NamedTuple

from tests.core.sla.oracle import Plan

WEEKDAYS = range(5)
ALL_WEEK = range(7)
OFFICE_HOURS = "08:00-12:00 13:00-18:00"

PLANS: dict[str, Plan | None] = {
    "wall": None,
    "office": Plan(
        "Europe/Berlin",
        dict.fromkeys(WEEKDAYS, OFFICE_HOURS),
        closed=(
            "2026-01-01",
            "2026-01-06",
            "2026-04-03",
            "2026-04-06",
            "2026-05-01",
            "2026-12-25",
            "2026-12-26",
            "2027-01-01",
        ),
        days={"2026-12-24": "08:00-12:00", "2026-12-31": "", "2026-05-02": "10:00-12:00"},
    ),
    "night": Plan("Europe/Berlin", dict.fromkeys(ALL_WEEK, "22:00-06:00"), closed=("2026-12-25",)),
    "nonstop": Plan("Europe/Berlin", dict.fromkeys(ALL_WEEK, "00:00-00:00"), closed=("2026-06-10",)),
    "london_weekend": Plan("Europe/London", dict.fromkeys((5, 6), "10:00-16:00")),
    "new_york": Plan("America/New_York", dict.fromkeys(WEEKDAYS, "09:00-17:00"), closed=("2026-07-03",)),
    "new_york_night": Plan("America/New_York", dict.fromkeys((6, 0, 1, 2, 3), "20:00-04:00")),
    "mumbai": Plan("Asia/Kolkata", dict.fromkeys(range(6), "09:30-18:30"), closed=("2026-01-26",)),
    "kathmandu": Plan("Asia/Kathmandu", dict.fromkeys((6, 0, 1, 2, 3, 4), "10:00-17:00")),
    "adelaide": Plan("Australia/Adelaide", dict.fromkeys(ALL_WEEK, "22:30-07:00")),
    "lord_howe": Plan("Australia/Lord_Howe", dict.fromkeys(ALL_WEEK, "00:00-06:00")),
    "chatham": Plan("Pacific/Chatham", dict.fromkeys(ALL_WEEK, "00:00-12:00")),
    "st_johns": Plan("America/St_Johns", dict.fromkeys(WEEKDAYS, "08:30-16:30")),
    "cairo": Plan("Africa/Cairo", dict.fromkeys(ALL_WEEK, "00:00-00:00")),
    "riyadh": Plan("Asia/Riyadh", dict.fromkeys((6, 0, 1, 2, 3), "08:00-16:00")),
    "half_past_two": Plan("Europe/Berlin", dict.fromkeys(ALL_WEEK, "02:30-06:00")),
    "until_half_past_two": Plan("Europe/Berlin", dict.fromkeys(ALL_WEEK, "22:00-02:30")),
    "in_the_gap": Plan("Europe/Berlin", {6: "02:10-02:50", 0: "09:00-10:00"}),
}


class Due(NamedTuple):
    """A clock that starts at `start` with so many `minutes`, or whole working `days`, and the `pauses` between."""

    story: str
    plan: str
    start: str
    minutes: int
    due: str
    pauses: tuple[tuple[str, str], ...] = ()
    days: int = 0


BY_MINUTES = (
    Due("five minutes to pick up", "wall", "2026-11-21 12:00", 5, "2026-11-21 12:05"),
    Due("five minutes over the turn of the year", "wall", "2026-12-31 23:57", 5, "2027-01-01 00:02"),
    Due("24 hours over the spring change are 24 hours", "wall", "2026-03-28 12:00", 24 * 60, "2026-03-29 12:00"),
    Due("24 hours over the autumn change are 24 hours", "wall", "2026-10-24 12:00", 24 * 60, "2026-10-25 12:00"),
    Due("48 hours over the 29th of February", "wall", "2024-02-28 10:00", 48 * 60, "2024-03-01 10:00"),
    Due("48 hours over the end of a February without one", "wall", "2026-02-27 10:00", 48 * 60, "2026-03-01 10:00"),
    Due(
        "48 hours that wait for the visitor twice",
        "wall",
        "2026-06-01 08:00",
        48 * 60,
        "2026-06-04 14:37",
        (("2026-06-01 09:00", "2026-06-02 15:30"), ("2026-06-03 10:00", "2026-06-03 10:07")),
    ),
    Due(
        "48 hours that wait over New Year",
        "wall",
        "2026-12-30 20:00",
        48 * 60,
        "2027-01-03 20:00",
        (("2026-12-31 12:00", "2027-01-02 12:00"),),
    ),
    Due("half an hour within the morning", "office", "2026-06-01 07:00", 30, "2026-06-01 07:30"),
    Due("an hour over lunch", "office", "2026-06-01 09:30", 1 * 60, "2026-06-01 11:30"),
    Due("to the minute at which the morning ends", "office", "2026-06-01 08:00", 2 * 60, "2026-06-01 10:00"),
    Due("one minute more goes to the afternoon", "office", "2026-06-01 08:00", 2 * 60 + 1, "2026-06-01 11:01"),
    Due("from the middle of lunch", "office", "2026-06-01 10:17", 30, "2026-06-01 11:30"),
    Due("from before the opening", "office", "2026-06-01 03:00", 30, "2026-06-01 06:30"),
    Due("from after the close to the next morning", "office", "2026-06-01 17:00", 4 * 60, "2026-06-02 10:00"),
    Due("four hours from Friday afternoon to Monday", "office", "2026-06-05 14:00", 4 * 60, "2026-06-08 08:00"),
    Due("from Saturday at noon", "office", "2026-06-06 10:00", 4 * 60, "2026-06-08 10:00"),
    Due("from the very minute of closing on Friday", "office", "2026-06-05 16:00", 30, "2026-06-08 06:30"),
    Due("24 working hours are nearly three days", "office", "2026-06-02 06:00", 24 * 60, "2026-06-04 13:00"),
    Due("a whole working week of 45 hours", "office", "2026-06-01 06:00", 45 * 60, "2026-06-05 16:00"),
    Due("90 hours of work over two weekends", "office", "2026-06-04 12:00", 90 * 60, "2026-06-18 12:00"),
    Due("over Good Friday and Easter Monday", "office", "2026-04-02 14:00", 4 * 60, "2026-04-07 08:00"),
    Due(
        "over the 1st of May, and a Saturday with hours of its own",
        "office",
        "2026-04-30 15:00",
        2 * 60,
        "2026-05-02 09:00",
    ),
    Due("over that Saturday to Monday", "office", "2026-04-30 15:00", 4 * 60, "2026-05-04 07:00"),
    Due("over Epiphany, which is one of Bavaria's days", "office", "2026-01-05 16:00", 4 * 60, "2026-01-07 10:00"),
    Due("a short Christmas Eve", "office", "2026-12-23 16:00", 4 * 60, "2026-12-24 10:00"),
    Due("from Christmas Eve to after the holidays", "office", "2026-12-24 10:30", 2 * 60, "2026-12-28 08:30"),
    Due("over New Year's Eve and New Year", "office", "2026-12-30 16:00", 4 * 60, "2027-01-04 10:00"),
    Due("from New Year's Eve, which is closed", "office", "2026-12-31 09:00", 30, "2027-01-04 07:30"),
    Due("over the weekend of the spring change", "office", "2026-03-27 16:00", 4 * 60, "2026-03-30 09:00"),
    Due("over the weekend of the autumn change", "office", "2026-10-23 15:00", 4 * 60, "2026-10-26 10:00"),
    Due("over the 29th of February on a Thursday", "office", "2024-02-28 16:00", 10 * 60, "2024-02-29 17:00"),
    Due(
        "paused over lunch costs nothing",
        "office",
        "2026-06-01 08:00",
        4 * 60,
        "2026-06-01 13:00",
        (("2026-06-01 10:00", "2026-06-01 11:00"),),
    ),
    Due(
        "paused over night costs nothing",
        "office",
        "2026-06-01 14:00",
        4 * 60,
        "2026-06-02 08:00",
        (("2026-06-01 16:30", "2026-06-02 05:00"),),
    ),
    Due(
        "paused from noon to the next noon",
        "office",
        "2026-06-01 06:00",
        8 * 60,
        "2026-06-02 15:00",
        (("2026-06-01 09:00", "2026-06-02 09:00"),),
    ),
    Due(
        "paused for a whole weekend and Monday",
        "office",
        "2026-06-05 12:00",
        9 * 60,
        "2026-06-09 15:30",
        (("2026-06-05 13:00", "2026-06-09 06:30"),),
    ),
    Due(
        "paused three times on one day",
        "office",
        "2026-06-01 06:00",
        5 * 60,
        "2026-06-01 13:20",
        (
            ("2026-06-01 06:30", "2026-06-01 07:00"),
            ("2026-06-01 09:45", "2026-06-01 11:15"),
            ("2026-06-01 12:00", "2026-06-01 12:20"),
        ),
    ),
    Due(
        "paused over the spring change",
        "office",
        "2026-03-27 08:00",
        10 * 60,
        "2026-03-31 08:00",
        (("2026-03-27 09:00", "2026-03-30 08:00"),),
    ),
    Due(
        "paused over Christmas",
        "office",
        "2026-12-23 08:00",
        12 * 60,
        "2026-12-29 08:00",
        (("2026-12-23 12:00", "2026-12-28 08:00"),),
    ),
    Due("a shift in an ordinary night", "night", "2026-06-01 19:00", 3 * 60, "2026-06-01 23:00"),
    Due("from the middle of a shift into the next", "night", "2026-06-02 02:00", 4 * 60, "2026-06-02 22:00"),
    Due("the shift of the spring change has seven hours", "night", "2026-03-28 20:00", 7 * 60, "2026-03-29 04:00"),
    Due("the eighth hour comes in the next night", "night", "2026-03-28 20:00", 8 * 60, "2026-03-29 21:00"),
    Due("the shift of the autumn change has nine hours", "night", "2026-10-24 19:00", 9 * 60, "2026-10-25 05:00"),
    Due("a minute more than nine hours", "night", "2026-10-24 19:00", 9 * 60 + 1, "2026-10-25 21:01"),
    Due(
        "from within the hour that comes twice, the first time", "night", "2026-10-25 00:30", 3 * 60, "2026-10-25 03:30"
    ),
    Due(
        "from within the hour that comes twice, the second time",
        "night",
        "2026-10-25 01:30",
        3 * 60,
        "2026-10-25 04:30",
    ),
    Due(
        "paused over the jump of spring",
        "night",
        "2026-03-28 21:00",
        4 * 60,
        "2026-03-29 02:00",
        (("2026-03-29 00:30", "2026-03-29 01:30"),),
    ),
    Due(
        "paused for the hour that comes twice",
        "night",
        "2026-10-24 20:00",
        6 * 60,
        "2026-10-25 04:00",
        (("2026-10-25 00:00", "2026-10-25 02:00"),),
    ),
    Due("the shift of Christmas Eve goes on into the holiday", "night", "2026-12-24 23:00", 6 * 60, "2026-12-25 05:00"),
    Due("no shift begins on Christmas Day", "night", "2026-12-25 06:00", 2 * 60, "2026-12-26 23:00"),
    Due("a shift over the turn of the year", "night", "2026-12-31 22:00", 3 * 60, "2027-01-01 01:00"),
    Due("a night shift over the 29th of February", "night", "2024-02-29 02:00", 8 * 60, "2024-03-01 02:00"),
    Due("a night shift into March without a 29th", "night", "2026-02-28 22:30", 9 * 60, "2026-03-01 23:30"),
    Due("round the clock over the spring change", "nonstop", "2026-03-28 12:00", 24 * 60, "2026-03-29 12:00"),
    Due("round the clock over the autumn change", "nonstop", "2026-10-24 12:00", 24 * 60, "2026-10-25 12:00"),
    Due("round the clock but for one day", "nonstop", "2026-06-09 12:00", 24 * 60, "2026-06-11 12:00"),
    Due("round the clock for 30 days", "nonstop", "2026-06-09 12:00", 720 * 60, "2026-07-10 12:00"),
    Due("round the clock where midnight itself is skipped", "cairo", "2026-04-23 20:00", 6 * 60, "2026-04-24 02:00"),
    Due(
        "round the clock where the hour before midnight comes twice",
        "cairo",
        "2026-10-29 18:00",
        6 * 60,
        "2026-10-30 00:00",
    ),
    Due("weekends in London over the spring change", "london_weekend", "2026-03-28 15:00", 3 * 60, "2026-03-29 11:00"),
    Due("weekends in London over the autumn change", "london_weekend", "2026-10-24 14:00", 3 * 60, "2026-10-25 12:00"),
    Due("weekends only, asked on a Wednesday", "london_weekend", "2026-06-03 12:00", 13 * 60, "2026-06-13 10:00"),
    Due("New York over its spring change, before Europe's", "new_york", "2026-03-06 21:00", 4 * 60, "2026-03-09 16:00"),
    Due("New York over its autumn change", "new_york", "2026-10-30 20:00", 4 * 60, "2026-11-02 17:00"),
    Due("New York on the day before a moved holiday", "new_york", "2026-07-02 20:30", 2 * 60, "2026-07-06 14:30"),
    Due("New York nights over the spring change", "new_york_night", "2026-03-08 00:00", 8 * 60, "2026-03-09 08:00"),
    Due("New York nights over the autumn change", "new_york_night", "2026-10-31 23:00", 15 * 60, "2026-11-03 08:00"),
    Due("New York nights over the 29th of February", "new_york_night", "2024-02-29 08:00", 4 * 60, "2024-03-01 04:00"),
    Due("half-hour zone, from before the opening", "mumbai", "2026-06-01 01:00", 30, "2026-06-01 04:30"),
    Due("half-hour zone, to the close and over night", "mumbai", "2026-06-01 12:30", 2 * 60, "2026-06-02 05:30"),
    Due("half-hour zone, Saturday to Monday", "mumbai", "2026-06-06 12:00", 3 * 60, "2026-06-08 06:00"),
    Due("half-hour zone, over Republic Day", "mumbai", "2026-01-24 12:30", 2 * 60, "2026-01-27 05:30"),
    Due("quarter-hour zone", "kathmandu", "2026-06-01 10:00", 3 * 60, "2026-06-02 06:00"),
    Due("quarter-hour zone, over Saturday", "kathmandu", "2026-06-05 11:00", 1 * 60, "2026-06-07 05:00"),
    Due(
        "half-hour zone with summer time, the night of autumn",
        "adelaide",
        "2026-04-04 11:00",
        10 * 60,
        "2026-04-05 13:30",
    ),
    Due(
        "half-hour zone with summer time, the night of spring",
        "adelaide",
        "2026-10-03 12:00",
        9 * 60,
        "2026-10-04 13:30",
    ),
    Due("summer time of half an hour, autumn", "lord_howe", "2026-04-04 12:00", 6 * 60 + 30, "2026-04-04 19:30"),
    Due("summer time of half an hour, spring", "lord_howe", "2026-10-03 13:30", 6 * 60, "2026-10-04 13:30"),
    Due("Chatham, 45 minutes off, over the autumn change", "chatham", "2026-04-04 10:15", 13 * 60, "2026-04-04 23:15"),
    Due("Newfoundland over the spring change", "st_johns", "2026-03-06 19:30", 2 * 60, "2026-03-09 12:30"),
    Due(
        "Newfoundland with a pause over night",
        "st_johns",
        "2026-06-01 18:00",
        3 * 60,
        "2026-06-02 14:30",
        (("2026-06-01 18:30", "2026-06-02 12:00"),),
    ),
    Due("Sunday to Thursday", "riyadh", "2026-06-04 12:30", 2 * 60, "2026-06-07 06:30"),
)

BY_HAND = (
    # Mon 14:00; Tue, Wed, Thu 14:00.
    Due("three working days within a week", "office", "2026-06-01 12:00", 0, "2026-06-04 12:00", days=3),
    # Fri 17:00; Mon, Tue, Wed 17:00.
    Due("three working days over a weekend", "office", "2026-06-05 15:00", 0, "2026-06-10 15:00", days=3),
    # Fri 19:00 is after the close; Mon, Tue, Wed until 18:00.
    Due("asked after the close of a working day", "office", "2026-06-05 17:00", 0, "2026-06-10 16:00", days=3),
    # Mon 06:00 is before the opening; Tue, Wed, Thu from 08:00.
    Due("asked before the opening", "office", "2026-06-01 04:00", 0, "2026-06-04 06:00", days=3),
    # Mon 12:20; Thu 12:20 is lunch, so 13:00.
    Due("asked at lunch", "office", "2026-06-01 10:20", 0, "2026-06-04 11:00", days=3),
    # Sat; all of Mon, Tue, Wed, until 18:00.
    Due("asked on a Saturday", "office", "2026-06-06 10:00", 0, "2026-06-10 16:00", days=3),
    # Thu 17 10:00; Fri 18, Mon 21, Tue 22, Wed 23, Thu 24, Mon 28, Tue 29.
    Due("seven working days over Christmas", "office", "2026-12-17 09:00", 0, "2026-12-29 09:00", days=7),
    # Mon 21 15:00; Thu 24 closes at 12:00.
    Due("the last of them is a short day", "office", "2026-12-21 14:00", 0, "2026-12-24 11:00", days=3),
    # Wed 30 09:00; Thu 31 is closed, Fri 1 a holiday; Mon 4, Tue 5, Wed 6.
    Due("three working days over New Year", "office", "2026-12-30 08:00", 0, "2027-01-06 08:00", days=3),
    # Wed 1 April 10:00; Thu 2, then Easter; Tue 7, Wed 8.
    Due("three working days over Easter", "office", "2026-04-01 08:00", 0, "2026-04-08 08:00", days=3),
    # Thu 10:00 CET is 09:00 UTC; Fri, Mon, Tue 10:00 CEST is 08:00 UTC.
    Due("three working days over the spring change", "office", "2026-03-26 09:00", 0, "2026-03-31 08:00", days=3),
    Due("three working days over the autumn change", "office", "2026-10-22 08:00", 0, "2026-10-27 09:00", days=3),
    # Tue 27; Wed 28, Thu 29, Fri 1 March.
    Due("three working days over the 29th of February", "office", "2024-02-27 09:00", 0, "2024-03-01 09:00", days=3),
    # Tue 02:00 is Monday's shift; Tuesday's, Wednesday's at Thu 02:00.
    Due("two working days of nights", "night", "2026-06-02 00:00", 0, "2026-06-04 00:00", days=2),
    # Fri 11:00; Sat, Mon, Tue.
    Due("three working days of a six-day week", "mumbai", "2026-06-05 05:30", 0, "2026-06-09 05:30", days=3),
    # Thu 14:00, and two hours of Tuesday morning.
    Due(
        "three working days with a pause",
        "office",
        "2026-06-01 12:00",
        0,
        "2026-06-04 14:00",
        (("2026-06-02 08:00", "2026-06-02 10:00"),),
        days=3,
    ),
    # Due at the opening on Thursday; the pause is over before, in the night.
    Due(
        "a pause in the night before the due time",
        "office",
        "2026-06-01 04:00",
        0,
        "2026-06-04 06:00",
        (("2026-06-03 18:00", "2026-06-03 20:00"),),
        days=3,
    ),
    # Due at the opening on Thursday, when it is still paused: due as soon as it goes on.
    Due(
        "a pause from the night before until after the due time",
        "office",
        "2026-06-01 04:00",
        0,
        "2026-06-04 08:00",
        (("2026-06-03 18:00", "2026-06-04 08:00"),),
        days=3,
    ),
    Due("three days by the wall clock are 72 hours", "wall", "2026-03-28 12:00", 0, "2026-03-31 12:00", days=3),
    # Noon to noon, though 25 hours pass.
    Due("a day of 25 hours", "nonstop", "2026-10-24 10:00", 0, "2026-10-25 11:00", days=1),
    # 02:30 does not come: the jump at 01:00 UTC.
    Due("the same time of day is skipped", "nonstop", "2026-03-28 01:30", 0, "2026-03-29 01:00", days=1),
    # 02:30 comes twice: the first.
    Due("the same time of day comes twice", "nonstop", "2026-10-24 00:30", 0, "2026-10-25 00:30", days=1),
    # Opens with the jump at 01:00 UTC.
    Due("opening at a time that is skipped", "half_past_two", "2026-03-28 12:00", 60, "2026-03-29 02:00"),
    # Opens at the first 02:30, 00:30 UTC, and closes at 05:00 UTC.
    Due("opening at a time that comes twice", "half_past_two", "2026-10-24 12:00", 60, "2026-10-25 01:30"),
    Due("a morning of four and a half hours", "half_past_two", "2026-10-24 12:00", 270, "2026-10-25 05:00"),
    # 20:00 to 00:30 UTC, then half an hour of the next evening from 21:00 UTC.
    Due("closing at a time that comes twice", "until_half_past_two", "2026-10-24 12:00", 300, "2026-10-25 21:30"),
    # 21:00 to 01:00 UTC, then half an hour from 20:00 UTC.
    Due("closing at a time that is skipped", "until_half_past_two", "2026-03-28 12:00", 270, "2026-03-29 20:30"),
    # 02:10 to 02:50 does not come; Monday from 09:00 CEST.
    Due("hours that fall into the gap", "in_the_gap", "2026-03-29 00:00", 30, "2026-03-30 07:30"),
)
