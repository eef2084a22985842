"""Tells an organisation whether it is ready to outsource software work.

The public names, each documented where it is defined:

- `load_pack`: a folder of questions becomes a pack;
- `read_answers`: answer files become answers to a pack's questions;
- `score`: answers become a `Result`, by exact arithmetic;
- `judge`: a result and a policy become the breaches of the policy;
- `render`: a result and a template become a report's text;
- `AnswerFile`, `Pack`: the models of answers and packs, made from plain data by `model_validate`.

Whatever they raise on purpose derives from `outsource_check.errors.OutsourceCheckError`. A name's
module is imported when the name is first asked for; none of them imports a terminal library.
"""

# With `python -m` this file runs while modules are still looked for in the current folder first: it
# imports nothing that Python has not loaded by then, not even `typing`.
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from outsource_check.answers import AnswerFile as AnswerFile
    from outsource_check.answers import read_answers as read_answers
    from outsource_check.gate import judge as judge
    from outsource_check.pack import Pack as Pack
    from outsource_check.pack import load_pack as load_pack
    from outsource_check.report import render as render
    from outsource_check.result import Result as Result
    from outsource_check.result import score as score

__all__ = [
    "AnswerFile",
    "Pack",
    "Result",
    "__version__",
    "judge",
    "load_pack",
    "read_answers",
    "render",
    "score",
]

__version__ = "0.1.0"

_HOMES = {
    "AnswerFile": "answers",
    "Pack": "pack",
    "Result": "result",
    "judge": "gate",
    "load_pack": "pack",
    "read_answers": "answers",
    "render": "report",
    "score": "result",
}
"""Each public name's module; the imports above say the same to type checkers."""


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
