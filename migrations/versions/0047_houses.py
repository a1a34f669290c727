"""Whoever answers for ashes knows whose they are, whichever house or county cremated them.

Where the names of people from elsewhere are not found yet, `flask kernel index-names` fills them
in.
"""

import sqlalchemy as sa
from alembic import op

revision = "0047_houses"
down_revision = "0046_rights_and_money"

# Copies have the names' keys of the person they are of; the others' are made afterwards.
OF_OTHER_HOUSES = """
    CREATE TEMPORARY TABLE admitted ON COMMIT DROP AS
        SELECT gen_random_uuid() AS id, institution_id, case_id, known_id
        FROM (
            SELECT DISTINCT p.institution_id, p.case_id, c.deceased_id AS known_id
            FROM ash_portions AS p JOIN cases AS c ON c.id = p.case_id
            WHERE p.institution_id <> c.institution_id
        ) AS elsewhere;
    INSERT INTO deceased (id, institution_id, name, identity_kind, identity_number, identity_index,
        sex, born_on, died_on, household_registration, waiver_class, registered_at)
    SELECT a.id, a.institution_id, d.name, d.identity_kind, d.identity_number, d.identity_index,
        d.sex, d.born_on, d.died_on, d.household_registration, '', now()
    FROM admitted AS a JOIN deceased AS d ON d.id = a.known_id;
    INSERT INTO name_keys (institution_id, key, deceased_id)
    SELECT a.institution_id, k.key, a.id
    FROM admitted AS a JOIN name_keys AS k ON k.deceased_id = a.known_id;
    INSERT INTO name_pairs (deceased_id, institution_id, pairs)
    SELECT a.id, a.institution_id, n.pairs
    FROM admitted AS a JOIN name_pairs AS n ON n.deceased_id = a.known_id;
    UPDATE ash_portions AS p SET deceased_id = a.id
    FROM admitted AS a
    WHERE p.case_id = a.case_id AND p.institution_id = a.institution_id;
"""
# Nobody asked on which day they died: the day of the cremation is the last it can have been.
OF_OTHER_COUNTIES = """
    CREATE TEMPORARY TABLE brought ON COMMIT DROP AS
        SELECT gen_random_uuid() AS id, institution_id, foreign_certificate_id
        FROM (
            SELECT DISTINCT institution_id, foreign_certificate_id
            FROM ash_portions WHERE foreign_certificate_id IS NOT NULL
        ) AS elsewhere;
    INSERT INTO deceased (id, institution_id, name, identity_kind, sex, died_on, waiver_class,
        registered_at)
    SELECT b.id, b.institution_id, f.deceased_name, 'unstated', '9', f.cremated_on, '', now()
    FROM brought AS b JOIN foreign_certificates AS f ON f.id = b.foreign_certificate_id;
    UPDATE ash_portions AS p SET deceased_id = b.id
    FROM brought AS b
    WHERE p.foreign_certificate_id = b.foreign_certificate_id
        AND p.institution_id = b.institution_id;
"""
OWN = """
    UPDATE ash_portions AS p SET deceased_id = c.deceased_id
    FROM cases AS c
    WHERE c.id = p.case_id AND c.institution_id = p.institution_id;
"""
NAME_PERSON = """
    CREATE FUNCTION name_person_of_portion() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE ash_portions SET deceased_id = NEW.deceased_id WHERE id = NEW.portion_id;
        RETURN NULL;
    END $$;
    CREATE TRIGGER says_whose AFTER INSERT ON ash_events
        FOR EACH ROW WHEN (NEW.deceased_id IS NOT NULL)
        EXECUTE FUNCTION name_person_of_portion();
"""


def upgrade() -> None:
    _kinds_of_identity()
    _persons_of_portions()
    _deposits()
    _rights()


def _kinds_of_identity() -> None:
    op.drop_constraint(op.f("ck_deceased_number_unless_none_exists"), "deceased")
    op.create_check_constraint(
        op.f("ck_deceased_number_unless_none_exists"),
        "deceased",
        "(identity_number IS NULL) = (identity_kind IN ('infant', 'unnamed', 'unstated'))",
    )


def _refer(table: str, column: str, to: str, *, indexed: bool = False) -> None:
    op.add_column(table, sa.Column(column, sa.Uuid(), nullable=True))
    name = op.f(f"fk_{table}_{column}_{to}")
    op.create_foreign_key(name, table, to, [column], ["id"])
    if indexed:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _persons_of_portions() -> None:
    _refer("ash_portions", "deceased_id", "deceased")
    op.execute("ALTER TABLE ash_portions DISABLE TRIGGER moved_by_events")
    for portions in (OWN, OF_OTHER_HOUSES, OF_OTHER_COUNTIES):
        op.execute(portions)
    op.execute("ALTER TABLE ash_portions ENABLE TRIGGER moved_by_events")
    op.alter_column("ash_portions", "deceased_id", nullable=False)
    op.create_index(op.f("ix_ash_portions_deceased_id"), "ash_portions", ["deceased_id"])
    _refer("ash_events", "deceased_id", "deceased")
    given = sa.Column("contact_given", sa.Boolean(), server_default=sa.false(), nullable=False)
    op.add_column("ash_events", given)
    op.execute(NAME_PERSON)


def _deposits() -> None:
    _refer("ash_deposits", "portion_id", "ash_portions")
    op.execute(
        "UPDATE ash_deposits AS d SET portion_id = p.id FROM ash_portions AS p"
        " WHERE p.case_id = d.case_id AND p.letter = d.portion"
    )
    op.alter_column("ash_deposits", "portion_id", nullable=False)
    op.alter_column("ash_deposits", "case_id", nullable=True)
    op.add_column("ash_deposits", sa.Column("receipt", sa.String(), nullable=True))
    op.drop_index("one_open_deposit_per_portion", "ash_deposits")
    op.create_index(
        "one_open_deposit_per_portion",
        "ash_deposits",
        ["portion_id"],
        unique=True,
        postgresql_where=sa.text("collected_at IS NULL"),
    )


def _rights() -> None:
    _refer("unit_holds", "foreign_certificate_id", "foreign_certificates")
    op.create_index(
        "one_open_hold_of_foreign_ashes",
        "unit_holds",
        ["foreign_certificate_id"],
        unique=True,
        postgresql_where=sa.text("released_at IS NULL"),
    )
    # Whom ashes are of is no name of somebody alive.
    op.drop_index("one_open_hold_a_name", "unit_holds")
    op.create_index(
        "one_open_hold_a_name",
        "unit_holds",
        ["institution_id", "for_name"],
        unique=True,
        postgresql_where=sa.text(
            "released_at IS NULL AND case_id IS NULL AND foreign_certificate_id IS NULL"
        ),
    )
    _refer("right_persons", "foreign_certificate_id", "foreign_certificates", indexed=True)
    op.create_unique_constraint(
        "a_foreign_person_is_named_once", "right_persons", ["right_id", "foreign_certificate_id"]
    )
    op.drop_constraint(op.f("ck_right_persons_can_be_found_again"), "right_persons")
    op.create_check_constraint(
        op.f("ck_right_persons_can_be_found_again"),
        "right_persons",
        "num_nonnulls(case_id, foreign_certificate_id, identity_index) > 0",
    )
