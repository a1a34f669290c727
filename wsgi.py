"""The whole system on one page: settings in, packages wired, app out."""

from flask import Flask

import billing.wiring
import booking.wiring
import cemetery.wiring
import demo.wiring
import funeral.wiring
import hardware.wiring
import kernel.wiring
import oversight.wiring
from billing.fiscal import platform_of, use_platform
from billing.online import RAILS
from billing.rails.wired import rails_of
from billing.views.rewards import reward_panel
from funeral.panels import add_panel
from kernel.app import prepare_app
from kernel.settings import Settings
from kernel.texts.gateway import gateway_of, use_gateway
from kernel.web import dress, guard, show_refusals
from navigation import NAVIGATION

# In this order a case's page shows what they add to it, and a code is asked of them.
WIRES = (
    kernel.wiring.wire,
    hardware.wiring.wire,
    funeral.wiring.wire,
    cemetery.wiring.wire,
    billing.wiring.wire,
    booking.wiring.wire,
    oversight.wiring.wire,
    demo.wiring.wire,
)


def create_app(settings: Settings | None = None) -> Flask:
    """Nothing is started or connected at import; the database answers when first asked."""
    settings = settings or Settings()
    app = prepare_app(settings)
    app.extensions[RAILS] = rails_of(settings)
    use_platform(app, platform_of(settings))
    use_gateway(app, gateway_of(settings))
    guard(app)
    show_refusals(app)
    dress(app, NAVIGATION)
    for wire in WIRES:
        wire(app)
    # Billing knows no cases, so it cannot put this on their page itself.
    add_panel(app, reward_panel)
    return app
