from chatserver.cli.secret_tables import MIN_PREFIX_CHARS, prefixed_formats, secrets_ts
from chatserver.core.redaction.forms import prefixes_of
from tests.conftest import ROOT


def test_the_generated_file_is_current():
    assert (ROOT / "static/shared/secrets.ts").read_text() == secrets_ts()


def test_only_keys_with_a_public_beginning_are_looked_for():
    names = {name for name, _ in prefixed_formats()}
    assert {"github.token", "stripe.secret", "openai.key", "slack.token"} <= names
    assert "azure.storage" not in names
    assert all(len(prefix) >= MIN_PREFIX_CHARS for _, form in prefixed_formats() for prefix in prefixes_of(form))
