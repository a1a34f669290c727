"""The farewell: cases, papers, remains, halls, cremators, the schedule, runs, certificates."""
