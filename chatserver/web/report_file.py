"""The report as a file: CSV for supervisors and admins, with the console's session."""

from datetime import UTC, datetime, timedelta

from aiohttp import web

from chatserver.core.errors import Code, Refused
from chatserver.services import reports
from chatserver.services.ports import Context
from chatserver.services.report_tables import breaches_csv, figures_csv
from chatserver.web.sign_in import COOKIE, agent_of

_TABLES = {"figures": figures_csv, "breaches": breaches_csv}
USUAL_SPAN = timedelta(days=7)


class ReportFile:
    """`GET /api/report.csv?since=2026-11-01&until=…&zone=Europe/Berlin&table=figures|breaches`."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/api/report.csv", self.report)]

    async def report(self, request: web.Request) -> web.Response:
        agent = await agent_of(self._ctx, request.cookies.get(COOKIE))
        if agent is None:
            raise Refused(Code.FORBIDDEN, "Please sign in.")
        table = request.query.get("table", "figures")
        if table not in _TABLES:
            raise Refused(Code.BAD_REQUEST, "There are the tables figures and breaches.")
        found = await reports.report(self._ctx, agent.ref, self._span(request))
        await reports.note_export(self._ctx, agent.ref, found.span, table)
        first_day = found.span.since.astimezone(reports.require_zone(found.span.zone))
        name = f"chats-{table}-{first_day:%Y-%m-%d}.csv"
        return web.Response(
            text=_TABLES[table](found),
            content_type="text/csv",
            charset="utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
        )

    def _span(self, request: web.Request) -> reports.Span:
        zone = request.query.get("zone", "UTC")
        since, until = request.query.get("since", ""), request.query.get("until", "")
        end = reports.moment_of(until, zone) if until else self._ctx.clock.now()
        return reports.Span(reports.moment_of(since, zone) if since else _week_before(end), end, zone)


def _week_before(end: datetime) -> datetime:
    return end.astimezone(UTC) - USUAL_SPAN
