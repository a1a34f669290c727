"""How each printer is reached and spoken to, where it stands, who sits where, and the till."""

import sqlalchemy as sa
from alembic import op

revision = "0025_printer_connections"
down_revision = "0024_eco_rewards"

REACHABLE = (
    "CASE connection WHEN 'network' THEN host <> '' AND port BETWEEN 1 AND 65535 "
    "WHEN 'usb' THEN usb_vendor > 0 AND usb_product > 0 "
    "WHEN 'cups' THEN queue <> '' "
    "WHEN 'serial' THEN device <> '' WHEN 'file' THEN device <> '' ELSE false END"
)
# What every printer known so far is: on the network, with the commands we always sent.
KNOWN = (
    ("connection", sa.String(), "network"),
    ("device", sa.String(), ""),
    ("baud_rate", sa.Integer(), "9600"),
    ("usb_vendor", sa.Integer(), "0"),
    ("usb_product", sa.Integer(), "0"),
    ("queue", sa.String(), ""),
    ("desk", sa.String(), ""),
    ("prints", sa.String(), "all"),
    ("encoding", sa.String(), "gbk"),
    ("kanji_command", sa.Boolean(), "true"),
    ("native_qr", sa.Boolean(), "true"),
    ("handover_counts", sa.Boolean(), "false"),
    ("cutter", sa.String(), "partial"),
    ("drawer", sa.String(), "none"),
)


def upgrade() -> None:
    for name, kind, value in KNOWN:
        _add("printers", name, kind, value)
    # Those without an acknowledgement counted as printed until now, and go on to.
    op.execute("UPDATE printers SET handover_counts = true WHERE acknowledgement = 'none'")
    op.drop_constraint(op.f("ck_printers_port"), "printers", type_="check")
    op.create_check_constraint(op.f("ck_printers_reachable"), "printers", REACHABLE)
    op.create_check_constraint(
        op.f("ck_printers_prints"), "printers", "prints IN ('all', 'slips', 'labels')"
    )
    op.create_check_constraint(
        op.f("ck_printers_drawer"), "printers", "drawer IN ('none', 'pin_2', 'pin_5')"
    )
    _add("print_jobs", "kind", sa.String(), "slip")
    op.execute("UPDATE print_jobs SET kind = 'trial' WHERE document = 'trial_page'")
    op.execute("UPDATE print_jobs SET kind = 'label' WHERE document = 'wristband'")
    op.create_check_constraint(
        op.f("ck_print_jobs_kind"), "print_jobs", "kind IN ('slip', 'label', 'trial', 'drawer')"
    )
    op.create_check_constraint(
        op.f("ck_print_jobs_a_kick_is_never_repeated"),
        "print_jobs",
        "kind <> 'drawer' OR (copy_number = 0 AND state <> 'unconfirmed')",
    )
    op.create_table(
        "seats",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_seats_institution_id_institutions"),
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_seats_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
        sa.UniqueConstraint("staff_id", name=op.f("uq_seats_staff_id")),
    )
    op.create_index(op.f("ix_seats_institution_id"), "seats", ["institution_id"], unique=False)


def _add(table: str, name: str, kind: sa.types.TypeEngine[object], value: str) -> None:
    """For the rows that are there; new ones always say it."""
    op.add_column(table, sa.Column(name, kind, nullable=False, server_default=value))
    op.alter_column(table, name, server_default=None)
