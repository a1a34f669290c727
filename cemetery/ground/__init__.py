"""The ground itself: sites, their zones, and the units in them; what the law lets them be."""
