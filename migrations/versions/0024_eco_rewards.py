"""Applications for eco-burial rewards, their evidence, payout lists and what came of each entry."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024_eco_rewards"
down_revision = "0023_settlements"

# Only an account to which a transfer failed may change after the approval.
DECIDED_STAYS = """
    CREATE FUNCTION decided_reward_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        decision text[] := ARRAY['state', 'decided_at', 'decided_by', 'decision_reason'];
        accounts text[] := ARRAY['account_holder', 'bank', 'account',
                                 'operator_name', 'operator_bank', 'operator_account'];
    BEGIN
        IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION 'applications for rewards are never deleted';
        END IF;
        IF OLD.state <> NEW.state AND (OLD.state || '>' || NEW.state) NOT IN (
            'applied>approved', 'applied>returned', 'applied>refused',
            'approved>returned', 'returned>applied'
        ) THEN
            RAISE EXCEPTION 'from % to % is no step of an application', OLD.state, NEW.state;
        END IF;
        IF OLD.state IN ('approved', 'refused')
           AND (to_jsonb(NEW) - decision - accounts) <> (to_jsonb(OLD) - decision - accounts) THEN
            RAISE EXCEPTION 'what was decided is not changed';
        END IF;
        IF OLD.state = 'refused' AND NEW IS DISTINCT FROM OLD THEN
            RAISE EXCEPTION 'what was refused is not changed';
        END IF;
        RETURN NEW;
    END $$
"""
PAID_AGAIN_ONLY_AFTER_FAILURE = """
    CREATE FUNCTION paid_again_only_after_failure() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.replaces_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM payout_results r JOIN payout_entries e ON e.id = r.entry_id
            WHERE e.id = NEW.replaces_id AND r.outcome = 'failed'
              AND e.application_id = NEW.application_id AND e.recipient = NEW.recipient
        ) THEN
            RAISE EXCEPTION 'a sum is paid again only where the transfer failed';
        END IF;
        RETURN NEW;
    END $$
