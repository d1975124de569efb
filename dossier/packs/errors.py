"""What is wrong with a pack, in one line that says where."""


class PackError(Exception):
    """A pack that cannot be read or loaded; the message names the file or the entry."""
