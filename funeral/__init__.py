"""The farewell: cases, papers, remains, halls and cremators, the schedule, cremation runs, certificates."""
