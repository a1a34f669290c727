"""Cases, papers, halls and cremators, the schedule, cremation runs and certificates."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004_cases_and_schedule"
down_revision = "0003_printers"


def upgrade() -> None:
    op.create_table(
        "plans",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hall_class", sa.String(), nullable=False),
        sa.Column("cremator_type", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_plans_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
    )
    op.create_index(op.f("ix_plans_institution_id"), "plans", ["institution_id"], unique=False)
    op.create_table(
        "resources",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("variety", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("setup_minutes", sa.Integer(), nullable=False),
        sa.Column("use_minutes", sa.Integer(), nullable=False),
        sa.Column("cleanup_minutes", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("opens < closes", name=op.f("ck_resources_opens_before_it_closes")),
        sa.CheckConstraint(
            "setup_minutes >= 0 AND use_minutes > 0 AND cleanup_minutes >= 0",
            name=op.f("ck_resources_minutes"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_resources_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resources")),
    )
    op.create_index(
        op.f("ix_resources_institution_id"), "resources", ["institution_id"], unique=False
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("deceased_id", sa.Uuid(), nullable=False),
        sa.Column("claimant_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claimant_id"], ["claimants.id"], name=op.f("fk_cases_claimant_id_claimants")
        ),
        sa.ForeignKeyConstraint(
            ["deceased_id"], ["deceased.id"], name=op.f("fk_cases_deceased_id_deceased")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_cases_institution_id_institutions"),
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_cases_plan_id_plans")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("number", name=op.f("uq_cases_number")),
    )
    op.create_index(op.f("ix_cases_institution_id"), "cases", ["institution_id"], unique=False)
    op.create_index(op.f("ix_cases_opened_at"), "cases", ["opened_at"], unique=False)
    op.create_index("uq_cases_deceased_id", "cases", ["deceased_id"], unique=True)
    op.create_index("uq_cases_plan_id", "cases", ["plan_id"], unique=True)
    op.create_table(
        "occupancies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("resource_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("occupies", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("resource_id"), "="),
            (sa.column("occupies"), "&&"),
            where=sa.text("released_at IS NULL"),
            using="gist",
            name="one_family_at_a_time",
        ),
        sa.CheckConstraint(
            "occupies @> tstzrange(starts_at, ends_at)",
            name=op.f("ck_occupancies_occupies_its_own_time"),
        ),
        sa.CheckConstraint(
            "starts_at < ends_at", name=op.f("ck_occupancies_starts_before_it_ends")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_occupancies_institution_id_institutions"),
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plans.id"], name=op.f("fk_occupancies_plan_id_plans")
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resources.id"], name=op.f("fk_occupancies_resource_id_resources")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupancies")),
    )
    op.create_index(
        op.f("ix_occupancies_institution_id"), "occupancies", ["institution_id"], unique=False
    )
    op.create_index(op.f("ix_occupancies_plan_id"), "occupancies", ["plan_id"], unique=False)
    op.create_index(
        op.f("ix_occupancies_resource_id"), "occupancies", ["resource_id"], unique=False
    )
    op.create_index(op.f("ix_occupancies_starts_at"), "occupancies", ["starts_at"], unique=False)
    op.create_table(
        "admissions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_from", sa.String(), nullable=False),
        sa.Column("transfer_km", sa.Numeric(precision=7, scale=1), nullable=True),
        sa.Column("cabinet", sa.String(), nullable=False),
        sa.Column("received_by", sa.String(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("transfer_km > 0", name=op.f("ck_admissions_hearse_drove")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_admissions_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_admissions_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admissions")),
        sa.UniqueConstraint("case_id", name=op.f("uq_admissions_case_id")),
    )
    op.create_index(
        op.f("ix_admissions_institution_id"), "admissions", ["institution_id"], unique=False
    )
    op.create_table(
        "case_papers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_papers_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_case_papers_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_papers")),
    )
    op.create_index(op.f("ix_case_papers_case_id"), "case_papers", ["case_id"], unique=False)
    op.create_index(
        op.f("ix_case_papers_institution_id"), "case_papers", ["institution_id"], unique=False
    )
    op.create_index(
        "uq_case_papers_one_of_a_kind",
        "case_papers",
        ["case_id", "kind"],
        unique=True,
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_table(
        "cremation_runs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("cremator_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "burns",
            postgresql.TSTZRANGE(),
            sa.Computed("tstzrange(started_at, ended_at)", persisted=True),
            nullable=False,
        ),
        sa.Column("first_operator", sa.String(), nullable=False),
        sa.Column("second_operator", sa.String(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("cremator_id"), "="),
            (sa.text("burns"), "&&"),
            using="gist",
            name="one_body_at_a_time",
        ),
        sa.CheckConstraint(
            "ended_at > started_at", name=op.f("ck_cremation_runs_ends_after_it_starts")
        ),
        sa.CheckConstraint(
            "first_operator <> second_operator", name=op.f("ck_cremation_runs_two_persons")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_cremation_runs_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["cremator_id"], ["resources.id"], name=op.f("fk_cremation_runs_cremator_id_resources")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_cremation_runs_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cremation_runs")),
        sa.UniqueConstraint("case_id", name=op.f("uq_cremation_runs_case_id")),
    )
    op.create_index(
        op.f("ix_cremation_runs_cremator_id"), "cremation_runs", ["cremator_id"], unique=False
    )
    op.create_index(
        op.f("ix_cremation_runs_institution_id"), "cremation_runs", ["institution_id"], unique=False
    )
    op.create_index(
        op.f("ix_cremation_runs_started_at"), "cremation_runs", ["started_at"], unique=False
    )
    op.create_table(
        "farewells",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("hall_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ended_at > started_at", name=op.f("ck_farewells_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_farewells_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["hall_id"], ["resources.id"], name=op.f("fk_farewells_hall_id_resources")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_farewells_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_farewells")),
        sa.UniqueConstraint("case_id", name=op.f("uq_farewells_case_id")),
    )
    op.create_index(
        op.f("ix_farewells_institution_id"), "farewells", ["institution_id"], unique=False
    )
    op.create_table(
        "cremation_certificates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.String(), nullable=False),
        sa.Column("collected_by", sa.String(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_cremation_certificates_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_cremation_certificates_institution_id_institutions"),
        ),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["cremation_runs.id"],
            name=op.f("fk_cremation_certificates_run_id_cremation_runs"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cremation_certificates")),
        sa.UniqueConstraint("case_id", name=op.f("uq_cremation_certificates_case_id")),
        sa.UniqueConstraint("number", name=op.f("uq_cremation_certificates_number")),
        sa.UniqueConstraint("run_id", name=op.f("uq_cremation_certificates_run_id")),
    )
    op.create_index(
        op.f("ix_cremation_certificates_institution_id"),
        "cremation_certificates",
        ["institution_id"],
        unique=False,
    )
