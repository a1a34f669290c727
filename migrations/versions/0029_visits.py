"""Visits to graves: terms, slots with their counters, bookings, passes, the gate; sweeping."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0029_visits"
down_revision = "0028_screens_and_tickets"

STAMP = sa.DateTime(timezone=True)
# One lock, one count, one answer to each request, in their order: 0 granted, 1 closed, 2 too few
# places for persons, 3 for cars. Who does not fit does not stop those behind. NULL: no such slot.
GRANT = """
    CREATE FUNCTION grant_visits(
        asked_site uuid, asked_slot uuid, shares text[], asked_persons int[], asked_cars int[]
    ) RETURNS int[] LANGUAGE plpgsql AS $$
    DECLARE
        s visit_slots%ROWTYPE;
        answers int[] := '{}';
        n int;
    BEGIN
        SELECT * INTO s FROM visit_slots WHERE site_id = asked_site AND id = asked_slot FOR UPDATE;
        IF NOT FOUND THEN
            RETURN NULL;
        END IF;
        FOR i IN 1 .. coalesce(array_length(asked_persons, 1), 0) LOOP
            n := asked_persons[i];
            IF s.closed_at IS NOT NULL THEN
                answers := answers || 1;
            ELSIF s.taken_open + s.taken_phone + s.taken_walk_in + n > s.persons
                OR (shares[i] = 'open'
                    AND s.taken_open + n > s.persons - s.kept_phone - s.kept_walk_in)
                OR (shares[i] <> 'walk_in'
                    AND s.taken_open + s.taken_phone + n > s.persons - s.kept_walk_in)
                OR (shares[i] <> 'phone'
                    AND s.taken_open + s.taken_walk_in + n > s.persons - s.kept_phone)
            THEN
                answers := answers || 2;
            ELSIF s.taken_cars + asked_cars[i] > s.cars THEN
                answers := answers || 3;
            ELSE
                answers := answers || 0;
                s.taken_cars := s.taken_cars + asked_cars[i];
                CASE shares[i]
                    WHEN 'open' THEN s.taken_open := s.taken_open + n;
                    WHEN 'phone' THEN s.taken_phone := s.taken_phone + n;
                    WHEN 'walk_in' THEN s.taken_walk_in := s.taken_walk_in + n;
                END CASE;
            END IF;
        END LOOP;
        UPDATE visit_slots SET taken_open = s.taken_open, taken_phone = s.taken_phone,
            taken_walk_in = s.taken_walk_in, taken_cars = s.taken_cars
            WHERE site_id = asked_site AND id = asked_slot;
        RETURN answers;
    END $$
