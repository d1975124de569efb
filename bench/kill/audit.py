"""What the site kept, against what its voters remember; runs in the site's own environment.

``python -m bench.kill.audit`` reads the voters' journals as JSON, or null for the questions that
they are to be asked, and prints JSON.
"""

import io
import json
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import django
from django.core.management import CommandError, call_command
from django.http import HttpRequest

type Answer = dict[str, int]
"""A choice's address → the value given to it; empty for an answer that is withdrawn."""
type Sent = list[tuple[Answer, bool]]
"""What a voter's forms said to one question, in their order, and whether it was acknowledged."""
type Key = tuple[str, str]
"""A question's address and a voter's key."""

KINDS = ("single", "multiple", "ranking", "statements")
JOINING = "statements"  # an answer to one of them leaves the others as they were


@dataclass
class Kept:
    """All that the database holds of one voter's ballot; one ballot, if all is well."""

    newest: list[int] = field(default_factory=list)
    marks: Answer = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    revisions: list[Answer] = field(default_factory=list)

    def is_whole(self, *, joins: bool) -> bool:
        """Whether the ballot says what its revisions come to, and no number is missing."""
        numbers = list(range(1, len(self.revisions) + 1))
        stands = standing(self.revisions, joins=joins)[-1]
        return self.numbers == numbers and self.newest == numbers[-1:] and self.marks == stands


def standing(revisions: list[Answer], *, joins: bool) -> list[Answer]:
    """What a ballot says before its first revision and after each of them."""
    stands: list[Answer] = [{}]
    for says in revisions:
        stands.append(stands[-1] | says if joins and says else says)
    return stands


def explains(sent: Sent, revisions: list[Answer], *, joins: bool) -> bool:
    """Whether the revisions are what was sent, in its order, one for each form that changed it.

    What was acknowledged must be there; what was not may be. ``joins``: an answer is added to
    those before it, and does not take their place.
    """
    stands = standing(revisions, joins=joins)
    reached = {0}
    for says, acknowledged in sent:
        before, reached = reached, set()
        for number in before:
            changes = standing([stands[number], says], joins=joins)[-1] != stands[number]
            if not changes or not acknowledged:
                reached.add(number)
            if changes and revisions[number : number + 1] == [says]:
                reached.add(number + 1)
    return len(revisions) in reached


def compare(journals: list[dict[str, Any]]) -> dict[str, int]:
    """How many ballots there are, how many are lost, duplicated or torn, and what to repair."""
    from polls.models import Question

    kinds = dict(Question.objects.values_list("slug", "kind"))
    kept, remembered = everything_kept(), everything_sent(journals)
    counts = {"ballots": len(kept), "lost": 0, "duplicated": 0, "torn": 0}
    counts["repaired"] = 0 if recount_agrees() else 1
    for key in kept.keys() | remembered.keys():
        ballot, sent = kept.get(key, Kept()), remembered.get(key, [])
        joins = kinds[key[0]] == JOINING
        if len(ballot.newest) > 1 or len(ballot.revisions) > len(sent):
            counts["duplicated"] += 1
        elif not explains(sent, ballot.revisions, joins=joins):
            counts["lost"] += 1
        elif not ballot.is_whole(joins=joins):
            counts["torn"] += 1
    return counts


def recount_agrees() -> bool:
    """Whether ``manage.py recount`` ends well: no counter needs repair."""
    try:
        call_command("recount", stdout=io.StringIO())
    except CommandError:
        return False
    return True


def everything_sent(journals: list[dict[str, Any]]) -> dict[Key, Sent]:
    """What the journals say, under the keys by which the site knows their voters."""
    from polls.voting import voters

    sent = defaultdict[Key, Sent](list)
    for journal in journals:
        request = HttpRequest()
        request.COOKIES[voters.COOKIE] = journal["cookie"].partition("=")[2]
        token = voters.token_of(request)
        if token is None:
            raise ValueError("The site gave a cookie that it does not know.")
        for question, says, acknowledged in journal["sent"]:
            sent[question, voters.key_hash(token)].append((says, acknowledged))
    return sent


def everything_kept() -> dict[Key, Kept]:
    """Every ballot with its marks and revisions."""
    from polls.models import Ballot, BallotRevision, Choice, Mark

    slugs = dict(Choice.objects.values_list("pk", "slug"))
    kept = defaultdict[Key, Kept](Kept)
    of = ("question__slug", "voter__key_hash")
    for question, voter, number in Ballot.objects.values_list(*of, "revision"):
        kept[question, voter].newest.append(number)
    of = ("ballot__question__slug", "ballot__voter__key_hash")
    for question, voter, choice, value in Mark.objects.values_list(*of, "choice__slug", "value"):
        kept[question, voter].marks[choice] = value
    revisions = BallotRevision.objects.order_by("number")
    for question, voter, number, marks in revisions.values_list(*of, "number", "marks"):
        kept[question, voter].numbers.append(number)
        says = {slugs[choice]: value for choice, value in marks}
        kept[question, voter].revisions.append(says)
    return kept


def questions() -> list[dict[str, Any]]:
    """One open question of each kind, as voters need to know it."""
    from polls.models import Choice, Question

    asked = []
    for kind in KINDS:
        question = Question.objects.filter(kind=kind, status="published").order_by("pk")[0]
        choices = Choice.objects.published().filter(question=question, role="regular")
        slugs = list(choices.order_by("pk").values_list("slug", flat=True))
        asked.append(
            {
                "slug": question.slug,
                "kind": kind,
                "address": question.get_absolute_url(),
                "choices": slugs,
                "fewest": question.min_choices,
                "most": min(question.max_choices or len(slugs), len(slugs)),
            }
        )
    return asked


if __name__ == "__main__":
    django.setup()
    journals = json.load(sys.stdin)
    print(json.dumps(questions() if journals is None else compare(journals)))
