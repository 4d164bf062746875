import pytest

from chatserver.intent_files.codes.structure import STRUCTURE
from tests.intent_files.codes.examples import codes_of, with_examples


@pytest.mark.parametrize("code", with_examples(STRUCTURE))
def test_every_example_has_the_fault_that_it_explains(code, tmp_path):
    assert code in codes_of(STRUCTURE[code], tmp_path)
