"""The arithmetic of a verdict: nothing is earned by silence."""

from coursekit.checks import Finding, Verdict

MET, MISSED = Finding(True, "yes."), Finding(False, "no.")


def test_the_fraction_is_the_share_of_expectations_met() -> None:
    verdict = Verdict("blink", (MET, MISSED, MET, MET))
    assert (verdict.met, verdict.total, verdict.fraction) == (3, 4, 0.75)
    assert not verdict.passed


def test_all_met_is_passed() -> None:
    verdict = Verdict("blink", (MET, MET))
    assert (verdict.fraction, verdict.passed) == (1.0, True)


def test_a_check_that_says_nothing_earns_nothing() -> None:
    verdict = Verdict("blink")
    assert (verdict.fraction, verdict.passed) == (0.0, False)


def test_a_check_that_broke_earns_nothing() -> None:
    verdict = Verdict("blink", (MET, MET), problem="The check itself failed.")
    assert (verdict.fraction, verdict.passed) == (0.0, False)
