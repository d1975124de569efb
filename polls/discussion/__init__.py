"""What readers say to one another.

``posting`` writes comments, ``reactions`` what readers make of those of others, ``threads`` shows
them: all that is not published to its author alone. ``polls.moderation`` decides what is
published.
"""
