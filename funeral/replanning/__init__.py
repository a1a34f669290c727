"""A new plan for the day when a cremator fails: pure, without a database.

`model` says what a day is, `solve` finds the new places, `explain` says why each moved, and `check`
reads the hard rules once more without the solver.
"""
