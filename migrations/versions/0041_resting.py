"""Ashes are scattered on somebody's word; communal units hold ashes of several families."""

import sqlalchemy as sa
from alembic import op

revision = "0041_resting"
down_revision = "0040_texts"

WORD = (
    "move <> 'scatter' OR (certificate_number IS NOT NULL"
    " AND (counterpart <> '' OR authorisation <> ''))"
)
# Scatterings of the past were written without a word, and their rows are never changed: where there
# are such, only what comes from now on is judged.
ON_A_WORD = f"""
    ALTER TABLE ash_events ADD CONSTRAINT ck_ash_events_scattered_on_a_word
        CHECK ({WORD}) NOT VALID;
    DO $$
    BEGIN
        ALTER TABLE ash_events VALIDATE CONSTRAINT ck_ash_events_scattered_on_a_word;
    EXCEPTION WHEN check_violation THEN
        RAISE NOTICE 'scatterings of the past stay as they were written';
    END $$
"""


def upgrade() -> None:
    op.execute(ON_A_WORD)
    _communal_units()
    _laid_together()


def _communal_units() -> None:
    for table in ("zones", "units"):
        column = sa.Column("communal", sa.Boolean(), server_default=sa.false(), nullable=False)
        op.add_column(table, column)
        op.alter_column(table, "communal", server_default=None)
    op.create_unique_constraint("says_whether_communal", "zones", ["id", "communal"])
    op.create_foreign_key(
        op.f("fk_units_communal_zones"),
        "units",
        "zones",
        ["communal", "zone_id"],
        ["communal", "id"],
    )
    op.create_check_constraint(
        op.f("ck_zones_communal_in_ground"),
        "zones",
        "NOT communal OR kind IN ('tree', 'flower', 'lawn', 'deep')",
    )
    for name in ("of_one_family", "nobodys_while_out_of_use"):
        op.drop_constraint(op.f(f"ck_units_{name}"), "units")
    for name, rule in (
        ("of_one_family", "communal OR taken = 0 OR family_id IS NOT NULL"),
        ("communal_is_nobodys", "NOT communal OR family_id IS NULL"),
        ("nobodys_while_out_of_use", "in_use OR (family_id IS NULL AND taken = 0)"),
    ):
        op.create_check_constraint(op.f(f"ck_units_{name}"), "units", rule)


def _laid_together() -> None:
    table = "uncollected_layings"
    op.add_column(table, sa.Column("together_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_uncollected_layings_together_id"), table, ["together_id"])
