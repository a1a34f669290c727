"""The pages of texts to families, with who opens them and what stands in the address."""

from kernel.people.actors import Role
from tests.browser.visits import Values, Visit


def _text(which: str) -> Values:
    return lambda county: {"text_id": getattr(county.texted, which)}


TEXT_VISITS = (
    Visit("texts.list_texts", Role.DESK),
    Visit("texts.list_texts", Role.COLUMBARIUM, lambda _: {"state": "all"}, "all"),
    *(
        Visit("texts.get_text", Role.DESK, _text(which), which)
        for which in ("failed", "delivered", "unsent")
    ),
    Visit("texts.decline_texts", Role.DESK),
    Visit("texts.lay_down_text_terms", Role.ADMINISTRATOR),
)
