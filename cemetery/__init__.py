"""The ground: columbaria and niches, ashes at rest, their QR plates."""
