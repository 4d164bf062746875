"""File systems: SQLite's locks and shared memory do not work over a network, and the damage shows only later."""

import re
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
_OVER_A_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "lustre", "beegfs", "gpfs"}
    | {f"fuse.{name}" for name in ("sshfs", "s3fs", "rclone", "glusterfs", "ceph", "gcsfuse", "davfs")}
    | {"davfs", "ocfs2", "gfs2", "orangefs"}
)
_ESCAPED = re.compile(r"\\([0-7]{3})")


def network_file_system(folder: Path, mounts: Path = _MOUNTS) -> str | None:
    """Returns the kind of the network file system that holds `folder`; None for a local one, or where nobody can tell.

    `mounts` has the form of proc(5), /proc/pid/mountinfo.
    """
    try:
        rows = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    place = folder.resolve()
    kinds = {}
    for row in rows:
        before, _, after = row.partition(" - ")
        point = _ESCAPED.sub(lambda code: chr(int(code[1], 8)), before.split()[4])
        # Of two on the same point the later one is seen.
        kinds[Path(point)] = after.split()[0]
    kind = next((kinds[parent] for parent in (place, *place.parents) if parent in kinds), "")
    return kind if kind in _OVER_A_NETWORK else None
