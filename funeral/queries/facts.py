"""Which case a recorded fact belongs to."""

import uuid

from sqlalchemy import select

from billing.kinds import FactKind
from funeral.models import Admission, CremationRun, Farewell, FuneralCase
from kernel.db import db

RECORDS: dict[FactKind, type[Admission | CremationRun | Farewell]] = {
    FactKind.ADMISSION: Admission,
    FactKind.FAREWELL: Farewell,
    FactKind.CREMATION_RUN: CremationRun,
}


def find_number_of_fact(kind: FactKind, fact_id: uuid.UUID) -> str | None:
    record = RECORDS[kind]
    query = (
        select(FuneralCase.number)
        .join(record, record.case_id == FuneralCase.id)
        .where(record.id == fact_id)
    )
    return db.session.scalar(query)
