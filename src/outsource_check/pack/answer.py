"""What one respondent said to one question, after its short form is written out."""

from fractions import Fraction
from functools import lru_cache, partial
from typing import Annotated, Any, Self

from pydantic import (
    BeforeValidator,
    Field,
    GetPydanticSchema,
    WithJsonSchema,
    model_validator,
)

from outsource_check.documents.types import (
    Day,
    Items,
    Money,
    Side,
    Text,
    WholeLevel,
    YesNo,
    expected,
    judge_text,
    judged_by,
    wrong,
)
from outsource_check.documents.validation import Faults
from outsource_check.models import Model

DONT_KNOW = "dont-know"
NOT_APPLICABLE = "not-applicable"
NONE = "none"
BESIDE = ("evidence", "note", "internal", "owner", "due", "date")
"""What goes with an answer of any kind and says nothing itself."""
MONEY = (
    *("baseline", "fees", "transition", "own_effort"),
    *("tooling_travel", "contingency", "stop_loss"),
)
"""The amounts of a `costs` answer."""


def _text(what: str) -> GetPydanticSchema:
    return judged_by(partial(judge_text, what=what), str)


Reason = Annotated[str, _text("the reason why it does not apply")]
RowReason = Annotated[str, _text("the reason why the row does not apply")]


class Evidence(Model):
    """What would prove an answer, and where it is."""

    what: Text
    where: Text = ""
    date: Day | None = None


class RowAnswer(Model):
    """What was said about one row of a matrix; without anything it is not known."""

    option: str | None = None
    who: Text = ""
    """A name or a role, as the row asks for one."""
    dont_know: YesNo = False
    not_applicable: RowReason = ""
    """The reason; empty: it applies."""
    note: Text = ""


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


class SiteAnswer(Model):
    """A place of work, as an `overlap` answer gives it; times and zones unparsed."""

    name: Text
    side: Side
    zone: Text
    hours: Annotated[
        Items[Annotated[str, _text("hours such as 09:00-17:30")]], BeforeValidator(_listed)
    ]
    """Each `HH:MM-HH:MM`, local time."""
    days: Text = "mon-fri"
    holidays: Items[Day] = ()

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        from outsource_check.overlap import SiteError, build_site  # noqa: PLC0415 - zoneinfo

        try:
            build_site(**self.model_dump())
        except SiteError as error:
            refused = wrong(error.message, error.hint, private=True)
            raise Faults.at((error.part,), refused) from None
        return self


def _judge_pair(value: Any) -> Any:
    if isinstance(value, tuple | list) and len(value) == 2:
        return value
    raise expected("two names of sites, such as [London, HCMC]")


Pair = Annotated[
    Items[Annotated[str, _text("the name of a site")]],
    BeforeValidator(_judge_pair),
    WithJsonSchema({"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2}),
]


class Figures(Model):
    """The figures of a `costs` answer, in one currency; None: not given."""

    currency: Text = ""
    period: Text = ""
    baseline: Money | None = None
    fees: Money | None = None
    transition: Money | None = None
    own_effort: Money | None = None
    tooling_travel: Money | None = None
    contingency: Money | None = None
    stop_loss: Money | None = None


class Answer(Model):
    """What one respondent said to one question.

    At most one of the fields down to `not_applicable` says something; none does where only a note
    was left, and the question is then unanswered.
    """

    level: WholeLevel | None = None
    """0 to 4: a `levels` answer, or a computed question whose figures are not known."""
    option: str | None = None
    value: Fraction | None = None
    nothing: bool = False
    """`none`: looked, and nothing is agreed or was ever measured; level 0 of a `number`."""
    rows: dict[str, RowAnswer] | None = None
    short: bool = False
    """Whether the rows came as a list of those at their best option."""
    sites: Items[SiteAnswer] = ()
    pairs: Items[Pair] = ()
    """Names of sites; empty: every client site with every partner site."""
    start: Day | None = Field(default=None, alias="from")
    """The first of the 12 months that sites are compared over; None: the answer's date."""
    costs: Figures | None = None
    text: Text | None = None
    day: Day | None = None
    """Of a `date` question; `date` says when it was given."""
    dont_know: YesNo = False
    not_applicable: Reason = ""
    """The reason; empty: it applies."""
    before: Text = ""
    """What was said to an older version, where that is asked again; it says nothing now."""

    evidence: Items[Evidence] = ()
    note: Text = ""
    internal: YesNo | None = None
    """Whether note, evidence, owner and due stay on this side; None: as the question says."""
    owner: Text = ""
    due: Day | None = None
    date: Day | None = None
    """When it was given; None: the file's date."""

    @property
    def figured(self) -> bool:
        """Whether an amount is given: a currency alone says nothing."""
        return self.costs is not None and any(
            getattr(self.costs, name) is not None for name in MONEY
        )

    @property
    def says_something(self) -> bool:
        """Whether it answers the question: `dont-know` and `not applicable` do not."""
        return bool(
            self.level is not None
            or self.option is not None
            or self.value is not None
            or self.nothing
            or self.rows is not None
            or self.sites
            or self.figured
            or self.text is not None
            or self.day is not None
        )

    @property
    def is_given(self) -> bool:
        """Whether anything was said, be it `dont-know`; a note or a currency alone is no answer."""
        return self.says_something or self.dont_know or bool(self.not_applicable)

    @model_validator(mode="after")
    def _knows_its_sites(self) -> Self:
        """Each site has a name of its own, and pairs name sites that are there."""
        if not self.sites:
            return self
        from outsource_check.overlap import SiteError, build_site, choose_pairs  # noqa: PLC0415

        seen: set[str] = set()
        for index, site in enumerate(self.sites):
            if site.name in seen:
                message = f'two sites are named "{site.name}"'
                raise Faults.at(("sites", index, "name"), wrong(message, private=True))
            seen.add(site.name)
        built = [build_site(**site.model_dump()) for site in self.sites]
        faults = Faults()
        for index, pair in enumerate(self.pairs or [None]):
            try:
                choose_pairs(built, pair and [pair])
            except SiteError as error:
                path = ("pairs", index) if pair else ("sites",)
                faults.add(path, wrong(error.message, error.hint, private=True))
        faults.finish()
        return self


@lru_cache(maxsize=1024)
def share_answer(name: str, *, value: Any) -> Answer:
    """One shared object for all answers that say a level, an option or `dont-know` and no more.

    Most answers do, and as objects of their own they would take most of the memory of a file.
    """
    return Answer.model_construct(**{name: value})


@lru_cache(maxsize=1024)
def share_row(said: str) -> RowAnswer:
    """The same for a row that says no more than its option, or `dont-know`."""
    if said == DONT_KNOW:
        return RowAnswer.model_construct(dont_know=True)
    return RowAnswer.model_construct(option=said)
