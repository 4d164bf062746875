"""From what the administration's services found to the acks of `admin_answers`, and from its fields to hours."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from chatserver import admin_answers as a
from chatserver.core.audit import Entry
from chatserver.core.errors import Code, Refused
from chatserver.core.sla import policies as sla
from chatserver.core.sla.calendars import Calendar, is_open, next_opening
from chatserver.core.triage.known_problems import KnownProblem
from chatserver.core.working_hours import BadHours, WorkingHours, read_hours, written
from chatserver.protocol_admin import HoursFields
from chatserver.services import overview
from chatserver.services.administering import Staff, Welcome
from chatserver.services.announcing import is_of_page
from chatserver.services.auditing import AuditPage
from chatserver.services.blocking import BlockedPage
from chatserver.services.declaring import volume_of
from chatserver.services.ports import Agent
from chatserver.services.site_ports import Blocked, Complaint, Flag

# Beside the most frequent wording of a question.
MOST_WORDINGS = 4


def agent_card(agent: Agent, connected: frozenset[str]) -> a.AgentCard:
    return a.AgentCard(
        id=agent.id,
        name=agent.name,
        role=agent.role,
        presence=agent.presence,
        away_reason=agent.away_reason,
        load=agent.load,
        is_connected=agent.id in connected,
        is_active=agent.is_active,
        has_password=bool(agent.password_hash),
        languages=list(agent.languages),
        teams=list(agent.teams),
        skills=list(agent.skills),
        cap=agent.cap,
        hours=_hours(agent.hours) if agent.hours is not None else None,
    )


def staff_ack(staff: Staff, cap: int) -> a.StaffAck:
    return a.StaffAck([agent_card(agent, staff.connected) for agent in (*staff.agents, *staff.former)], cap)


def welcome_ack(welcome: Welcome, connected: frozenset[str]) -> a.WelcomeAck:
    card = agent_card(welcome.agent, connected)
    # Behind the #, so that it is in no server's log.
    return a.WelcomeAck(card, f"/console#sign-in={welcome.token}", welcome.expires_at)


def hours_of(fields: HoursFields) -> WorkingHours | None:
    """Returns the hours, None when there are none in the whole week. Raises `Refused` (BAD_REQUEST)."""
    try:
        hours = read_hours(fields.zone, [[(one.opens, one.closes) for one in day] for day in fields.weekly])
    except BadHours as error:
        raise Refused(Code.BAD_REQUEST, str(error), field="hours") from None
    return hours if any(hours.weekly) else None


def problem_row(problem: KnownProblem) -> a.ProblemRow:
    return a.ProblemRow(problem.id, problem.text, dict(problem.translations), is_of_page(problem))


def volume_now(flag: Flag | None) -> a.VolumeNow:
    if flag is None:
        return a.VolumeNow(sla.Volume.NORMAL, None, None)
    return a.VolumeNow(volume_of(flag), flag.since, flag.agent)


def blocked_ack(page: BlockedPage) -> a.BlockedAck:
    return a.BlockedAck([_blocked(one) for one in page.visitors], page.has_more)


def site_ack(site: overview.Site) -> a.SiteAck:
    return a.SiteAck(
        brand=site.facts.brand,
        public_url=site.facts.public_url,
        origins=list(site.facts.origins),
        settings_file=site.facts.settings_file,
        agent_cap=site.facts.agent_cap,
        bot_languages=list(site.bot_languages),
        languages=_counted(site.languages),
        teams=_counted(site.teams),
        skills=_counted(site.skills),
    )


def policies_ack(view: overview.PolicyView, now: datetime) -> a.PoliciesAck:
    held, file = view.in_force, view.file
    is_current = file.policies is not None and file.policies.version == held.version if file.name else True
    return a.PoliciesAck(
        version=held.version,
        file=file.name,
        is_current=is_current,
        complaints=_complaints(file.complaints),
        volume=held.volume,
        policies=[_policy(held.table[kind]) for kind in sla.ClockKind],
        calendars=[_calendar(name, calendar, now) for name, calendar in sorted(held.calendars.items())],
    )


def redaction_ack(view: overview.RuleView) -> a.RedactionAck:
    return a.RedactionAck(
        [_rule(state) for state in view.families],
        [_rule(state) for state in view.rules],
        view.formats,
        view.file.name,
        view.is_file_in_force,
        _complaints(view.file.complaints),
    )


def intents_ack(view: overview.IntentView) -> a.IntentsAck:
    languages = [
        a.IntentLanguage(tag, len(one.intents), sum(len(intent.examples) for intent in one.intents.values()))
        for tag, one in view.intents.languages.items()
    ]
    problems = list(view.problems)
    return a.IntentsAck(view.intents.version, view.intents.default, languages, sorted(view.intents.forms), problems)


def gaps_ack(view: overview.GapView) -> a.GapsAck:
    rows = [
        a.GapRow(
            gap.lang,
            gap.text,
            gap.count,
            gap.asked_back,
            gap.last_at,
            list(gap.wordings[1 : 1 + MOST_WORDINGS]),
            [a.Pressed(name, count) for name, count in gap.pressed],
        )
        for gap in view.gaps
    ]
    return a.GapsAck(rows, view.chats, view.is_part, view.answered_by_now)


def audit_ack(page: AuditPage) -> a.AuditAck:
    return a.AuditAck([_entry(entry) for entry in page.entries], page.before)


def _entry(entry: Entry) -> a.AuditRow:
    return a.AuditRow(entry.number, entry.at, entry.agent, entry.act, entry.about, entry.details)


def _blocked(one: Blocked) -> a.BlockedRow:
    chat = one.chat
    if chat is None:
        return a.BlockedRow(one.visitor_id, one.at, "", "", "")
    return a.BlockedRow(one.visitor_id, one.at, chat.chat_id, chat.visitor_name, chat.lang)


def _counted(words: Mapping[str, int]) -> list[a.Counted]:
    return [a.Counted(name, count) for name, count in words.items()]


def _complaints(found: Sequence[Complaint]) -> list[a.ComplaintRow]:
    return [a.ComplaintRow(one.place, one.fault, one.cure, one.is_error) for one in found]


def _rule(state: overview.RuleState) -> a.RuleRow:
    return a.RuleRow(state.name, state.is_on, state.count.masked, state.count.disputed)


def _policy(policy: sla.Policy) -> a.PolicyRow:
    return a.PolicyRow(
        policy.kind,
        policy.calendar,
        [*map(_target, policy.rows), _target(sla.Row(policy.target))],
        [a.StepRow(step.name, list(step.tell)) for step in policy.steps],
        list(policy.pauses),
    )


def _target(row: sla.Row) -> a.TargetRow:
    return a.TargetRow(
        seconds=None if isinstance(row.target, sla.WithinDays) else row.target.time.total_seconds(),
        days=row.target.days if isinstance(row.target, sla.WithinDays) else None,
        plan=row.plan,
        severity=row.severity,
        on=row.on,
    )


def _calendar(name: str, calendar: Calendar, now: datetime) -> a.CalendarRow:
    is_there = is_open(calendar, now)
    opens_at = None if is_there else next_opening(calendar, now)
    hours = _hours(WorkingHours(calendar.zone, calendar.weekly))
    return a.CalendarRow(name, hours, len(calendar.holidays), is_there, opens_at)


def _hours(hours: WorkingHours) -> a.Hours:
    return a.Hours(hours.zone, [[a.Stretch(*pair) for pair in day] for day in written(hours)])
