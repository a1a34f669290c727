"""Policy drafts with their review, and what-ifs over the bills of a period."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022_policy_drafts"
down_revision = "0021_tariff_catalogue"

STAMP = sa.DateTime(timezone=True)
# A published version replays for ever; only its last day may be brought forward, by the next one.
KEEP_PUBLISHED = """
CREATE FUNCTION keep_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - 'valid') <> (to_jsonb(OLD) - 'valid')
        OR isempty(NEW.valid) OR lower(NEW.valid) <> lower(OLD.valid) OR NOT NEW.valid <@ OLD.valid
    THEN
        RAISE EXCEPTION 'a published policy is kept as it is';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_published BEFORE UPDATE OR DELETE ON waiver_policies
FOR EACH ROW EXECUTE FUNCTION keep_published();
"""


def upgrade() -> None:
    op.create_table(
        "policy_drafts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("started_at", STAMP, nullable=False),
        sa.Column("writers", postgresql.JSONB(), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("written_at", STAMP, nullable=False),
        sa.Column("submitted_at", STAMP, nullable=True),
        sa.Column("reviewed_by", sa.String(), nullable=True),
        sa.Column("reviewed_at", STAMP, nullable=True),
        sa.Column("returned_reason", sa.String(), nullable=True),
        sa.Column("early_reason", sa.String(), nullable=True),
        sa.Column("based_on_id", sa.Uuid(), nullable=True),
        sa.Column("published_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "published_id IS NULL OR (submitted_at IS NOT NULL AND reviewed_by IS NOT NULL)",
            name=op.f("ck_policy_drafts_published_after_review"),
        ),
        sa.CheckConstraint(
            "published_id IS NULL OR NOT jsonb_exists(writers, reviewed_by)",
            name=op.f("ck_policy_drafts_second_person"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [f"{name}_id"],
                ["waiver_policies.id"],
                name=op.f(f"fk_policy_drafts_{name}_id_waiver_policies"),
            )
            for name in ("based_on", "published")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_drafts")),
        sa.UniqueConstraint("published_id", name=op.f("uq_policy_drafts_published_id")),
    )
    op.create_index(op.f("ix_policy_drafts_region_code"), "policy_drafts", ["region_code"])
    _create_what_ifs()
    op.execute(KEEP_PUBLISHED)


def _create_what_ifs() -> None:
    op.create_table(
        "what_ifs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("policy_draft_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_hash", sa.String(), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("last_bill_id", sa.Uuid(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("totals", postgresql.JSONB(), nullable=False),
        sa.Column("asked_at", STAMP, nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("started_at", STAMP, nullable=True),
        sa.Column("finished_at", STAMP, nullable=True),
        sa.Column("trouble", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(finished_at IS NULL) = (state IN ('waiting', 'running'))",
            name=op.f("ck_what_ifs_ended_once"),
        ),
        sa.CheckConstraint("period_from <= period_to", name=op.f("ck_what_ifs_period_forwards")),
        sa.ForeignKeyConstraint(
            ["policy_draft_id"],
            ["policy_drafts.id"],
            name=op.f("fk_what_ifs_policy_draft_id_policy_drafts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_what_ifs")),
    )
    for name in ("policy_draft_id", "region_code"):
        op.create_index(op.f(f"ix_what_ifs_{name}"), "what_ifs", [name])
