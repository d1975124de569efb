"""The sides of a contested question: who stands where, what each finds in the other's arguments.

``camps`` counts the voters of each side, ``stances`` shows an author's side with their consent,
``best`` finds the argument that the other side approves of most, ``mirror`` compares those who
comment with those who vote, ``minds`` keeps what readers say changed theirs. What a side is, the
kind of question says (polls/kinds/sides.py).

Pages show nothing by which a reader's answer could be found out who has not shown it: see
docs/decisions/0027-sides.md.
"""
