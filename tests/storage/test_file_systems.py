import pytest

from chatserver.storage.file_systems import network_file_system


def mounts(tmp_path, *points):
    file = tmp_path / "mountinfo"
    file.write_text(
        "".join(f"{n} 1 0:{n} / {point} rw shared:1 - {kind} x rw\n" for n, (point, kind) in enumerate(points))
    )
    return file


@pytest.mark.parametrize(
    ("points", "found"),
    [
        ([("/", "ext4")], None),
        ([("/", "nfs4")], "nfs4"),
        ([("/", "ext4"), ("{0}/data", "cifs")], "cifs"),
        ([("/", "nfs"), ("{0}/data", "xfs")], None),
        ([("/", "ext4"), ("{0}/da", "nfs")], None),
        ([("/", "ext4"), ("{0}/data", "ext4"), ("{0}/data", "fuse.sshfs")], "fuse.sshfs"),
        ([], None),
    ],
)
def test_the_nearest_mount_decides(tmp_path, points, found):
    folder = tmp_path / "data" / "deep"
    folder.mkdir(parents=True)
    file = mounts(tmp_path, *[(point.format(tmp_path), kind) for point, kind in points])
    assert network_file_system(folder, file) == found


def test_blanks_in_a_mount_point_are_written_as_numbers(tmp_path):
    folder = tmp_path / "my data"
    folder.mkdir()
    assert network_file_system(folder, mounts(tmp_path, (f"{tmp_path}/my\\040data", "nfs"))) == "nfs"


def test_where_nobody_can_tell_it_counts_as_local(tmp_path):
    assert network_file_system(tmp_path, tmp_path / "missing") is None
