"""What a locked worker may read and write: an allow-list that the kernel's Landlock holds.

A rule covers a whole folder, and no rule can take a part of one away again. So a library folder that contains a
course (a wheel in site-packages, a checkout below /usr) is replaced by its other entries.
"""

from __future__ import annotations

import functools
import importlib
import os
import site
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from grader.sandbox.inside.lockdown.level import Lockdown

_PACKAGE = Path(__file__).resolve().parents[3]
_SYSTEM = (
    "/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib", "/usr/local/lib64",
    "/usr/share/zoneinfo", "/etc/localtime", "/etc/ld.so.cache", "/etc/ssl/openssl.cnf",
    "/sys/devices/system/cpu", "/sys/devices/system/node", "/sys/kernel/mm/transparent_hugepage",
    "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/filesystems", "/proc/sys/vm/overcommit_memory",
    "/dev/urandom", "/dev/random",
)  # fmt: skip
# Of the worker itself. Its memory (/proc/self/mem) and descriptors are not among them.
_OWN = ("/proc/self/maps", "/proc/self/smaps", "/proc/self/stat", "/proc/self/statm", "/proc/self/status")
_DEVICES = ("/sys/bus/pci", "/sys/devices", "/sys/module/nvidia", "/proc/driver/nvidia", "/proc/devices")
_DEVICE_FILES = "nvidia*"
_PACKAGE_FOLDERS = ("site-packages", "dist-packages")
ABI_SCOPES, ABI_TCP = 6, 4


@functools.cache
def library() -> Any:
    """The module landlockpy, or None where it is not installed."""
    try:
        return importlib.import_module("landlockpy")
    except ImportError:
        return None


def absence() -> str | None:
    """Why there is no Landlock here, in one sentence; None where there is."""
    landlock = library()
    if landlock is None:
        return "the Python package landlockpy is not installed (it exists for Linux only)."
    try:
        supported = landlock.supported()
    except OSError as error:
        return f"the kernel refused to say whether it has Landlock ({error.strerror}); a container may block it."
    return None if supported else "this kernel has no Landlock, or it is off; it takes Linux 5.13 and lsm=landlock,..."


def warm() -> None:
    """Pay in the template for what is slow the first time: the imports, the list of folders, flag arithmetic."""
    libraries()
    if absence() is None:
        _empty_ruleset().close()


def _empty_ruleset() -> Any:
    """A ruleset that allows nothing yet and confines nobody yet."""
    scope = library().Scope
    return library().Ruleset(scoped=scope.SIGNAL | scope.ABSTRACT_UNIX_SOCKET)


@functools.cache
def libraries() -> tuple[str, ...]:
    """Folders and files of the interpreter, its packages and the system's libraries, without the course itself."""
    names = ("stdlib", "platstdlib", "purelib", "platlib")
    folders = [sysconfig.get_paths()[name] for name in names]
    folders += [os.path.join(prefix, "lib") for prefix in (sys.prefix, sys.base_prefix, sys.exec_prefix)]
    if site.ENABLE_USER_SITE:
        folders.append(site.getusersitepackages())
    folders += [entry for entry in sys.path if os.path.basename(entry) in _PACKAGE_FOLDERS]
    roots = sorted({Path(os.path.realpath(folder)) for folder in (*folders, *_SYSTEM) if os.path.exists(folder)})
    outer = [root for root in roots if not any(other in root.parents for other in roots)]
    return tuple(str(path) for root in outer for path in spare(root, _course()))


def _libraries_without(hidden: Iterable[str]) -> list[str]:
    """`libraries()` without these folders: further courses, wherever they are installed."""
    folders = [Path(name) for name in libraries()]
    for forbidden in map(Path, map(os.path.realpath, hidden)):
        folders = [part for folder in folders for part in spare(folder, forbidden)]
    return [str(folder) for folder in folders]


def _listable(hidden: Iterable[str]) -> tuple[str, ...]:
    """The folders beside whose packages a course is installed: Python's import lists them. Names only are open there."""
    folders = {forbidden.parent for forbidden in (_course(), *map(Path, map(os.path.realpath, hidden)))}
    return tuple(sorted(str(folder) for folder in folders if folder.name in _PACKAGE_FOLDERS))


def _course() -> Path:
    """The folder that no learner may read: the checkout, or the installed package."""
    parent = _PACKAGE.parent
    return _PACKAGE if parent.name in _PACKAGE_FOLDERS else parent


def spare(root: Path, forbidden: Path) -> Iterator[Path]:
    """`root` itself, or, when `forbidden` lies in it, the largest parts of it that do not contain `forbidden`."""
    if root == forbidden:
        return
    if root not in forbidden.parents:
        yield root
        return
    for entry in sorted(root.iterdir()):
        # A link stands for its target, which has a rule of its own or none.
        if not entry.is_symlink():
            yield from spare(entry, forbidden)


def restrict(scratch: str, readable: Iterable[str], devices: bool, hidden: tuple[str, ...] = ()) -> Lockdown:
    """Allow from now on to read the libraries and `readable`, to write in `scratch`, and nothing else.

    Args:
        scratch: the worker's private folder.
        readable: more files and folders to read; each must exist.
        devices: whether the files of a real accelerator are allowed, too.
        hidden: folders that stay closed even where they lie among the libraries.

    Raises:
        OSError: a path of `readable` cannot be opened.
    """
    reason = absence()
    if reason is not None:
        return Lockdown.without("landlock", reason)
    try:
        rules = _empty_ruleset()
    except library().LandlockError as error:
        return Lockdown.without("landlock", f"the kernel refused to make rules ({error.strerror}).")
    access = library().AccessFS
    with rules:
        read = access.READ_FILE | access.READ_DIR
        special = access.MAKE_CHAR | access.MAKE_BLOCK | access.MAKE_SOCK | access.MAKE_FIFO | access.EXECUTE
        rules.allow_path(scratch, rules.handled_fs & ~special)
        rules.allow_path("/dev/null", access.READ_FILE | access.WRITE_FILE)
        for path in (*_libraries_without(hidden), *filter(os.path.exists, _OWN), *readable):
            _allow(rules, path, read)
        for path in _listable(hidden):
            rules.allow_path(path, access.READ_DIR)
        if devices:
            _allow_devices(rules)
        rules.restrict()
        return Lockdown(on=("landlock",)) + _kernel_gaps(rules.abi_version)


def _allow(rules: Any, path: str, rights: Any) -> None:
    """Allow `rights` on a folder; of a file only those that a file can have."""
    access = library().AccessFS
    rules.allow_path(path, rights if os.path.isdir(path) else rights & ~access.READ_DIR)


def _allow_devices(rules: Any) -> None:
    """Allow what an NVIDIA driver opens."""
    access = library().AccessFS
    for path in filter(os.path.exists, _DEVICES):
        _allow(rules, path, access.READ_FILE | access.READ_DIR)
    for device in Path("/dev").glob(_DEVICE_FILES):
        if not device.is_dir():
            rules.allow_path(str(device), access.READ_FILE | access.WRITE_FILE | access.IOCTL_DEV)


def _kernel_gaps(abi: int) -> Lockdown:
    """What this kernel's Landlock lacks; seccomp covers both, so the level does not depend on it."""
    gaps = Lockdown()
    if abi < ABI_TCP:
        gaps += Lockdown.without("landlock network", "Landlock refuses TCP from Linux 6.7 on; here seccomp alone does.")
    if abi < ABI_SCOPES:
        reason = "Landlock confines signals and abstract sockets from Linux 6.12 on; here seccomp alone does."
        gaps += Lockdown.without("landlock scopes", reason)
    return gaps
