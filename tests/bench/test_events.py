"""The event queue: order, and events taken back."""

from coursekit.bench.events import NEVER, EventQueue


def drain(queue: EventQueue, t_us: int) -> None:
    while (event := queue.pop_due(t_us)) is not None:
        event.action(event.t_us)


def test_events_come_in_order_of_time_then_of_planning() -> None:
    queue = EventQueue()
    seen: list[tuple[str, int]] = []
    for name, t_us in (("c", 30), ("a", 10), ("b1", 20), ("b2", 20)):
        queue.add(t_us, lambda t, name=name: seen.append((name, t)))  # type: ignore[misc]
    drain(queue, 25)
    assert seen == [("a", 10), ("b1", 20), ("b2", 20)]
    assert queue.next_us() == 30


def test_a_cancelled_event_does_not_happen_and_is_not_next() -> None:
    queue = EventQueue()
    seen: list[int] = []
    first = queue.add(10, seen.append)
    queue.add(20, seen.append)
    first.cancel()
    first.cancel()
    assert queue.next_us() == 20
    drain(queue, 100)
    assert seen == [20]
    assert queue.next_us() == NEVER
    assert queue.pop_due(10) is None


def test_cancelled_events_do_not_stay_behind_one_that_stands() -> None:
    queue = EventQueue()
    first = queue.add(1, print)
    for _ in range(20_000):
        queue.add(2, print).cancel()
    last = queue.add(3, print)
    assert len(queue._heap) < 3000
    assert [queue.pop_due(9), queue.pop_due(9), queue.pop_due(9)] == [first, last, None]


def test_what_people_do_is_told_from_what_happens_by_itself() -> None:
    queue = EventQueue()
    queue.add(5, lambda t_us: None)
    pressed = queue.add(10, lambda t_us: None, by_people=True)
    assert not queue.people_act(9.5)
    assert queue.people_act(10)
    pressed.cancel()
    assert not queue.people_act(20)
