"""A reader's own page: what they have said, what waits for them, and all that is held of them."""
