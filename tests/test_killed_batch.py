"""A batch that is killed with SIGKILL and started again ends as if it had been left alone."""

from pathlib import Path

from benchmarks.store.killing import killed, undisturbed
from benchmarks.store.variety import make_documents

FILES, KILLS = 40, 3


def test_a_killed_batch_has_the_account_of_one_that_was_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    make_documents(folder, FILES)
    expected = undisturbed(folder, tmp_path / "alone")
    found, kills = killed(folder, tmp_path / "struck", KILLS, FILES)
    assert kills > 0
    (account,) = expected.accounts
    assert sum(account[:4]) == FILES
    assert found == expected
    assert {count for state, count in expected.documents.values() if state != "failed"} == {1}
