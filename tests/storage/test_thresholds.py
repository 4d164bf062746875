from chatserver.core.triage.self_check import Thresholds
from chatserver.storage.thresholds import FILE_NAME, MAX_KEPT, keep_thresholds, read_thresholds


def test_what_is_kept_is_read_again(tmp_path):
    known = {"a": Thresholds(0.4, 0.3)}
    keep_thresholds(tmp_path, known)
    assert read_thresholds(tmp_path) == known


def test_a_missing_or_broken_file_is_nothing(tmp_path):
    assert read_thresholds(tmp_path) == {}
    (tmp_path / FILE_NAME).write_text("{")
    assert read_thresholds(tmp_path) == {}


def test_only_the_newest_are_kept(tmp_path):
    keep_thresholds(tmp_path, {str(number): Thresholds(0.4, 0.3) for number in range(MAX_KEPT + 5)})
    assert list(read_thresholds(tmp_path))[-1] == str(MAX_KEPT + 4)
    assert len(read_thresholds(tmp_path)) == MAX_KEPT


def test_a_disk_that_takes_nothing_is_no_trouble(tmp_path):
    keep_thresholds(tmp_path / "missing", {})
