"""flask cemetery draw-plates: samples of plates nobody ordered, as files and nowhere else."""

import csv

import pytest
from sqlalchemy import func, select

from cemetery.models import Plate
from kernel.db import db


def draw(app, *arguments):
    return app.test_cli_runner().invoke(args=["cemetery", "draw-plates", *map(str, arguments)])


def test_samples_are_drawn_read_back_and_not_written_down(app, context, tmp_path):
    answer = draw(app, tmp_path, "--zone", "松:1:3", "--size", "30", "--first-line", "䶮堂")
    assert answer.exit_code == 0, answer.output
    assert "全部读回 3/3" in answer.output
    assert {file.name for file in tmp_path.iterdir()} == {"plates.pdf", "plates.zip", "plates.csv"}
    rows = list(csv.reader((tmp_path / "plates.csv").read_text("utf-8-sig").splitlines()))
    assert [row[1] for row in rows[1:]] == ["松1排1号", "松1排2号", "松1排3号"]
    assert db.session.scalar(select(func.count(Plate.id))) == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [(("--zone", "松"), "应写成"), (("--first-line", "𪚥"), "在字库中没有")],
)
def test_the_command_line_says_what_is_wrong_and_leaves_no_file(
    app, context, tmp_path, arguments, sentence
):
    answer = draw(app, tmp_path / "new", *arguments)
    assert answer.exit_code == 1
    assert sentence in answer.output
    assert not (tmp_path / "new").exists()
