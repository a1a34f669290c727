"""The ground: sites, niches, graves, rights and renewals, ashes, QR plates, sweeping visits."""
