# What asyncio wants of its built-in module _asyncio. That one reads the computer's clock for tasks
# that may run at once, so it cannot be used on the bench's clock.
from _bench import stamp
from _time import ticks_diff


class TaskQueue:
    # Tasks in the order of their time, those of the same time in the order they came
    def __init__(self):
        self._tasks = []

    def peek(self):
        return self._tasks[0] if self._tasks else None

    def push(self, task, key=None):
        task.data = None
        if key is None:
            key = stamp(0) // 1000 & 0x3FFFFFFF
        task.ph_key = key
        tasks = self._tasks
        at = len(tasks)
        while at and ticks_diff(tasks[at - 1].ph_key, key) > 0:
            at -= 1
        tasks.insert(at, task)

    def pop(self):
        if not self._tasks:
            raise IndexError("empty heap")
        return self._tasks.pop(0)

    def remove(self, task):
        self._tasks.remove(task)


class Task:
    # state: True runs and nobody waits, a TaskQueue of those who wait, None done, False done and
    # somebody knows. data: what it waits on, or its result when done.
    def __init__(self, coro, globals=None):
        self.coro = coro
        self.data = None
        self.state = True
        self.ph_key = 0
        self._core = globals

    def __iter__(self):
        if not self.state:
            self.state = False
        elif self.state is True:
            self.state = TaskQueue()
        elif type(self.state) is not TaskQueue:
            raise RuntimeError("can't wait")
        return self

    def __next__(self):
        if not self.state:
            raise self.data
        waiting = self._core["cur_task"]
        self.state.push(waiting)
        waiting.data = self

    def done(self):
        return not self.state

    def cancel(self):
        if not self.state:
            return False
        core = self._core
        if self is core["cur_task"]:
            raise RuntimeError("can't cancel self")
        while isinstance(self.data, Task):
            self = self.data
        queue = core["_task_queue"]
        if hasattr(self.data, "remove"):
            self.data.remove(self)
            queue.push(self)
        elif ticks_diff(self.ph_key, stamp(0) // 1000 & 0x3FFFFFFF) > 0:
            queue.remove(self)
            queue.push(self)
        self.data = core["CancelledError"]
        return True
