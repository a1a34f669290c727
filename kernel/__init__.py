"""What every package may rely on: operations, the journal, people, places, time.

It knows no package.
"""
