"""Every tenth of the people at rest has a right to the niche, so that it is found by name too."""

import uuid

from benchmarks.office import Office
from cemetery.rights.finding_again import index_missing_rights
from kernel import secrets

RIGHTS = """
    WITH chosen AS (
        SELECT gen_random_uuid() AS id, c.id AS case_id, d.name, d.identity_index, u.id AS unit_id,
            c.number
        FROM cases AS c
            JOIN deceased AS d ON d.id = c.deceased_id
            JOIN units AS u ON u.family_id = c.id
        WHERE c.number LIKE '%%0'
    ), granted AS (
        INSERT INTO rights (id, institution_id, number, unit_id, case_id, ground, ground_paper,
            state, since, until, granted_at, granted_by, beside_another)
        SELECT id, %(home)s, 'R' || number, unit_id, case_id, 'death', '', 'granted',
            date '2020-01-01', date '2040-01-01', now(), 'system:setup', false
        FROM chosen
    ), named AS (
        INSERT INTO right_persons (id, institution_id, right_id, name, case_id, ground,
            ground_paper, identity_index, named_at, named_by)
        SELECT gen_random_uuid(), %(home)s, id, name, case_id, 'death', '', identity_index, now(),
            'system:setup'
        FROM chosen
    )
    INSERT INTO right_holders (id, institution_id, right_id, name, relation, phone,
        identity_number, proof, since, noted_by)
    SELECT gen_random_uuid(), %(home)s, id, '家属', 'child', %(phone)s, %(identity)s, '', now(),
        'system:setup'
    FROM chosen
"""


def grant_rights(office: Office, home: uuid.UUID) -> None:
    """After lay_to_rest; found by name at once."""
    numbers = {"phone": "13900000000", "identity_number": "422121190001010017"}
    phone, identity = (
        secrets.EncryptedText(f"right_holders.{field}").process_bind_param(number, None)
        for field, number in numbers.items()
    )
    with office.sql() as sql:
        sql.execute(RIGHTS, {"home": home, "phone": phone, "identity": identity})
    for _done in index_missing_rights():
        pass
