"""节地生态安葬率: who was laid to rest, how much of it saves land, of all and of the cremations."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from cemetery.ashes.laid import Answer, LaidCount
from cemetery.ashes.queries.laid_to_rest import count_laid
from funeral.queries.cremation import count_cremations
from oversight.queries import month_range, percent


@dataclass(frozen=True)
class EcoFigures:
    """Persons laid to rest in one span, as they rest when it ends; a rate of nothing is None."""

    counts: list[LaidCount]
    cremations: int

    @property
    def laid(self) -> int:
        return self._sum(lambda _count: True)

    @property
    def saving(self) -> int:
        return self._sum(lambda count: count.answer is Answer.SAVING)

    @property
    def green(self) -> int:
        """The narrow count of the ministry's daily reports."""
        return self._sum(lambda count: count.green)

    @property
    def unknown(self) -> int:
        return self._sum(lambda count: count.answer is Answer.UNKNOWN)

    @property
    def saving_of_laid(self) -> Decimal | None:
        """节地生态安葬数 ÷ 骨灰安葬总数 × 100 % (rules.md §6.1), the unknown among all."""
        return percent(self.saving, self.laid) if self.laid else None

    @property
    def saving_of_cremations(self) -> Decimal | None:
        return percent(self.saving, self.cremations) if self.cremations else None

    @property
    def green_of_laid(self) -> Decimal | None:
        return percent(self.green, self.laid) if self.laid else None

    @property
    def green_of_cremations(self) -> Decimal | None:
        return percent(self.green, self.cremations) if self.cremations else None

    def _sum(self, wanted: Callable[[LaidCount], bool]) -> int:
        return sum(count.persons for count in self.counts if wanted(count))


def eco_figures(start: datetime, end: datetime) -> EcoFigures:
    """Of all institutions the reader sees."""
    return EcoFigures(count_laid(start, end), count_cremations(start, end))


def year_range(month: str) -> tuple[datetime, datetime]:
    """ "2026-11": from the first of January to the end of November, as yearly rates are told."""
    return month_range(f"{month[:4]}-01")[0], month_range(month)[1]
