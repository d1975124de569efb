"""The living page of the look (/en/design/), for whoever works on it: only while DEBUG is on.

Every colour, control, ballot, result and state stands on it, made by the templates that readers get
of questions that exist nowhere else (docs/design.md). Nothing of it is kept or counted.
"""
