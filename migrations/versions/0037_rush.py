"""The opening rush: who waits for places of a day, and the function that gives them in order."""

import sqlalchemy as sa
from alembic import op

revision = "0037_rush"
down_revision = "0036_rights"

STAMP = sa.DateTime(timezone=True)
# As in 0029, but a slot nobody gets into is not written anew: in a rush most come too late.
GRANT = """
    CREATE OR REPLACE FUNCTION grant_visits(
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
        IF 0 = ANY (answers) THEN
            UPDATE visit_slots SET taken_open = s.taken_open, taken_phone = s.taken_phone,
                taken_walk_in = s.taken_walk_in, taken_cars = s.taken_cars
                WHERE site_id = asked_site AND id = asked_slot;
        END IF;
        RETURN answers;
    END $$
"""
# When a request comes: 0 for all who come before the opening, then one more each quarter second.
# `moment`: only where time stands still (tests); else the one clock that all web machines share.
TURN = """
    CREATE FUNCTION visit_turn(moment timestamptz, opens timestamptz) RETURNS int
    LANGUAGE sql IMMUTABLE AS $$
        SELECT greatest(0, 1 + floor(extract(epoch FROM moment - opens) * 4)::int)
    $$
"""
# Strictly in order, each family's first wish before anything of the next family. All slots of the
# day are locked first and in the order everybody locks them; whoever books beside this holds one
# of them, so what was looked up here stays true until the commit.
ALLOCATE = """
    CREATE FUNCTION allocate_visits(
        asked_site uuid, asked_day date, opens timestamptz, moment timestamptz, grace interval,
        most int, unit_most int
    ) RETURNS TABLE (id uuid, answer text, slot uuid, code text, persons int)
    LANGUAGE plpgsql AS $$
    #variable_conflict use_column
    DECLARE
        now_at timestamptz := coalesce(moment, clock_timestamp());
        r visit_requests%ROWTYPE;
        s record;
        said text;
        given uuid;
        its_code text;
        shift int;
        words text[] := ARRAY['slot_closed', 'slot_full', 'cars_full'];
        got int;
    BEGIN
        PERFORM 1 FROM visit_slots WHERE site_id = asked_site AND day = asked_day
            ORDER BY id FOR UPDATE;
        FOR r IN
            SELECT * FROM visit_requests
            WHERE site_id = asked_site AND day = asked_day AND state = 'waiting'
                AND turn < visit_turn(now_at - grace, opens)
            ORDER BY turn, tie, id LIMIT most FOR UPDATE
        LOOP
            said := NULL; given := NULL; its_code := NULL;
            IF r.unit_id IS NOT NULL AND unit_most > 0 AND EXISTS (
                SELECT 1 FROM visit_unit_days WHERE site_id = asked_site AND day = asked_day
                    AND unit_id = r.unit_id AND taken >= unit_most
            ) THEN
                said := 'unit_full';
            ELSE
                FOR s IN
                    SELECT id, starts_at FROM visit_slots
                    WHERE site_id = asked_site AND day = asked_day
                        AND (id = r.slot_id OR (r.any_slot AND title = ''))
                    ORDER BY id <> r.slot_id, starts_at
                LOOP
                    IF s.starts_at <= now_at THEN
                        said := coalesce(said, 'slot_over');
                        CONTINUE;
                    END IF;
                    IF EXISTS (
                        SELECT 1 FROM visit_bookings WHERE site_id = asked_site AND slot_id = s.id
                            AND identity_index = r.identity_index AND cancelled_at IS NULL
                    ) THEN
                        said := 'booked_already';
                        EXIT;
                    END IF;
                    got := (grant_visits(asked_site, s.id, ARRAY['open'], ARRAY[r.persons],
                        ARRAY[r.cars]))[1];
                    IF got = 0 THEN
                        given := s.id;
                        EXIT;
                    END IF;
                    said := coalesce(said, words[got]);
                END LOOP;
                said := coalesce(said, 'slot_closed');
            END IF;
            IF given IS NOT NULL THEN
                said := '';
                shift := 1;
                LOOP
                    its_code := substr(r.token, shift, 8);
                    EXIT WHEN NOT EXISTS (
                        SELECT 1 FROM visit_bookings WHERE site_id = asked_site AND code = its_code
                    );
                    shift := shift + 1;
                END LOOP;
                IF r.unit_id IS NOT NULL AND unit_most > 0 THEN
                    INSERT INTO visit_unit_days AS u
                        (institution_id, site_id, day, unit_id, taken, most)
                        VALUES (r.institution_id, asked_site, asked_day, r.unit_id, 1, unit_most)
                        ON CONFLICT (site_id, day, unit_id)
                        DO UPDATE SET taken = u.taken + 1, most = excluded.most;
                END IF;
                INSERT INTO visit_bookings (
                    site_id, id, institution_id, code, slot_id, channel, share, name,
                    identity_number, identity_index, phone, phone_index, persons, companions, cars,
                    number_plates, unit_id, serial, booked_at
                ) VALUES (
                    asked_site, r.id, r.institution_id, its_code, given, 'web', 'open', r.name,
                    r.identity_number, r.identity_index, r.phone, r.phone_index, r.persons,
                    r.companions, r.cars, r.number_plates, r.unit_id, 1, now_at
                );
            END IF;
            -- Who was answered is known by the booking, or only by a telephone for the message.
            UPDATE visit_requests SET
                state = CASE WHEN given IS NULL THEN 'refused' ELSE 'granted' END,
                reason = said, answered_at = now_at, name = NULL, identity_number = NULL,
                companions = NULL, number_plates = NULL,
                phone = CASE WHEN given IS NULL THEN r.phone END
                WHERE site_id = asked_site AND id = r.id;
            RETURN QUERY SELECT r.id, said, given, its_code, r.persons;
        END LOOP;
    END $$
"""


def upgrade() -> None:
    op.create_table(
        "visit_requests",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.Column("any_slot", sa.Boolean(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("cars", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("identity_index", sa.String(), nullable=False),
        sa.Column("phone_index", sa.String(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=True)
            for name in ("name", "identity_number", "phone", "companions", "number_plates")
        ),
        sa.Column("arrived_at", STAMP, nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("tie", sa.Double(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("answered_at", STAMP, nullable=True),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id"], ["sites.id"], name=op.f("fk_visit_requests_site_id_sites")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_visit_requests_institution_id_institutions"),
        ),
        sa.CheckConstraint(
            "persons > 0 AND cars >= 0", name=op.f("ck_visit_requests_somebody_comes")
        ),
        sa.CheckConstraint(
            "(state = 'waiting') = (answered_at IS NULL)",
            name=op.f("ck_visit_requests_waits_or_was_answered"),
        ),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_visit_requests")),
        sa.UniqueConstraint("site_id", "token", name=op.f("uq_visit_requests_site_id")),
        sa.UniqueConstraint("site_id", "key", name="one_place_in_the_queue_a_form"),
    )
    op.create_index(op.f("ix_visit_requests_institution_id"), "visit_requests", ["institution_id"])
    op.create_index("ix_visit_requests_token", "visit_requests", ["token"])
    op.create_index("ix_visit_requests_day", "visit_requests", ["site_id", "day", "answered_at"])
    op.create_index(
        "one_place_in_the_queue_a_person",
        "visit_requests",
        ["site_id", "day", "identity_index"],
        unique=True,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "ix_visit_requests_turn",
        "visit_requests",
        ["site_id", "day", "turn", "tie", "id"],
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.execute(GRANT)
    op.execute(TURN)
    op.execute(ALLOCATE)
