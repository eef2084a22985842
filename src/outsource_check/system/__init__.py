"""What each operating system does in its own way; nothing else asks which one this is.

Both modules offer the same names. `windows` has not run on Windows yet.
"""

import sys

if sys.platform == "win32":
    from outsource_check.system.windows import (
        LOCKING,
        READING,
        STOPPING,
        WRITING,
        close_folder,
        drop_lock,
        explain,
        holds,
        judge_name,
        make_alike,
        open_folder,
        prepare_streams,
        quote,
        replace,
        silence,
        sync_folder,
        take_lock,
    )
else:
    from outsource_check.system.posix import (
        LOCKING,
        READING,
        STOPPING,
        WRITING,
        close_folder,
        drop_lock,
        explain,
        holds,
        judge_name,
        make_alike,
        open_folder,
        prepare_streams,
        quote,
        replace,
        silence,
        sync_folder,
        take_lock,
    )

__all__ = [
    "LOCKING",
    "READING",
    "STOPPING",
    "WRITING",
    "close_folder",
    "drop_lock",
    "explain",
    "holds",
    "judge_name",
    "make_alike",
    "open_folder",
    "prepare_streams",
    "quote",
    "replace",
    "silence",
    "sync_folder",
    "take_lock",
]
