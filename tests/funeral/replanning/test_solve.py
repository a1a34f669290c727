"""The solver's rules one by one, on days small enough to reckon by hand."""

from dataclasses import replace

from funeral.replanning.check import broken
from funeral.replanning.explain import Stuck, Why, explain, overtaken
from funeral.replanning.model import Day, Done, Job, Level, Machine, Place, Terms
from funeral.replanning.solve import solve

OPEN = ((6 * 60, 18 * 60),)
AT_8, AT_9, AT_10, AT_11, AT_12 = (hour * 60 for hour in range(8, 13))


def hall(number: int, **changed) -> Machine:
    return replace(Machine(f"hall{number}", f"{number}号厅", {"": (30, 20, 10)}, OPEN), **changed)


def cremator(number: int, **changed) -> Machine:
    made = Machine(f"oven{number}", f"{number}号火化机", {"": (0, 60, 30)}, OPEN)
    return replace(made, **changed)


def day_of(machines: list[Machine], jobs: list[Job], now: int = 7 * 60, **changed) -> Day:
    return Day(now, {machine.id: machine for machine in machines}, tuple(jobs), **changed)


def job(name: str, machine: Machine, start: int, cremators: list[Machine], **changed) -> Job:
    made = Job(name, name, machine.place(start), tuple(each.id for each in cremators))
    return replace(made, **changed)


def solved(day: Day):
    # Such a day takes milliseconds; the long limit is for a machine that is busy with others.
    solution = solve(day, seconds=60)
    assert broken(day, solution.places) == []
    assert solution.optimal
    return solution


def moved_in(day: Day):
    return {move.job.id: move for move in explain(day, solved(day).places)}


def test_a_day_without_a_fault_stays_as_it_is():
    ovens = [cremator(1), cremator(2)]
    day = day_of(ovens, [job("a", ovens[0], AT_9, ovens), job("b", ovens[1], AT_9, ovens)])
    assert moved_in(day) == {}


def test_the_same_time_on_another_cremator_moves_no_family():
    ovens = [cremator(1, closed=((AT_8, AT_12),)), cremator(2)]
    day = day_of(ovens, [job("a", ovens[0], AT_9, ovens)])
    [move] = moved_in(day).values()
    assert (move.cremation.machine, move.cremation_minutes) == ("oven2", 0)
    assert move.why is Why.OUT_OF_USE
    assert not move.is_told


def test_a_told_farewell_stays_and_the_cremation_waits():
    ovens = [cremator(1, closed=((AT_8, AT_12),))]
    rooms = [hall(1)]
    told = job("a", ovens[0], AT_10, ovens, farewell=rooms[0].place(AT_9), halls=("hall1",))
    [move] = moved_in(day_of([*rooms, *ovens], [told])).values()
    assert move.farewell_minutes == 0
    assert move.cremation.start == AT_12


def test_a_told_farewell_moves_only_where_nothing_else_helps():
    """Closed until noon, and nobody may wait longer than an hour: the farewell moves with it."""
    ovens = [cremator(1, closed=((AT_8, AT_12),))]
    rooms = [hall(1)]
    told = job("a", ovens[0], AT_10, ovens, farewell=rooms[0].place(AT_9), halls=("hall1",))
    day = day_of([*rooms, *ovens], [told], terms=Terms(longest_wait=60))
    [move] = moved_in(day).values()
    assert move.farewell.start == 11 * 60
    assert move.cremation.start == AT_12
    assert move.is_told


def test_a_farewell_does_not_move_before_the_remains_are_there():
    """Closed from ten on: the farewell would have to move before nine, when the hearse is back."""
    ovens = [cremator(1, closed=((AT_10, 18 * 60),))]
    rooms = [hall(1)]
    told = job("a", ovens[0], AT_11, ovens, farewell=rooms[0].place(AT_10), halls=("hall1",))
    early = day_of([*rooms, *ovens], [told], now=6 * 60)
    [move] = moved_in(early).values()
    assert move.farewell.start < AT_9
    [late] = moved_in(replace(early, jobs=(replace(told, not_before=AT_9),))).values()
    assert late.stuck is not None


def test_a_wait_that_cannot_be_kept_is_named_and_not_stretched():
    """The farewell has begun, so it cannot move; the cremator is back two hours too late."""
    ovens = [cremator(1, closed=((AT_8, AT_12),))]
    rooms = [hall(1)]
    begun = job("a", ovens[0], AT_10, ovens, farewell=rooms[0].place(AT_9))
    day = day_of([*rooms, *ovens], [begun], now=AT_9, terms=Terms(longest_wait=90))
    [move] = moved_in(day).values()
    assert move.stuck is Stuck.WAIT
    assert move.cremation == begun.cremation


def test_without_any_cremator_of_the_type_the_family_is_left_without_a_place():
    flat, collecting = cremator(1, closed=OPEN), cremator(2)
    [move] = moved_in(day_of([flat, collecting], [job("a", flat, AT_9, [flat])])).values()
    assert move.stuck is Stuck.NO_CREMATOR


def test_a_full_day_leaves_as_few_as_possible_without_a_place():
    """Three runs of 90 minutes in four hours and a half, and nobody new fits between them."""
    ovens = [cremator(1, open=((AT_8, AT_8 + 270),)), cremator(2, closed=OPEN)]
    jobs = [job(f"a{n}", ovens[0], AT_8 + 90 * n, ovens) for n in range(3)]
    day = day_of(ovens, [*jobs, job("b", ovens[1], AT_9, ovens)])
    solution = solved(day)
    assert solution.values[Level.UNPLACED] == 1
    [move] = explain(day, solution.places)
    assert (move.job.id, move.stuck) == ("b", Stuck.FULL)


