"""Rules of one site: formats of its own keys, and shipped rules that it has switched off."""

from functools import cached_property

from msgspec import Struct

from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.folding import Folded
from chatserver.core.redaction.forms import pattern_of
from chatserver.core.redaction.keys import FormatTable
from chatserver.core.redaction.password_labels import Between
from chatserver.core.redaction.spans import DOT, Span

FAMILIES = ("card", "key", "password")
# How a password was known, after the family's name: by its place, or by what stands between it and its label.
PASSWORD_RULES = frozenset({
    *("answer", "card_code", "changed", "corrected", "near", "next", "pair", "reversed", "secret_answer", "setting"),
    *(between.name.lower() for between in Between),
})  # fmt: skip


class OwnRule(Struct, frozen=True):
    """`form` is written as in `forms`; a password is hidden whole, a key keeps its public prefix and its ends."""

    name: str
    kind: SecretKind
    form: str


class Rules(Struct, frozen=True, dict=True):
    """`off` names rules ("key.okta.token", "password.near") or whole families of them ("key.okta", "card")."""

    own: tuple[OwnRule, ...] = ()
    off: frozenset[str] = frozenset()

    @cached_property
    def _tables(self) -> list[tuple[OwnRule, FormatTable]]:
        return [(rule, FormatTable([(rule.name, rule.form)])) for rule in self.own]

    def find_own(self, folded: Folded) -> list[Span]:
        """Returns a span for each secret of this site's own kinds."""
        found = []
        for rule, table in self._tables:
            for span in table.find(folded.text):
                mask = span.mask if rule.kind is SecretKind.KEY else DOT * 8
                found.append(Span(span.start, span.end, rule.kind, f"own.{rule.name}", mask))
        return found

    def is_on(self, rule: str) -> bool:
        """False for a rule that is switched off, by its own name or its family's."""
        if not self.off:
            return True
        parts = rule.split(".")
        return not any(".".join(parts[:count]) in self.off for count in range(1, len(parts) + 1))


SHIPPED = Rules()


def require_form(form: str) -> None:
    """Raises `BadForm` for a form that cannot be read."""
    pattern_of(form)
