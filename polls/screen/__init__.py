"""A question on a large screen: in a newsroom, or before the audience of a lecture."""
