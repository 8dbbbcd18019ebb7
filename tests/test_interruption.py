"""An interruption stops a person's code at any place, and the kit's own code at none."""

from __future__ import annotations

import threading
import time

from coursekit.interruption import WHOLE, Interruptible, WholeLock, uninterrupted


class Thread(threading.Thread):
    """Runs `body` as interruptible code; `ended` says how that went."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.run_ = Interruptible()
        self.begun = threading.Event()
        self.ended = ""

    def body(self) -> None:
        """To be overridden."""

    def run(self) -> None:
        try:
            with self.run_:
                self.body()
            self.ended = "by itself"
        except KeyboardInterrupt:
            self.ended = "interrupted"
        finally:
            self.run_.end()

    def over(self) -> str:
        """Wait for the end."""
        self.join(30)
        assert not self.is_alive()
        return self.ended


def test_a_loop_is_interrupted() -> None:
    class Loop(Thread):
        def body(self) -> None:
            self.begun.set()
            while True:
                pass

    thread = Loop()
    thread.start()
    thread.begun.wait()
    thread.run_.interrupt()
    assert thread.over() == "interrupted"


def test_a_sleep_is_interrupted_and_sleeps_again_afterwards() -> None:
    class Sleeper(Thread):
        def body(self) -> None:
            self.begun.set()
            try:
                time.sleep(1000)
            except KeyboardInterrupt:
                started = time.monotonic()
                time.sleep(0.05)
                self.slept_s = time.monotonic() - started
                raise

    before = time.sleep
    thread = Sleeper()
    thread.start()
    thread.begun.wait()
    thread.run_.interrupt()
    assert thread.over() == "interrupted"
    assert thread.slept_s >= 0.05
    assert time.sleep is before


def test_what_is_whole_ends_first_and_cleaning_up_is_not_interrupted_again() -> None:
    class Careful(Thread):
        done = ""

        @uninterrupted
        def step(self, name: str) -> None:
            self.begun.set()
            if name == "first":
                go_on.wait()
            for _ in range(1000):
                pass
            self.done += name + " "

        def body(self) -> None:
            try:
                self.step("first")
                self.step("never")
            finally:
                self.step("clean")
                self.step("up")

    go_on = threading.Event()
    thread = Careful()
    thread.start()
    thread.begun.wait()
    thread.run_.interrupt()
    go_on.set()
    assert thread.over() == "interrupted"
    assert thread.done == "first clean up "


def test_nothing_arrives_after_the_end() -> None:
    run = Interruptible()
    with run:
        pass
    run.interrupt()
    for _ in range(10_000):
        pass
    with WHOLE:
        pass


def test_no_lock_stays_taken_wherever_the_interruption_comes() -> None:
    """A `threading.Condition` that is interrupted in its `__enter__` stays locked for ever."""
    lock, condition = WholeLock(), threading.Condition()
    steps = [0, 0]

    class Stepper(Thread):
        @uninterrupted
        def step(self) -> None:
            with condition:
                steps[0] += 1
                condition.notify()
                steps[1] += 1

        def body(self) -> None:
            self.begun.set()
            while True:
                self.step()
                with lock:
                    steps[0] -= 1
                    self.step()
                    steps[1] -= 1

    for _ in range(150):
        thread = Stepper()
        thread.start()
        thread.begun.wait()
        thread.run_.interrupt()
        assert thread.over() == "interrupted"
        assert condition.acquire(timeout=10)
        condition.release()
        assert steps[0] == steps[1]
    lock.acquire()  # it belongs to no thread that has ended
    lock.release()


def test_runs_that_overlap_leave_sleep_as_it_was() -> None:
    before = time.sleep
    first_over = threading.Event()

    class Second(Thread):
        def body(self) -> None:
            self.begun.set()
            first_over.wait(30)
            time.sleep(1000)

    second = Second()
    with Interruptible():
        second.start()
        second.begun.wait(30)
    first_over.set()
    second.run_.interrupt()
    assert second.over() == "interrupted"
    assert time.sleep is before
