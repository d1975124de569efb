"""Whether comments are dealt with alike, whoever wrote them and whoever decided.

``cases`` reads what became of the comments of a period, ``groups`` divides them by their authors'
side, by moderator, rule and language, ``measures`` compares the groups. Of sides only groups of
ten or more are told, by which no reader's answer can be found out.
"""
