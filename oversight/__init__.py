"""The civil-affairs office: rates, fee audit, findings, inspections, returns, journal proof."""
