"""`chatserver report`: how the promise was kept. Works beside a running server."""

from datetime import timedelta

import click

from chatserver.cli.beside import run_beside
from chatserver.cli.options import with_settings
from chatserver.services import reports
from chatserver.services.ports import Context
from chatserver.services.report_tables import breaches_csv, figures_csv, report_text
from chatserver.settings import Settings

_USUAL_SPAN = timedelta(days=7)


@click.command()
@click.option("--since", metavar="DAY", help="First day or moment, such as 2026-11-01; a week ago if left out.")
@click.option("--until", metavar="DAY", help="Up to this day or moment, without it; now if left out.")
@click.option("--zone", default="UTC", show_default=True, help="Time zone of days and hours, such as Europe/Berlin.")
@click.option("--csv", "form", flag_value="figures", help="Print the figures as CSV.")
@click.option("--breaches", "form", flag_value="breaches", help="Print the broken promises as CSV.")
@with_settings("data")
def report(settings: Settings, since: str | None, until: str | None, zone: str, form: str | None) -> None:
    """Say how many were answered in time, how long they waited, and what came of forecasts and tickets."""

    async def make(ctx: Context) -> reports.Report:
        end = reports.moment_of(until, zone) if until else ctx.clock.now()
        start = reports.moment_of(since, zone) if since else end - _USUAL_SPAN
        return await reports.report_for_operator(ctx, reports.Span(start, end, zone))

    found = run_beside(settings, make)
    match form:
        case "figures":
            click.echo(figures_csv(found), nl=False)
        case "breaches":
            click.echo(breaches_csv(found), nl=False)
        case _:
            click.echo(report_text(found), nl=False)
