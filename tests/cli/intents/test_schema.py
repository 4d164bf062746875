import json

import pytest
from click.testing import CliRunner

from chatserver.cli import main
from chatserver.intent_files.schema import SCHEMAS


@pytest.mark.parametrize("kind", SCHEMAS)
def test_each_schema_is_printed_as_json(kind):
    result = CliRunner().invoke(main, ["intents", "schema", kind])
    assert json.loads(result.output) == SCHEMAS[kind]()


def test_a_kind_that_is_not_there_is_status_two():
    assert CliRunner().invoke(main, ["intents", "schema", "answers"]).exit_code == 2
