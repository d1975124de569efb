"""Questions on other sites: the page for a frame, and what tells other sites of it (oEmbed)."""
