"""A plugin for pytest that lets the program run as far from Linux and macOS as can be tried there.

`pytest -p tests.windows` takes from the program, and from nobody else, the modules and functions
that Windows does not have, and gives it `system.windows` over a stand-in for Python's own `msvcrt`.
Paths, the file system and the console stay those of the machine.
"""

from __future__ import annotations

import builtins
import errno
import fcntl
import os
import signal
import sys
import types
from collections.abc import Mapping, Sequence
from typing import Any
from unittest.mock import patch

MODULES = ("fcntl", "grp", "pty", "pwd", "resource", "syslog", "termios", "tty")
OF_OS = (
    *("O_ASYNC", "O_CLOEXEC", "O_DIRECTORY", "O_DSYNC", "O_NDELAY", "O_NOATIME", "O_NOCTTY"),
    *("O_NOFOLLOW", "O_NONBLOCK", "O_PATH", "O_SYNC", "O_TMPFILE"),
    *("chown", "fchmod", "fchown", "lchown", "chroot", "confstr", "ctermid", "fchdir", "fdatasync"),
    *("fork", "forkpty", "fpathconf", "fstatvfs", "getegid", "geteuid", "getgid", "getgroups"),
    *("getloadavg", "getpgid", "getpgrp", "getpriority", "getsid", "getuid", "getxattr", "killpg"),
    *("listxattr", "lockf", "mkfifo", "mknod", "nice", "openpty", "pathconf", "pipe2"),
    *("posix_fadvise", "posix_fallocate", "posix_spawn", "pread", "preadv", "pwrite", "pwritev"),
    *("readv", "register_at_fork", "removexattr", "sched_getaffinity", "sendfile", "setegid"),
    *("seteuid", "setgid", "setgroups", "setpgid", "setpriority", "setsid", "setuid", "setxattr"),
    *("statvfs", "sync", "sysconf", "tcgetpgrp", "tcsetpgrp", "ttyname", "uname", "wait", "wait3"),
    *("wait4", "waitid", "writev"),
)
OF_SIGNAL = (
    *("ITIMER_REAL", "SIGALRM", "SIGCHLD", "SIGCONT", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGQUIT"),
    *("SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGUSR1", "SIGUSR2", "SIGWINCH", "alarm"),
    *("pause", "pthread_kill", "pthread_sigmask", "setitimer", "siginterrupt", "sigpending"),
    *("sigtimedwait", "sigwait", "sigwaitinfo"),
)
PROGRAM = "outsource_check"

_import = builtins.__import__


def _is_the_program(module: object) -> bool:
    return str(module).partition(".")[0] == PROGRAM


def _import_for(
    name: str,
    globals: Mapping[str, Any] | None = None,  # noqa: A002 - the names are Python's
    locals: Mapping[str, Any] | None = None,  # noqa: A002
    fromlist: Sequence[str] | None = (),
    level: int = 0,
) -> types.ModuleType:
    if name.partition(".")[0] in MODULES and _is_the_program((globals or {}).get("__name__")):
        raise ModuleNotFoundError(f"No module named '{name}'", name=name)
    return _import(name, globals, locals, fromlist or (), level)


def _hide(module: types.ModuleType, names: Sequence[str]) -> None:
    """Take names of a module from the program; all others find them as before."""
    kept = {name: vars(module).pop(name) for name in names if name in vars(module)}

    def find(name: str) -> object:
        asking = sys._getframe(1).f_globals.get("__name__")
        if name in kept and not _is_the_program(asking):
            return kept[name]
        raise AttributeError(f"module '{module.__name__}' has no attribute '{name}'")

    module.__getattr__ = find  # type: ignore[method-assign]


def _locking(descriptor: int, how: int, _count: int) -> None:
    """As Windows has it: what is open twice is locked once, also inside one process."""
    assert how == 2
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise PermissionError(errno.EACCES, "Permission denied") from error


def _stand_in() -> types.ModuleType:
    module = types.ModuleType("msvcrt")
    vars(module).update(LK_NBLCK=2, locking=_locking, kbhit=lambda: False)
    return module


def become_windows() -> None:
    """Let the program be imported as on Windows; it must not have been imported before."""
    assert not any(_is_the_program(name) for name in sys.modules)
    _hide(os, OF_OS)
    _hide(signal, OF_SIGNAL)
    builtins.__import__ = _import_for
    vars(signal)["SIGBREAK"] = signal.Signals(21)
    vars(os).update(O_BINARY=0, O_NOINHERIT=vars(os).get("O_NOINHERIT", 0o2000000))
    sys.modules["msvcrt"] = _stand_in()
    with patch.object(sys, "platform", "win32"):
        import outsource_check.system.windows  # noqa: F401, PLC0415 - now or never
    del sys.modules["msvcrt"]  # others take it for a sign of Windows


become_windows()
