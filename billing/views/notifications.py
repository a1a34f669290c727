"""What providers tell us: a hint which payment to ask about, never the truth itself."""

from flask import Response, request
from flask.typing import ResponseReturnValue

from billing import online
from billing.rails import NotGenuine, ProviderRefused, ProviderUnreachable
from billing.views.blueprint import billing
from kernel import clock
from kernel.errors import NotFound
from kernel.people.actors import job
from kernel.web import PUBLIC, csrf, open_to


@billing.post("/notifications/<rail>")
@open_to(PUBLIC)
@csrf.exempt  # type: ignore[untyped-decorator]
def receive_notification(rail: str) -> ResponseReturnValue:
    """404 without that provider's secrets, since then anybody could forge one."""
    wired = online.rails().get(rail)
    if wired is None:
        raise NotFound
    try:
        hint = wired.parse_notification(dict(request.headers), request.get_data(), clock.now())
        if hint is not None:
            online.receive(wired, hint, job(f"notification.{rail}"))
    except (NotGenuine, ProviderUnreachable, ProviderRefused):
        # Not believed, or not answered when asked: a genuine one is sent again.
        body, status, mimetype = wired.acknowledgement(ok=False)
    else:
        body, status, mimetype = wired.acknowledgement(ok=True)
    return Response(body, status, mimetype=mimetype)