def test_who_has_not_been_told_moves_rather_than_who_has():
    ovens = [cremator(1), cremator(2, closed=OPEN)]
    told = job("told", ovens[0], AT_9, ovens)
    untold = job("untold", ovens[1], AT_9, ovens, told=False)
    assert set(moved_in(day_of(ovens, [told, untold]))) == {"untold"}


def test_an_infectious_body_goes_first():
    ovens = [cremator(1), cremator(2, closed=OPEN)]
    jobs = [job("first", ovens[0], AT_8, ovens), job("ill", ovens[1], AT_9, ovens, infectious=True)]
    moves = moved_in(day_of(ovens, jobs))
    assert moves["ill"].cremation.start == 7 * 60
    assert set(moves) == {"ill", "first"}
    assert moves["first"].why is Why.GIVES_WAY
    assert moves["first"].for_ == "ill"


def test_a_dedicated_cremator_is_the_only_one_with_its_own_minutes():
    own = cremator(2, minutes={"": (0, 60, 30), "infectious": (15, 60, 60)})
    ill = job("ill", cremator(1), AT_9, [own], infectious=True, purposes=("", "infectious"))
    [move] = moved_in(day_of([cremator(1), own], [ill])).values()
    assert move.why is Why.OTHER_CREMATOR
    assert move.cremation == Place("oven2", 435, 495, (420, 555))


def test_what_has_begun_is_in_the_way_and_stays():
    ovens = [cremator(1, busy=((AT_8, AT_10 + 30),))]
    [move] = moved_in(day_of(ovens, [job("a", ovens[0], AT_10, ovens)], now=AT_9)).values()
    assert move.why is Why.NOT_FREE
    assert move.cremation.start == AT_10 + 30


def test_a_start_long_past_gets_a_new_time():
    ovens = [cremator(1)]
    day = day_of(ovens, [job("a", ovens[0], AT_8, ovens)], now=AT_9 + 2)
    [move] = moved_in(day).values()
    assert (move.why, move.cremation.start) == (Why.LATE, AT_9 + 5)


def test_the_staff_can_watch_only_so_many_furnaces():
    ovens = [cremator(1), cremator(2)]
    jobs = [job("a", ovens[0], AT_9, ovens), job("b", ovens[1], AT_9, ovens, told=False)]
    day = day_of(ovens, jobs, terms=Terms(runs_at_once=1))
    starts = sorted(place.start for place in solved(day).places.cremations.values())
    assert starts == [AT_8, AT_9]


def test_a_running_furnace_counts_for_the_staff():
    ovens = [cremator(1), cremator(2)]
    day = day_of(
        ovens,
        [job("a", ovens[1], AT_9, ovens)],
        now=AT_9,
        done=(Done(AT_8 + 30, AT_9 + 30),),
        terms=Terms(runs_at_once=1),
    )
    assert solved(day).places.cremations["a"].start == AT_9 + 30


def test_no_more_start_together_than_can_be_started_or_were_planned():
    """Three were booked for nine o'clock; the one who must move may not join them."""
    ovens = [cremator(number) for number in range(1, 5)]
    ovens[3] = replace(ovens[3], closed=((AT_8, AT_9 + 30),))
    jobs = [job(f"a{n}", oven, AT_9, ovens) for n, oven in enumerate(ovens[:3])]
    late = job("late", ovens[3], AT_9, ovens)
    spare = cremator(5)
    day = day_of(
        [*ovens, spare],
        [*jobs, replace(late, cremators=(*late.cremators, "oven5"))],
        terms=Terms(starts_at_once=2, starts_within=10),
    )
    solution = solved(day)
    assert {move.job.id for move in explain(day, solution.places)} == {"late"}
    assert abs(solution.places.cremations["late"].start - AT_9) == 10


def test_who_overtakes_whom_is_known_both_ways():
    ovens = [cremator(1), cremator(2, closed=((AT_8, AT_11),))]
    jobs = [
        job("early", ovens[1], AT_9, [ovens[1]]),
        job("later", ovens[0], AT_10, [ovens[0]]),
        job("last", ovens[0], AT_12, [ovens[0]]),
    ]
    day = day_of(ovens, jobs)
    places = solved(day).places
    assert overtaken(day, places, jobs[0]) == ["later"]
    assert overtaken(day, places, jobs[1]) == ["early"]
    assert overtaken(day, places, jobs[2]) == []


def test_the_checker_sees_what_the_solver_must_not_do():
    """A proof by a checker is worth what the checker notices."""
    ovens, rooms = [cremator(1, closed=((AT_12, 13 * 60),)), cremator(2)], [hall(1)]
    first = job("a", ovens[0], AT_10, ovens, farewell=rooms[0].place(AT_9), halls=("hall1",))
    second = job("b", ovens[1], AT_9, ovens)
    day = day_of(
        [*rooms, *ovens], [first, second], terms=Terms(runs_at_once=1, longest_wait=120), now=AT_8
    )
    places = solved(day).places

    def faults(name: str, place: Place) -> str:
        changed = replace(places, cremations={**places.cremations, name: place})
        return "; ".join(fault.what for fault in broken(day, changed))

    assert "after the farewell" in faults("a", ovens[0].place(AT_9 + 30))
    assert "waits" in faults("a", ovens[0].place(15 * 60))
    assert "not free" in faults("a", ovens[0].place(AT_11))
    assert "outside its hours" in faults("b", ovens[1].place(17 * 60))
    assert "past" in faults("b", ovens[1].place(7 * 60))
    assert "meet on" in faults("b", places.cremations["a"])
    assert "runs beside" in faults("b", replace(ovens[1].place(places.cremations["a"].start)))
    assert "minutes on" in faults("b", replace(ovens[1].place(AT_9), end=AT_9 + 5))
