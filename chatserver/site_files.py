"""What the site is made of, as files and settings say it now: see `services.site_ports.SiteFiles`."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from chatserver.core.errors import Code, Refused
from chatserver.core.events import Recorded
from chatserver.intent_files.redaction_rules import load_rules
from chatserver.policy_files.load import load_sla
from chatserver.services.site_ports import Complaint, PolicyFile, RuleCount, RuleFile, SiteFacts
from chatserver.settings import FILE_NAME, Settings
from chatserver.storage.connecting import StoreUnusable
from chatserver.storage.reading_back import read_histories
from chatserver.yaml_places import Problem, Severity


class Files:
    """Reads the files anew for each who asks; `notices` are those of the last reload of the intents."""

    def __init__(
        self, settings: Settings, notices: Sequence[str], rule_counts: Callable[[], Mapping[str, RuleCount]]
    ) -> None:
        self._settings = settings
        self._notices = notices
        self._rule_counts = rule_counts

    def facts(self) -> SiteFacts:
        known = self._settings
        url = known.public_url.rstrip("/")
        return SiteFacts(known.brand, url, tuple(known.origins), FILE_NAME, known.chats_per_agent)

    async def policies(self) -> PolicyFile:
        if not self._settings.sla:
            return PolicyFile("")
        path = Path(self._settings.sla)
        loaded = await asyncio.to_thread(load_sla, path)
        return PolicyFile(path.name, loaded.policies, _complaints(loaded.problems))

    async def rules(self) -> RuleFile:
        if not self._settings.redaction_rules:
            return RuleFile("")
        path = Path(self._settings.redaction_rules)
        loaded = await asyncio.to_thread(load_rules, path)
        return RuleFile(path.name, loaded.rules, _complaints(loaded.problems))

    def rule_counts(self) -> Mapping[str, RuleCount]:
        return self._rule_counts()

    def reload_problems(self) -> Sequence[str]:
        return self._notices

    def histories(self, since: datetime) -> Iterator[Sequence[Recorded]]:
        try:
            yield from read_histories(Path(self._settings.data), since)
        except StoreUnusable:
            raise Refused(Code.BUSY, "The chats cannot be read at the moment.") from None


def _complaints(problems: Sequence[Problem]) -> tuple[Complaint, ...]:
    return tuple(
        Complaint(
            f"{one.file}:{one.line}:{one.column}" if one.line else one.file,
            one.fault,
            one.cure,
            one.severity is Severity.ERROR,
        )
        for one in problems
    )