"""
NEVER_CHANGED = ("reward_evidence", "payout_lists", "payout_entries", "payout_results")


def upgrade() -> None:
    _add_applications()
    _add_payouts()
    for table in NEVER_CHANGED:
        op.execute(
            f"CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    op.execute(DECIDED_STAYS)
    op.execute(
        "CREATE TRIGGER decided_stays BEFORE UPDATE OR DELETE ON reward_applications "
        "FOR EACH ROW EXECUTE FUNCTION decided_reward_stays()"
    )
    op.execute(PAID_AGAIN_ONLY_AFTER_FAILURE)
    op.execute(
        "CREATE TRIGGER only_after_failure BEFORE INSERT ON payout_entries "
        "FOR EACH ROW EXECUTE FUNCTION paid_again_only_after_failure()"
    )


def _add_applications() -> None:
    op.create_table(
        "reward_applications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("case_number", sa.String(), nullable=True),
        sa.Column("deceased_name", sa.String(), nullable=False),
        sa.Column("identity_kind", sa.String(), nullable=False),
        sa.Column("identity_number", sa.Text(), nullable=True),
        sa.Column("identity_index", sa.String(), nullable=True),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("burial", sa.String(), nullable=False),
        sa.Column("policy_code", sa.String(), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("assessment", postgresql.JSONB(), nullable=False),
        sa.Column("reward_fen", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("applicant_name", sa.String(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("account_holder", sa.String(), nullable=False),
        sa.Column("bank", sa.String(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("operator_name", sa.String(), nullable=True),
        sa.Column("operator_bank", sa.String(), nullable=True),
        sa.Column("operator_account", sa.Text(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decision_reason", sa.String(), nullable=True),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'applied') = (decided_at IS NULL)",
            name=op.f("ck_reward_applications_decided_is_dated"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_reward_applications_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_reward_applications_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_applications")),
        sa.UniqueConstraint("number", name=op.f("uq_reward_applications_number")),
    )
    op.create_index(
        op.f("ix_reward_applications_accepted_at"),
        "reward_applications",
        ["accepted_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_reward_applications_case_id"), "reward_applications", ["case_id"], unique=False
    )
    op.create_index(
        op.f("ix_reward_applications_deceased_name"),
        "reward_applications",
        ["deceased_name"],
        unique=False,
    )
    op.create_index(
        op.f("ix_reward_applications_identity_index"),
        "reward_applications",
        ["identity_index"],
        unique=False,
    )
    op.create_index(
        op.f("ix_reward_applications_institution_id"),
        "reward_applications",
        ["institution_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_reward_applications_state"), "reward_applications", ["state"], unique=False
    )
    op.create_index(
        "one_reward_for_one_deceased",
        "reward_applications",
        ["identity_index"],
        unique=True,
        postgresql_where=sa.text("state IN ('applied', 'approved')"),
    )
    op.create_table(
        "reward_evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("met", sa.String(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.String(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["reward_applications.id"],
            name=op.f("fk_reward_evidence_application_id_reward_applications"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_reward_evidence_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_evidence")),
    )
    op.create_index(
        op.f("ix_reward_evidence_application_id"),
        "reward_evidence",
        ["application_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_reward_evidence_institution_id"),
        "reward_evidence",
        ["institution_id"],
        unique=False,
    )


def _add_payouts() -> None:
    op.create_table(
        "payout_lists",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by", sa.String(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("total_fen > 0", name=op.f("ck_payout_lists_something")),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_payout_lists_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_lists")),
        sa.UniqueConstraint("number", name=op.f("uq_payout_lists_number")),
    )
    op.create_index(op.f("ix_payout_lists_frozen_at"), "payout_lists", ["frozen_at"], unique=False)
    op.create_index(
        op.f("ix_payout_lists_institution_id"), "payout_lists", ["institution_id"], unique=False
    )
    op.create_table(
        "payout_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("payout_list_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("fen", sa.Integer(), nullable=False),
        sa.Column("costs_fen", sa.Integer(), nullable=False),
        sa.Column("funding", postgresql.JSONB(), nullable=False),
        sa.Column("payee_name", sa.String(), nullable=False),
        sa.Column("bank", sa.String(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "fen > 0 AND costs_fen >= 0 AND costs_fen <= fen",
            name=op.f("ck_payout_entries_something"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["reward_applications.id"],
            name=op.f("fk_payout_entries_application_id_reward_applications"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_payout_entries_institution_id_institutions"),
        ),
        sa.ForeignKeyConstraint(
            ["payout_list_id"],
            ["payout_lists.id"],
            name=op.f("fk_payout_entries_payout_list_id_payout_lists"),
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            ["payout_entries.id"],
            name=op.f("fk_payout_entries_replaces_id_payout_entries"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_entries")),
        sa.UniqueConstraint(
            "application_id",
            "recipient",
            "replaces_id",
            name="one_payout_at_a_time",
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(
        op.f("ix_payout_entries_institution_id"), "payout_entries", ["institution_id"], unique=False
    )
    op.create_index(
        op.f("ix_payout_entries_payout_list_id"), "payout_entries", ["payout_list_id"], unique=False
    )
    op.create_table(
        "payout_results",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.String(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'paid') = (paid_on IS NOT NULL) "
            "AND (outcome = 'paid') = (reference IS NOT NULL) "
            "AND (outcome = 'failed') = (reason IS NOT NULL)",
            name=op.f("ck_payout_results_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["payout_entries.id"],
            name=op.f("fk_payout_results_entry_id_payout_entries"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_payout_results_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_results")),
        sa.UniqueConstraint("entry_id", "outcome", name="a_result_is_noted_once"),
    )
    op.create_index(
        op.f("ix_payout_results_institution_id"), "payout_results", ["institution_id"], unique=False
    )
