"""An editor and a reader at the same moment: the one or the other, never half of each."""

from django.utils import timezone

from polls.kinds import Answer
from polls.models import Ballot, Choice, Question
from polls.voting import AnswerOutdated, Receipt, VotingClosed, cast, windows
from tests.factories import ChoiceFactory, QuestionFactory, VoterFactory
from tests.pages import Form
from tests.polls.conftest import AtOnce
from tests.polls.desk.conftest import Enter, member


def test_a_choice_is_deleted_or_voted_for(at_once: AtOnce, enter: Enter) -> None:
    question, voter = QuestionFactory(), VoterFactory()
    chosen = ChoiceFactory(question=question, slug="chosen", position=3)
    client = enter("Editors")
    address = f"/admin/polls/question/{question.pk}/change/"
    data = Form(client.get(address).content.decode(), "question_form").data
    data["choices-2-DELETE"] = "on"

    response, receipt = at_once(
        [
            lambda: client.post(address, data),
            lambda: cast(
                question=question, voter=voter, answer=Answer({chosen.pk: 1}), now=timezone.now()
            ),
        ]
    )
    if response.status_code == 302:
        assert isinstance(receipt, AnswerOutdated)
        assert not Choice.objects.filter(slug="chosen").exists()
    else:
        assert "“chosen (en)” cannot be deleted: 1 ballot names it." in response.content.decode()
        assert isinstance(receipt, Receipt)
    assert Ballot.objects.count() == (1 if isinstance(receipt, Receipt) else 0)


def test_a_question_closes_before_or_after_a_ballot(at_once: AtOnce) -> None:
    question, voter, editor = QuestionFactory(), VoterFactory(), member("Editors")
    choice = question.choices.first()
    now = timezone.now()
    closed, receipt = at_once(
        [
            lambda: windows.close_question(question=question, editor=editor, now=now),
            lambda: cast(question=question, voter=voter, answer=Answer({choice.pk: 1}), now=now),
        ]
    )
    assert closed is None
    assert isinstance(receipt, (Receipt, VotingClosed))
    assert not Question.objects.get(pk=question.pk).is_open(now=now)
    assert Ballot.objects.count() == (1 if isinstance(receipt, Receipt) else 0)
