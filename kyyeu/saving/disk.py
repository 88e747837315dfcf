"""The calls of the system that saving is made of: whatever fails or is killed, it is between two of them.

Each raises OSError where it can't be done.
"""

import ctypes
import errno
import os
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":
    from ctypes import wintypes
    from hashlib import sha256
else:
    import fcntl

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_HERE = -100  # AT_FDCWD: paths begin where the process stands
_SWAP = 2  # RENAME_EXCHANGE of Linux, and RENAME_SWAP of macOS
_NOT_SYNCED = (errno.EINVAL, errno.ENOTSUP, errno.EBADF)  # said of a folder by file systems of other makers


def write_new(path: Path, data: bytes, *, runs: bool = False) -> None:
    """A file that was not there, or a program; when this returns the disk itself has it."""
    _write_new(path, [data], 0o777 if runs else 0o666)


def copy_new(source: Path, path: Path) -> None:
    """The same with what another file has."""
    with open(source, "rb") as file:
        _write_new(path, iter(lambda: file.read(1 << 20), b""))


def _write_new(path: Path, pieces: Iterable[bytes], rights: int = 0o666) -> None:
    try:
        file = os.open(path, _NEW, rights)
        try:
            for piece in pieces:
                rest = memoryview(piece)
                while rest:
                    rest = rest[os.write(file, rest) :]
            os.fsync(file)
        finally:
            os.close(file)
    except OSError as error:
        error.filename = str(path)  # which a full disk does not tell
        raise


def make_folder(folder: Path) -> None:
    """The folder, and those that it lies in."""
    os.makedirs(folder, exist_ok=True)


def make_like(folder: Path, other: Path) -> None:
    """A new folder with the rights of the other one."""
    os.mkdir(folder)
    os.chmod(folder, stat.S_IMODE(os.stat(other).st_mode))


def link(path: Path, other: Path) -> None:
    """A second name for the file."""
    os.link(path, other, follow_symlinks=False)


def put(path: Path, place: Path) -> None:
    """The file or folder from one place to another, over a file that was there."""
    os.replace(path, place)


def sync(folder: Path) -> None:
    """When this returns the disk itself has every name in the folder, where the system can promise that."""
    if os.name == "nt":
        return
    place = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(place)
    except OSError as error:
        if error.errno not in _NOT_SYNCED:
            error.filename = str(folder)
            raise
    finally:
        os.close(place)


def exchange(one: Path, other: Path) -> None:
    """Each folder under the other's name, both at one moment: Linux and macOS can on most disks of theirs."""
    if sys.platform == "linux":
        swap, where = getattr(_LIBRARY, "renameat2", None), (_HERE,)
    elif sys.platform == "darwin":
        swap, where = getattr(_LIBRARY, "renamex_np", None), ()
    else:
        swap, where = None, ()
    if swap is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), str(one))
    if swap(*where, os.fsencode(one), *where, os.fsencode(other), _SWAP):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(one))


_LIBRARY = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None


def drop(path: Path) -> None:
    """The file away, or the folder with all that is in it, if it is there; no link is followed."""
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path)
    elif os.path.lexists(path):
        os.unlink(path)


def leave(folder: Path) -> None:
    """The folder away, which must be empty."""
    os.rmdir(folder)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Meanwhile no other process saves into the folder; it is let go of whatever ends this one."""
    place = _hold(folder)
    try:
        yield
    finally:
        _let_go(place)


def drop_unheld(folder: Path) -> None:
    """The folder away, unless some process holds it, or the system can't tell.

    Whoever is about to hold it waits meanwhile, and finds that it is gone.
    """
    place = _hold_at_once(folder)
    if place is not None:
        try:
            drop(folder)
        finally:
            _let_go(place)


if sys.platform == "win32":
    _KERNEL = ctypes.WinDLL("kernel32", use_last_error=True)
    _KERNEL.CreateMutexW.restype = wintypes.HANDLE
    _KERNEL.CreateMutexW.argtypes = (wintypes.LPVOID, wintypes.BOOL, wintypes.LPCWSTR)
    _KERNEL.WaitForSingleObject.argtypes = (wintypes.HANDLE, wintypes.DWORD)
    _KERNEL.ReleaseMutex.argtypes = _KERNEL.CloseHandle.argtypes = (wintypes.HANDLE,)
    _OURS = (0x00, 0x80)  # WAIT_OBJECT_0, and WAIT_ABANDONED where whoever had it was killed
    _A_MOMENT = 200  # milliseconds: while it waits longer, nobody can stop this process
    _HELD = set[str]()
    """What this process holds: Windows gives a thread once more what it has already."""

    def _hold(folder: Path) -> tuple[int, str]:
        """A mutex, and its name. Raises FileNotFoundError where the folder is no more."""
        mutex, name = _mutex_of(folder)
        while _KERNEL.WaitForSingleObject(mutex, _A_MOMENT) not in _OURS:
            pass
        _HELD.add(name)
        if not os.path.isdir(folder):
            _let_go((mutex, name))
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(folder))
        return mutex, name

    def _hold_at_once(folder: Path) -> tuple[int, str] | None:
        """The same unless it is held."""
        mutex, name = _mutex_of(folder)
        if name in _HELD or _KERNEL.WaitForSingleObject(mutex, 0) not in _OURS:
            _KERNEL.CloseHandle(mutex)
            return None
        return mutex, name

    def _mutex_of(folder: Path) -> tuple[int, str]:
        path = os.path.normcase(os.path.realpath(folder))
        name = f"kyyeu {sha256(path.encode()).hexdigest()}"
        mutex: int | None = _KERNEL.CreateMutexW(None, False, name)
        if mutex is None:
            raise ctypes.WinError(ctypes.get_last_error())
        return mutex, name

    def _let_go(held: tuple[int, str]) -> None:
        mutex, name = held
        _HELD.discard(name)
        _KERNEL.ReleaseMutex(mutex)
        _KERNEL.CloseHandle(mutex)

else:

    def _hold(folder: Path) -> int:
        """The folder opened and locked, once it is the one with the name: another may have been given it."""
        while True:
            place = os.open(folder, os.O_RDONLY)
            try:
                with suppress(OSError):  # a disk of the network may know no locks
                    fcntl.flock(place, fcntl.LOCK_EX)
                if os.path.samestat(os.fstat(place), os.stat(folder)):
                    return place
            except BaseException:
                os.close(place)
                raise
            os.close(place)

    def _hold_at_once(folder: Path) -> int | None:
        """The same unless another has it."""
        place = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(place)
            return None
        return place

    def _let_go(place: int) -> None:
        os.close(place)