"""


def upgrade() -> None:
    _terms()
    _slots()
    _bookings()
    _passes_and_entries()
    _sweeps()
    op.execute(GRANT)


def _create(
    name: str, *columns: sa.schema.SchemaItem, key: tuple[str, ...] = ("site_id", "id")
) -> None:
    """With the site first in its key, and its institution for the scope."""
    op.create_table(
        name,
        sa.Column("site_id", sa.Uuid(), nullable=False),
        *((sa.Column("id", sa.Uuid(), nullable=False),) if "id" in key else ()),
        *columns,
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f(f"fk_{name}_site_id_sites")),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f(f"fk_{name}_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_institution_id"), name, ["institution_id"])


def _columns(kind: sa.types.TypeEngine[object], *names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, kind, nullable=False) for name in names]


def _perhaps(kind: sa.types.TypeEngine[object], *names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, kind, nullable=True) for name in names]


def _terms() -> None:
    _create(
        "visit_terms",
        *_columns(sa.Date(), "valid_from"),
        *_columns(postgresql.JSONB(), "slots", "peak_days"),
        *_columns(
            sa.Integer(),
            *("persons", "cars", "kept_phone", "kept_walk_in", "elder_age", "party"),
            *("party_cars", "per_unit", "days_ahead", "early", "late", "kept_days"),
        ),
        *_columns(sa.Boolean(), "names_needed", "unit_needed", "peak_only"),
        *_columns(sa.Time(), "opens_at"),
        *_columns(sa.String(), "advice", "legal_basis", "laid_down_by"),
        *_columns(STAMP, "laid_down_at"),
        sa.UniqueConstraint("site_id", "valid_from", name="one_version_of_visit_terms_a_day"),
    )


def _slots() -> None:
    _create(
        "visit_slots",
        *_columns(sa.Date(), "day"),
        *_columns(STAMP, "starts_at", "ends_at"),
        *_columns(sa.String(), "title", "place"),
        *_columns(
            sa.Integer(),
            *("persons", "cars", "kept_phone", "kept_walk_in"),
            *("taken_open", "taken_phone", "taken_walk_in", "taken_cars"),
        ),
        *_perhaps(STAMP, "closed_at"),
        *_perhaps(sa.String(), "close_reason"),
        sa.CheckConstraint(
            "starts_at < ends_at", name=op.f("ck_visit_slots_starts_before_it_ends")
        ),
        sa.CheckConstraint(
            "taken_open >= 0 AND taken_phone >= 0 AND taken_walk_in >= 0 AND taken_cars >= 0"
            " AND kept_phone >= 0 AND kept_walk_in >= 0",
            name=op.f("ck_visit_slots_nothing_below_zero"),
        ),
        sa.CheckConstraint(
            "taken_open + taken_phone + taken_walk_in <= persons"
            " AND taken_open <= persons - kept_phone - kept_walk_in"
            " AND taken_open + taken_phone <= persons - kept_walk_in"
            " AND taken_open + taken_walk_in <= persons - kept_phone",
            name=op.f("ck_visit_slots_no_more_than_its_places"),
        ),
        sa.CheckConstraint("taken_cars <= cars", name=op.f("ck_visit_slots_no_more_than_its_cars")),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (close_reason IS NULL)",
            name=op.f("ck_visit_slots_closed_with_a_reason"),
        ),
        postgresql.ExcludeConstraint(
            ("site_id", "="),
            (sa.text("tstzrange(starts_at, ends_at)"), "&&"),
            name="slots_of_a_site_lie_apart",
            where=sa.text("title = ''"),
            using="gist",
        ),
    )
    op.create_index("ix_visit_slots_day", "visit_slots", ["site_id", "day"])


def _bookings() -> None:
    _create(
        "visit_bookings",
        *_columns(sa.String(), "code"),
        *_columns(sa.Uuid(), "slot_id"),
        *_columns(
            sa.String(),
            *("channel", "share", "identity_index", "phone_index"),
        ),
        *_columns(sa.Integer(), "persons", "cars", "serial"),
        *_columns(sa.Text(), *("name", "identity_number", "phone", "companions", "number_plates")),
        *_perhaps(sa.Uuid(), "unit_id"),
        *_columns(STAMP, "booked_at"),
        *_perhaps(STAMP, "forgotten_at", "told_at", "cancelled_at"),
        *_perhaps(sa.String(), "cancel_reason"),
        sa.ForeignKeyConstraint(
            ["site_id", "slot_id"],
            ["visit_slots.site_id", "visit_slots.id"],
            name="fk_visit_bookings_slot",
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["niches.id"], name=op.f("fk_visit_bookings_unit_id_niches")
        ),
        sa.UniqueConstraint("site_id", "code", name=op.f("uq_visit_bookings_site_id")),
        sa.CheckConstraint(
            "persons > 0 AND cars >= 0", name=op.f("ck_visit_bookings_somebody_comes")
        ),
        sa.CheckConstraint(
            "(cancelled_at IS NULL) = (cancel_reason IS NULL)",
            name=op.f("ck_visit_bookings_cancelled_with_a_reason"),
        ),
    )
    op.create_index(
        "one_visit_a_slot_per_person",
        "visit_bookings",
        ["site_id", "slot_id", "identity_index"],
        unique=True,
        postgresql_where=sa.text("cancelled_at IS NULL"),
    )
    for name, columns in (
        ("slot", ["site_id", "slot_id"]),
        ("person", ["site_id", "identity_index"]),
        ("phone", ["site_id", "phone_index"]),
        ("code", ["code"]),
    ):
        op.create_index(f"ix_visit_bookings_{name}", "visit_bookings", columns)
    _create(
        "visit_unit_days",
        *_columns(sa.Date(), "day"),
        *_columns(sa.Uuid(), "unit_id"),
        *_columns(sa.Integer(), "taken", "most"),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["niches.id"], name=op.f("fk_visit_unit_days_unit_id_niches")
        ),
        sa.CheckConstraint(
            "taken BETWEEN 0 AND most", name=op.f("ck_visit_unit_days_no_more_than_most")
        ),
        key=("site_id", "day", "unit_id"),
    )


def _passes_and_entries() -> None:
    _create(
        "void_passes",
        *_columns(sa.Date(), "day"),
        *_columns(sa.String(), "code"),
        *_columns(sa.Integer(), "serial"),
        key=("site_id", "day", "code", "serial"),
    )
    _create(
        "visit_entries",
        *_columns(sa.Uuid(), "booking_id", "slot_id"),
        *_columns(sa.Date(), "day"),
        *_columns(sa.String(), "direction"),
        *_columns(sa.Integer(), "persons"),
        *_columns(STAMP, "happened_at", "noted_at"),
        *_columns(sa.String(), "noted_by", "gate"),
        *_columns(sa.Boolean(), "offline"),
        *_columns(sa.String(), "conflict"),
        *_perhaps(STAMP, "settled_at"),
        sa.ForeignKeyConstraint(
            ["site_id", "booking_id"],
            ["visit_bookings.site_id", "visit_bookings.id"],
            name="fk_visit_entries_booking",
        ),
        sa.CheckConstraint("persons > 0", name=op.f("ck_visit_entries_somebody_came")),
        sa.CheckConstraint("direction IN ('in', 'out')", name=op.f("ck_visit_entries_in_or_out")),
    )
    op.create_index(
        "one_entry_per_pass",
        "visit_entries",
        ["site_id", "booking_id", "direction"],
        unique=True,
        postgresql_where=sa.text("conflict = ''"),
    )
    op.create_index("ix_visit_entries_day", "visit_entries", ["site_id", "day"])


def _sweeps() -> None:
    _create(
        "sweeps",
        *_columns(sa.String(), "code"),
        *_columns(sa.Uuid(), "unit_id"),
        *_columns(postgresql.JSONB(), "wishes"),
        *_columns(sa.Text(), "words", "name", "phone"),
        *_columns(sa.Date(), "wanted_on"),
        *_columns(STAMP, "asked_at"),
        *_perhaps(STAMP, "forgotten_at", "done_at"),
        *_perhaps(sa.String(), "done_by"),
        *_perhaps(STAMP, "declined_at"),
        *_perhaps(sa.String(), "decline_reason"),
        sa.ForeignKeyConstraint(["unit_id"], ["niches.id"], name=op.f("fk_sweeps_unit_id_niches")),
        sa.UniqueConstraint("site_id", "code", name=op.f("uq_sweeps_site_id")),
        sa.CheckConstraint(
            "done_at IS NULL OR declined_at IS NULL", name=op.f("ck_sweeps_done_or_declined")
        ),
        sa.CheckConstraint(
            "(declined_at IS NULL) = (decline_reason IS NULL)",
            name=op.f("ck_sweeps_declined_with_a_reason"),
        ),
    )
    op.create_index("ix_sweeps_code", "sweeps", ["code"])
    _create(
        "sweep_photos",
        *_columns(sa.Uuid(), "sweep_id"),
        *_columns(sa.Text(), "picture"),
        *_columns(STAMP, "taken_at"),
        *_columns(sa.String(), "taken_by"),
        sa.ForeignKeyConstraint(
            ["site_id", "sweep_id"], ["sweeps.site_id", "sweeps.id"], name="fk_sweep_photos_sweep"
        ),
    )
    op.create_index("ix_sweep_photos_sweep", "sweep_photos", ["site_id", "sweep_id"])
