"""What the schedule's operations ask the database, as a pgbench script."""

from uuid import UUID

PLACE = """SELECT nextval('bench_turn') AS turn \\gset
BEGIN;
SELECT * FROM booking_terms WHERE institution_id = '{home}' AND valid_from <= current_date
    ORDER BY valid_from DESC LIMIT 1;
SELECT * FROM resources WHERE institution_id = '{home}' AND in_use
    AND (kind = 'hall' AND variety = 'small' OR kind = 'cremator' AND variety = 'flat')
    ORDER BY id FOR UPDATE;
SELECT resource_id, lower(occupies), upper(occupies) FROM occupancies
    JOIN plans ON plans.id = plan_id
    WHERE resource_id = ANY ('{resources}') AND released_at IS NULL
    AND (held_until IS NULL OR held_until > now())
    AND occupies && tstzrange({at} - interval '2 days', {at} + interval '2 days')
    UNION ALL SELECT resource_id, starts_at, ends_at FROM closures
    WHERE resource_id = ANY ('{resources}') AND lifted_at IS NULL
    AND (kind = 'breakdown' OR approved_at IS NOT NULL)
    AND starts_at < {at} + interval '2 days' AND ends_at > {at} - interval '2 days';
SELECT plans.* FROM plans WHERE held_until <= now() AND confirmed_at IS NULL AND id IN (
    SELECT plan_id FROM occupancies WHERE released_at IS NULL AND (
    resource_id = '{hall}' AND occupies && tstzrange({at}, {at} + interval '1 hour')
    OR resource_id = '{cremator}' AND occupies && tstzrange({at}, {at} + interval '2 hours')))
    ORDER BY id FOR UPDATE;
SELECT gen_random_uuid() AS plan \\gset
"""
PLAN = """INSERT INTO plans (id, institution_id, hall_class, cremator_type, order_code, version,
    told_at, made_at, held_until, confirmed_at)
    VALUES (:plan, '{home}', 'small', 'flat', :turn, 1, now(), now(), {held}, {confirmed});
INSERT INTO occupancies
    (id, institution_id, plan_id, resource_id, purpose, starts_at, ends_at, occupies)
    VALUES (gen_random_uuid(), '{home}', :plan, '{hall}', 'farewell', {at},
        {at} + interval '20 min', tstzrange({at} - interval '30 min', {at} + interval '30 min')),
    (gen_random_uuid(), '{home}', :plan, '{cremator}', 'cremation', {at} + interval '35 min',
        {at} + interval '65 min', tstzrange({at} + interval '35 min', {at} + interval '95 min'));
"""
WRITTEN = """INSERT INTO journal (id, happened_at, operation, by, institution_id, changes)
    VALUES (gen_random_uuid(), now(), 'funeral.{name}', 'bench', '{home}',
    '[{{"record": "plans", "version": [null, 1], "order_code": [null, "x"]}}]');
"""
TOLD = "SELECT pg_notify('news', 'board:{home}');\nCOMMIT;\n"
CLAIMED = """INSERT INTO idempotency_keys (operation, key, body_hash, created_at)
    VALUES ('funeral.hold_times', :turn, :turn, now()) ON CONFLICT DO NOTHING RETURNING key;
SELECT count(DISTINCT plans.id) FROM plans JOIN occupancies ON plan_id = plans.id
    WHERE claimant_index = :turn AND cancelled_at IS NULL AND released_at IS NULL
    AND (held_until IS NULL OR held_until > now()) AND ends_at > now();
SELECT resource_id, lower(occupies), upper(occupies) FROM occupancies
    JOIN plans ON plans.id = plan_id
    WHERE claimant_index = :turn AND cancelled_at > now() - interval '1 day';
"""
ANSWERED = """UPDATE idempotency_keys SET answer_table = 'plans', answer_id = :plan
    WHERE operation = 'funeral.hold_times' AND key = :turn;
"""
CONFIRM = """BEGIN;
SELECT * FROM plans WHERE id = :plan FOR UPDATE;
SELECT * FROM occupancies JOIN resources ON resources.id = resource_id WHERE plan_id = :plan;
SELECT * FROM closures WHERE resource_id = ANY ('{resources}') AND lifted_at IS NULL
    AND starts_at < {at} + interval '2 hours' AND ends_at > {at} LIMIT 1;
UPDATE plans SET held_until = NULL, confirmed_at = now(), told_at = now() WHERE id = :plan;
"""
# One farewell an hour: the turn is its place in the calendar.
AT = """(date_trunc('day', now()) + make_interval(
    days => 8 + :turn::int / 9, hours => 7 + :turn::int % 9))"""


def planned(home: UUID, halls: list[UUID], cremators: list[UUID]) -> str:
    """plan_farewell, confirmed at once."""
    script = PLACE + PLAN + WRITTEN + TOLD
    return _filled(script, home, halls, cremators, held="NULL", confirmed="now()")


def held_and_confirmed(home: UUID, halls: list[UUID], cremators: list[UUID]) -> str:
    """hold_times with its idempotency key, then confirm_plan: two transactions."""
    taken = PLACE.replace("BEGIN;\n", "BEGIN;\n" + CLAIMED)
    script = taken + PLAN + WRITTEN + WRITTEN + ANSWERED + TOLD + CONFIRM + WRITTEN + TOLD
    held = "now() + interval '20 min'"
    return _filled(script, home, halls, cremators, held=held, confirmed="NULL")


def _filled(script: str, home: UUID, halls: list[UUID], cremators: list[UUID], **times: str) -> str:
    return script.format(
        home=home,
        hall=halls[0],
        cremator=cremators[0],
        resources="{" + ",".join(map(str, [*halls, *cremators])) + "}",
        at=AT,
        name="plan_farewell",
        **times,
    )
