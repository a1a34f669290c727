"""What the database keeps, asked in plain SQL past the code that is being tried."""

from dataclasses import dataclass
from typing import Any

from tests.journeys.house import House

OF_CASE = {
    "runs": """
        SELECT cremator_id FROM cremation_runs JOIN cases ON cases.id = case_id
        WHERE cases.number = %s""",
    "others_on_its_cremator": """
        SELECT others.id FROM cremation_runs own JOIN cases ON cases.id = own.case_id
        JOIN cremation_runs others ON others.cremator_id = own.cremator_id AND others.id <> own.id
        WHERE others.ended_at IS NULL AND cases.number = %s""",
    "told": """
        SELECT told_at IS NOT NULL FROM plans JOIN cases ON plan_id = plans.id
        WHERE cases.number = %s""",
    "certificate": """
        SELECT papers.number FROM cremation_certificates papers JOIN cases ON cases.id = case_id
        WHERE cases.number = %s""",
    "plates": """
        SELECT token FROM plates JOIN ash_deposits ON ash_deposits.id = deposit_id
        JOIN cases ON cases.id = case_id WHERE revoked_at IS NULL AND cases.number = %s""",
    "bill": """
        SELECT number, gross_fen, waived_fen, due_fen FROM bills WHERE case_number = %s""",
    "receipt": """
        SELECT receipts.number, amount_fen, tendered_fen, change_fen FROM receipts
        JOIN payments ON payments.id = payment_id JOIN bills ON bills.id = bill_id
        WHERE case_number = %s""",
}
# Of the month that it is in China, in one home.
OF_MONTH = {
    "cremations": """
        SELECT count(*) FROM cremation_runs JOIN institutions i ON i.id = institution_id
        WHERE to_char(ended_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') = %s AND i.code = %s""",
    "certificates": """
        SELECT count(*) FROM cremation_certificates JOIN institutions i ON i.id = institution_id
        WHERE to_char(issued_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') = %s AND i.code = %s""",
    "waived": """
        SELECT sum(waived_fen)::bigint FROM bills JOIN institutions i ON i.id = institution_id
        WHERE to_char(made_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') = %s AND i.code = %s""",
}


@dataclass(frozen=True)
class Records:
    """Rows as tuples; `what` is a key above."""

    house: House

    def of_case(self, what: str, number: str) -> list[tuple[Any, ...]]:
        return self.house.ask(OF_CASE[what], number)

    def of_month(self, what: str, month: str, home: str) -> int:
        [(figure,)] = self.house.ask(OF_MONTH[what], month, home)
        return int(figure or 0)
