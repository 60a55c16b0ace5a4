"""The register's folder: its files, who may read them, and whether it is our own disk.

SQLite's locks do not hold on network folders, where two clerks would damage the file.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from amnesty.errors.register import (
    DiskFullError,
    NetworkFolderError,
    RegisterFailedError,
    RegisterReadOnlyError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

DATABASE = "register.db"
KEY_FILE = "keys.json"
RECOVERY_FILE = "recovery.json"

MOUNTS = Path("/proc/mounts")
"""What Linux says of every mount; other systems have no such file."""
_NETWORK = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p"),
        *("ceph", "lustre", "glusterfs", "gfs2", "ocfs2", "davfs", "sshfs", "prl_fs"),
        *("rclone", "vboxsf", "vmhgfs", "s3fs", "gcsfuse", "curlftpfs", "beegfs"),
    }
)
_FULL = {errno.ENOSPC, errno.EDQUOT}
_READ_ONLY = {errno.EACCES, errno.EPERM, errno.EROFS}


def require_own_disk(folder: Path) -> None:
    """Refuse a folder that another machine serves.

    Raises:
        NetworkFolderError: the folder lies on a network drive.
    """
    kind = ""
    if MOUNTS.exists():
        mounts = MOUNTS.read_text(encoding="utf-8", errors="replace")
        kind = network_kind(folder, mounts)
    elif str(folder.resolve()).startswith("\\\\"):
        kind = "a network share"
    if kind:
        raise NetworkFolderError(folder, kind)


def network_kind(folder: Path, mounts: str) -> str:
    """Return the kind of network folder that a path lies on; empty where it is none.

    The text is that of /proc/mounts, of which the last longest mount point counts.
    """
    path = PurePosixPath(folder.resolve())
    best, found = -1, ""
    for line in mounts.splitlines():
        _, point, kind, *_ = [*line.split(" "), "", "", ""]
        mounted = PurePosixPath(_unescaped(point))
        if path.is_relative_to(mounted) and len(mounted.parts) >= best:
            best, found = len(mounted.parts), kind
    bare = found.removeprefix("fuse.").removeprefix("fuse3.")
    return bare if bare in _NETWORK else ""


def _unescaped(point: str) -> str:
    """Return a mount point with the characters that the kernel writes in octal."""
    for code in ("\\040", "\\011", "\\012", "\\134"):
        point = point.replace(code, chr(int(code[1:], 8)))
    return point


def write_private(file: Path, content: bytes) -> None:
    """Write a file that only its owner reads: the whole of it, or the old one stays.

    Raises:
        StoreError: the disk is full, or the folder may not be written.
    """
    temporary = file.with_name(f".{file.name}.{os.getpid()}")
    with as_store_error():
        try:
            descriptor = os.open(
                temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600
            )
            with os.fdopen(descriptor, "wb") as opened:
                opened.write(content)
                opened.flush()
                os.fsync(opened.fileno())
            temporary.replace(file)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        settle(file.parent)


def settle(folder: Path) -> None:
    """Have a folder itself written out, so that a renamed file survives a power cut.

    Windows opens no folders; its file system keeps a journal of renames.
    """
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    with suppress(OSError):
        os.fsync(descriptor)
    os.close(descriptor)


@contextmanager
def as_store_error() -> Iterator[None]:
    """Turn what the system says of files into one of our errors."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFullError from None
        if error.errno in _READ_ONLY:
            raise RegisterReadOnlyError from None
        code = errno.errorcode.get(error.errno or 0, "no code")
        raise RegisterFailedError(code) from None
