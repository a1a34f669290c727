import pytest
from jinja2 import Environment, UndefinedError

from kernel.undefined import Missing


def written(source, **given):
    return Environment(undefined=Missing, autoescape=True).from_string(source).render(**given)


@pytest.mark.parametrize("source", ["{{ nmae }}", "{{ case.nmae }}", "{% if nmae %}{% endif %}"])
def test_a_misspelt_name_fails_loudly(source):
    with pytest.raises(UndefinedError):
        written(source, name="周某", case=object())


def test_an_absent_key_of_a_dict_is_empty():
    assert written("{% if params.hint %}x{% endif %}{{ params.hint }}", params={}) == ""


def test_a_macro_may_be_called_without_a_body():
    assert (
        written("{% macro box() %}{{ caller() if caller else 'none' }}{% endmacro %}{{ box() }}")
        == "none"
    )
