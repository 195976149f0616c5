"""Result folders that appear whole or not at all.

The files of one result are written into a hidden folder beside their final place (so on the same disk), flushed to
the disk, and the folder is then renamed. An older result of the same name stays until the new one is whole: it is
moved aside, the new one takes its name, the old one is deleted. A run that is killed at any moment leaves the old
result, the new result, or hidden leftovers that the next run clears away (and from which it puts the old result back,
if the kill came between the two renames).

Hidden names in the output folder: `.coach-NAME.new`, `.coach-NAME.old`, `.coach-NAME.lock`. The lock tells a living
run's folder from a leftover, and keeps two runs from writing the same result.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from coach.errors import CoachError, shown

RESULT_FILES = frozenset(
    {"analysis.json", "frames.parquet", "sights.coach", "annotated.mp4", "cues.vtt", "report.html"}
)

_PREFIX = ".coach-"
_ELSEWHERE = "choose another --out"
_PATIENCE, _PAUSE_S = 40, 0.05  # how often a lock is asked for again, and how long between
_FULL = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} if hasattr(errno, "EDQUOT") else {errno.ENOSPC, errno.EFBIG}
)
_FORBIDDEN = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


@contextlib.contextmanager
def output_root(root: Path) -> Iterator[None]:
    """Make the folder that the results go into, and clear away what a killed run left there.

    If nothing was put into it, and this call made it, it is taken away again on the way out.

    Raises:
        CoachError: it cannot be made or written to.
    """
    made: list[Path] = []
    try:
        with _told(root), _usable(root):
            made += [folder for folder in (root, *root.parents) if not folder.exists()]
            root.mkdir(parents=True, exist_ok=True)
            probe = root / f"{_PREFIX}probe-{os.getpid()}"
            probe.touch()
            probe.unlink()
            _sweep(root)
        yield
    finally:
        for folder in made:
            try:
                folder.rmdir()
            except OSError:  # not empty: results are in it
                break


@contextlib.contextmanager
def whole_folder(root: Path, name: str) -> Iterator[Path]:
    """Write a result folder `root/name` that appears only when the block ends well.

    Args:
        root: an existing folder (see `output_root`).
        name: the folder's name.

    Yields:
        A hidden empty folder to write into.

    Raises:
        CoachError: something else has that name, another run is writing it, or the disk is full or read-only.
    """
    final, new, old = root / name, root / f"{_PREFIX}{name}.new", root / f"{_PREFIX}{name}.old"
    with _told(root):
        check_replaceable(final)
        lock = _lock(root, name)
    if lock is None:
        raise CoachError(
            f"another run is writing '{shown(final)}' right now: wait for it, or choose another --out.",
            f"另一次运行正在写“{shown(final)}”：请等它结束，或换一个 --out。",
        )
    try:
        with _told(root):
            _recover(final, new, old)
            new.mkdir()
            yield new
            _flush(new)
            if final.exists():
                final.rename(old)
            new.rename(final)
            _flush_folder(root)
    finally:
        # Also after Ctrl-C. Between the two renames the old result goes back to its place.
        with contextlib.suppress(OSError):
            _recover(final, new, old)
        _unlock(root, name, lock)


def check_replaceable(final: Path) -> None:
    """Refuse to write over anything but an earlier result of this program.

    Raises:
        CoachError: there is something else of that name.
    """
    if final.is_symlink() or (final.exists() and not final.is_dir()):
        raise CoachError(
            f"'{shown(final)}' is in the way of the results: move it, or choose another --out.",
            f"“{shown(final)}”挡住了结果：请移走它，或换一个 --out。",
        )
    if final.is_dir():
        strangers = sorted({entry.name for entry in final.iterdir()} - RESULT_FILES)
        if strangers:
            raise CoachError(
                f"the folder '{shown(final)}' holds '{shown(strangers[0])}', which is no result of this program and "
                "would be lost: move it, or choose another --out.",
                f"文件夹“{shown(final)}”里有“{shown(strangers[0])}”，它不是本程序的结果，会丢失："
                "请移走它，或换一个 --out。",
            )


@contextlib.contextmanager
def sole_writer(folder: Path, advice: str = _ELSEWHERE) -> Iterator[None]:
    """Be the only one who writes into a whole result folder; a run that would replace the folder waits out as well.

    Args:
        folder: the result.
        advice: what to do where nothing can be written.

    Raises:
        CoachError: another has been writing for two seconds, or the disk is full or read-only.
    """
    root = folder.absolute().parent
    with _told(root, advice):
        lock = _lock(root, folder.name)
        for _ in range(_PATIENCE):
            if lock is not None:
                break
            time.sleep(_PAUSE_S)
            lock = _lock(root, folder.name)
    if lock is None:
        raise CoachError(f"another window or run is writing '{shown(folder)}' right now: try again in a moment.")
    try:
        yield
    finally:
        _unlock(root, folder.name, lock)


def write_whole_file(
    path: Path, data: bytes, replaces: bytes, option: str = "--out", mode: int = 0o666, advice: str | None = None
) -> None:
    """Write one file that appears whole or not at all; only a file that begins with `replaces` is replaced.

    Args:
        path: the file.
        data: its bytes.
        replaces: how an earlier file of this kind begins.
        option: the option that named it, for the sentence that refuses it.
        mode: who may read it, less the user's own mask.
        advice: what to do where it cannot be written, if no option named it.

    Raises:
        CoachError: another file has that name, or the folder is missing, full or read-only.
    """
    new = path.with_name(f"{_PREFIX}{path.name}.new")
    try:
        if path.exists():
            with path.open("rb") as file:
                if not file.read(len(replaces)).startswith(replaces):
                    raise CoachError(
                        f"'{shown(path)}' holds something else and would be lost: choose another {option}.",
                        f"“{shown(path)}”里是别的东西，会丢失：请换一个 {option}。",
                    )
        with open(new, "wb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError as refused:
        if refused.errno in _FULL:
            raise CoachError(
                f"the disk of '{shown(path)}' is full, so nothing was written: make room.",
                f"“{shown(path)}”所在的磁盘已满，什么都没写：请腾出空间。",
            ) from None
        advice = advice or f"choose another {option}, in a folder that exists"
        raise CoachError(f"'{shown(path)}' cannot be written ({refused.strerror}): {advice}.") from None
    finally:
        with contextlib.suppress(OSError):
            new.unlink()


@contextlib.contextmanager
def _told(root: Path, advice: str = _ELSEWHERE) -> Iterator[None]:
    """Turn a full or forbidden disk into its sentence; let every other mistake pass as it is."""
    try:
        yield
    except OSError as refused:
        if refused.errno in _FULL:
            raise CoachError(
                f"the disk of '{shown(root)}' is full, so nothing was written: make room, or {advice}.",
                f"“{shown(root)}”所在的磁盘已满，什么都没写：请腾出空间，或换个地方。",
            ) from None
        if refused.errno in _FORBIDDEN and _is_under(refused.filename, root):
            raise CoachError(
                f"'{shown(root)}' cannot be written to ({refused.strerror}): change its permissions, or {advice}.",
                f"无法写入“{shown(root)}”（{refused.strerror}）：请更改权限，或换个地方。",
            ) from None
        if refused.errno == errno.ENAMETOOLONG:
            raise CoachError(
                f"a name in '{shown(root)}' would be too long for its disk: rename the clip.",
                f"“{shown(root)}”里的名字对磁盘来说太长：请给影片改名。",
            ) from None
        raise


@contextlib.contextmanager
def _usable(root: Path) -> Iterator[None]:
    """Say of any other refusal that this is no place for results."""
    try:
        yield
    except (FileExistsError, NotADirectoryError):
        raise CoachError(
            f"'{shown(root)}' is a file, but results need a folder: choose another --out.",
            f"“{shown(root)}”是文件，但结果需要文件夹：请换一个 --out。",
        ) from None
    except OSError as refused:
        if refused.errno in _FULL | _FORBIDDEN | {errno.ENAMETOOLONG}:
            raise
        raise CoachError(
            f"'{shown(root)}' cannot be made or used ({refused.strerror}): choose another --out.",
            f"“{shown(root)}”无法新建或使用（{refused.strerror}）：请换一个 --out。",
        ) from None


def _is_under(name: object, root: Path) -> bool:
    """Is the file that was refused the output folder, in it, or one of the folders that it is made in?"""
    if not isinstance(name, str | bytes):
        return False
    refused, folder = Path(os.fsdecode(name)).absolute(), root.absolute()
    return refused.is_relative_to(folder) or folder.is_relative_to(refused)


def _recover(final: Path, new: Path, old: Path) -> None:
    if old.is_dir():
        if final.exists():
            shutil.rmtree(old)
        else:
            old.rename(final)
    if new.is_dir():
        shutil.rmtree(new)


def _sweep(root: Path) -> None:
    names = {entry.name.removeprefix(_PREFIX).rpartition(".")[0] for entry in root.glob(f"{_PREFIX}*.*")}
    for name in names - {""}:
        lock = _lock(root, name)
        if lock is not None:
            _recover(root / name, root / f"{_PREFIX}{name}.new", root / f"{_PREFIX}{name}.old")
            _unlock(root, name, lock)


def _flush(folder: Path) -> None:
    for entry in folder.iterdir():
        with entry.open("rb+") as file:
            os.fsync(file.fileno())
    _flush_folder(folder)


def _flush_folder(folder: Path) -> None:
    if sys.platform != "win32":  # Windows has no handle of a folder to flush
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            with contextlib.suppress(OSError):  # some network disks refuse it
                os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _lock(root: Path, name: str) -> IO[bytes] | None:
    """Hold the lock file of one result; None if another run holds it. The system frees it when a run is killed."""
    path = root / f"{_PREFIX}{name}.lock"
    file = path.open("ab")
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        still_there = path.exists() and path.stat().st_ino == os.fstat(file.fileno()).st_ino
    except OSError as refused:
        if refused.errno in (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS):  # a disk without locks: go on without
            return file
        file.close()
        return None
    if not still_there:  # its holder removed it just now
        file.close()
        return None
    return file


def _unlock(root: Path, name: str, lock: IO[bytes]) -> None:
    path = root / f"{_PREFIX}{name}.lock"
    if sys.platform == "win32":  # an open file cannot be deleted there
        lock.close()
    with contextlib.suppress(OSError):
        path.unlink()
    lock.close()
