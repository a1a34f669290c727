import pytest

# So that a figure that disagrees is shown, in whichever file the comparison stands.
pytest.register_assert_rewrite("tests.journeys.main_job", "tests.journeys.desk")
