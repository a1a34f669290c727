"""The civil-affairs office: figures that link to their records, and the journal's proof."""
