# The board's end of the wires to the bench: time stamps, one-way messages, questions, interrupts.
# Runs inside MicroPython, below machine and time. The host's end is hardware.py.
#
# A message is one 64-bit word, t_us << 16 | op << 10 | pin << 4 | arg, and up to a few words more.
# A question is a message with a sequence number; its answer is always three words:
# sequence << 32 | value, the horizon, one event or 0. With EXCHANGE bytes go along: as many as the
# question says, and as many back as there is room for; the third word is when it is over. An
# interrupted question leaves an answer behind, which the sequence number tells from the next one's.
import _thread
import array
import gc
import micropython
import uctypes
import utime

from micropython import const

# One-way messages
WRITE = const(0)  # arg: level
MODE = const(1)  # arg: mode | pull << 2
PWM = const(2)  # word: freq_hz << 20 | duty_u16
PWM_STOP = const(3)
WATCH = const(4)  # arg: 1 falling, 2 rising, 4 for a hard handler
TIMER = const(5)  # pin: slot, arg: 1 periodic; word: period in us, 0 to stop
PIXELS = const(6)  # word: number of bytes; then the bytes, padded to whole words
RESET = const(7)
PASS = const(8)  # nothing but the time
OVER = const(9)  # the run's board time is over; arg: how many times it was stopped before
# Questions
READ = const(16)
ADC = const(17)
SYNC = const(18)  # brings an event; arg: one of the following, or 0
EXCHANGE = const(19)  # pin: device; five words more, the first is the number of bytes behind them

_KEEP = const(1)  # no event; the answer says what waits: 1 for hard handlers, 2 for soft ones
_HARD = const(2)  # an event for a hard handler
_MERGE = const(5)  # as 1, and the edges of each pin that wait become one event

# Events, as they come with an answer: others waiting << 16 | kind << 12 | flags << 6 | id
EDGE = const(1)
TICK = const(2)

NEVER = const(1 << 60)
_STRETCH_US = const(5000)
_ADMIT_US = const(4000)
_GRACE_US = const(500000)
_STOPS_MAX = const(2)

_out = open(3, "wb", 0)
_answers = open(4, "rb", 0)
_attention = open(5, "rb", 0)
_acks = open(6, "wb", 0)

write = _out.write
_read = _answers.readinto
_clock = utime.ticks_us

_boot = array.array("l", bytes(64))  # an item of a "q" is a long integer, also where small
_read(_boot)
fast = bool(_boot[0])
reset_cause = _boot[1]
_start_us = _boot[2]
epoch_us = _boot[3]  # of the real-time clock: microseconds since 1970 when board time was 0
left = bytes(_boot)[32:]  # how a soft reset has left the pins: 128 | level << 6 | pull << 2 | mode

one = array.array("q", (0,))
two = array.array("q", (0, 0))
three = array.array("q", (0, 0, 0))
_now = array.array("q", (0,))  # the listener's own, for it runs beside the program
_limit = array.array("l", (0,))
_answer = array.array("l", (0, 0, 0))
_sequence = 0
_in_handler = 0  # 1 while a handler runs, 2 a hard one
masked = False  # the program has switched interrupts off
_handlers = {}
_writing = _thread.allocate_lock()

horizon_us = 0 if fast else NEVER  # board time at which the bench wants to be asked
_eager = 0  # from an answer: what the bench may do about a write
_EVENT = const(0x80000000)  # something that the next look has to ask for
_INTERRUPT = const(0x10000000)  # an interrupt, so that the write itself has to ask
_eager_bits = _EVENT | _INTERRUPT if fast else _INTERRUPT
watched = 0  # a bit for each pin whose edges have a handler
stop_us = NEVER  # board time at which the program is stopped
version = 1  # changes whenever a level read earlier may have become another

# Fast-forward: the board's clock moves by what sleeping skips, by a fixed price for each call that
# touches hardware, and by processor time where a program computes for long between such calls.
_now_us = _start_us
_wall_us = _clock()
_short_us = 0
_cpu_us = 0
_stops = 0


_held = False  # the host counts the heap, of which this clock takes some
_released = False


def _long_stretch():
    global _now_us, _short_us, _cpu_us, _released
    if _held:
        return
    try:
        cpu = int(utime.clock() * 1000) * 1000  # its resolution is a millisecond
    except MemoryError:
        return
    used = cpu - _cpu_us - _short_us
    _cpu_us = cpu
    _short_us = 0
    if _released:
        _released = False
    elif used > _ADMIT_US:
        _now_us += used


def _stop():
    # The run has had its board time: stopped at this very microsecond, the program has done the same
    # each time. One that goes on gets a little more; then it waits here to be switched off.
    global stop_us, _now_us, _stops
    _now_us = stop_us
    one[0] = stop_us << 16 | OVER << 10 | _stops
    write(one)
    while _stops >= _STOPS_MAX:
        _read(_answer)
    _stops += 1
    stop_us += _GRACE_US
    raise _KeyboardInterrupt


_KeyboardInterrupt = KeyboardInterrupt


if fast:

    def stamp(price_us=1):
        global _now_us, _wall_us, _short_us
        wall = _clock()
        delta = wall - _wall_us
        _wall_us = wall
        if delta > _STRETCH_US:
            _long_stretch()
        else:
            _short_us += delta
        _now_us += price_us
        if _now_us > stop_us:
            _stop()
        return _now_us

else:

    def stamp(price_us=1):
        return _clock() - _start_us


# A soft handler of an interrupt that the program's own write has caused runs at the next jump of
# the program. There are jumps in the overlay too, where a board has none: so what programs call a
# lot sets `busy` before its first jump and clears it after its last. It counts down, in case an
# exception left it set.
busy = 0
PATIENCE = const(40)
later = False  # such a handler waits for that jump
_ONE = const(1)  # handlers that _scheduled runs
_ALL = const(-1)


def now():
    # For programs that look at the clock: gives the bench its turn first.
    global busy
    busy = PATIENCE
    t = stamp(5)
    if t >= horizon_us and not later:
        sync()
    busy = 0
    return t


def send(word):
    # A configuration message: the next look at the clock asks the bench what follows from it.
    global horizon_us, version
    t = stamp()
    if watched:
        return _tell(t << 16 | word, _KEEP)
    one[0] = t << 16 | word
    write(one)
    if fast:
        horizon_us = 0
        version += 1


def send2(word, payload):
    global horizon_us, version
    t = stamp()
    two[0] = t << 16 | word
    two[1] = payload
    write(two)
    if fast:
        horizon_us = 0
        version += 1


def send_bytes(word, data):
    n = len(data)
    buf = bytearray(16 + (n + 7) // 8 * 8)
    head = array.array("q", (0, n))
    head[0] = stamp() << 16 | word
    buf[:16] = bytes(head)
    buf[16 : 16 + n] = data
    # So long a message may go in pieces, and the listener may not come in between. No jump between
    # these lines, so nothing keeps the lock.
    _writing.acquire()
    write(buf)
    _writing.release()


def put(word):
    # The hot path of Pin.value(x): word holds op, pin and level.
    global busy
    t = stamp()
    if _eager:
        return _put_eager(t << 16 | word)
    one[0] = t << 16 | word
    write(one)
    busy = 0


def _put_eager(message):
    global horizon_us, version, busy
    if _eager & _INTERRUPT:
        return _tell(message, _KEEP)
    one[0] = message
    write(one)
    horizon_us = 0
    version += 1
    busy = 0


def _tell(message, how):
    # A message and the question which interrupts wait now. Hard handlers run at once, soft ones at
    # the next jump: so there is none behind the scheduling, here and in what calls this.
    global _sequence, horizon_us, version, _eager, later, busy
    sequence = _sequence = (_sequence + 1) & 0xFFFFFFF
    three[0] = message
    three[1] = message >> 16 << 16 | SYNC << 10 | how
    three[2] = sequence
    write(three)
    _read(_answer)
    head = _answer[0]
    horizon_us = _answer[1]
    if head >> 32 != sequence:
        _search(sequence)
        head = _found[0]
        horizon_us = _found[1]
    version += 1
    _eager = head & _eager_bits
    if head & 1 and not masked:
        _run_hard()
    if head & 2:
        later = True
    if not later or masked or _in_handler or _pending:
        busy = 0
        return
    busy = 0
    return _soon(_ONE)


def _soon(how_many):
    # Handlers run at the next jump: of all that wait, or of one as on a board, then the next one.
    global _pending, later
    _pending = True
    try:
        return _schedule(_scheduled, how_many)
    except RuntimeError:  # the queue is full: the next look, or the host reminds us
        _pending = later = False


_schedule = micropython.schedule


def unmask():
    # Interrupts are on again. Those of a pin that came meanwhile are one.
    global masked
    masked = False
    return _tell(stamp(0) << 16 | PASS << 10, _MERGE)


def _run_hard():
    global _in_handler
    before = _in_handler
    if before == 2 or _searching:
        return
    while True:
        event = ask(SYNC << 10 | _HARD, 0, True)
        if not event:
            return
        _in_handler = 2
        try:
            _handlers[EDGE](event & 63, event >> 6 & 63)
        finally:
            _in_handler = before


def ask(word, price_us=5, for_event=False):
    global _sequence, horizon_us, _eager, version
    sequence = _sequence = (_sequence + 1) & 0xFFFFFFF
    t = stamp(price_us)
    # From here until the answer is taken out there is no jump, and so no interrupt handler comes in
    # between and asks something itself.
    before = horizon_us
    two[0] = t << 16 | word
    two[1] = sequence
    write(two)
    _read(_answer)
    head = _answer[0]
    event = _answer[2]
    horizon_us = _answer[1]  # here, for a handler's own question may soon know a later one
    if head >> 32 != sequence:
        _search(sequence)
        head = _found[0]
        event = _found[2]
        horizon_us = _found[1]
    if fast:
        if horizon_us != before:
            version += 1
    _eager = head & _eager_bits
    return event if for_event else head & 0xFFFFFFF


_DATA = const(1 << 30)  # in an answer: bytes follow, as many as its low 24 bits say


def exchange(device, frame, call, amount, data, n, into):
    # A call of a bus controller. frame: an array of seven words, of which 3 and 4 are the bus's
    # settings; n: the bytes in data; into: gets exactly as many as it holds. Returns the answer's
    # lower 30 bits when the board's time has come to where the call is over.
    global _sequence, horizon_us, version, _eager, _now_us
    sequence = _sequence = (_sequence + 1) & 0xFFFFFFF
    t = stamp()
    # As in ask(), no jump from here until all is taken out: a handler could use the same bus, and
    # Ctrl-C would leave the clock behind the bench's. The lock is for the listener, see send_bytes().
    frame[0] = t << 16 | EXCHANGE << 10 | device << 4
    frame[1] = sequence
    frame[2] = n
    frame[5] = call
    frame[6] = amount
    _writing.acquire()
    write(frame)
    write(data)
    write(_PADS[n & 7])
    _writing.release()
    _read(_answer)
    head = _answer[0]
    end_us = _answer[2]
    horizon_us = _answer[1]
    version += 1
    _now_us = max(_now_us, end_us * fast * (head >> 32 == sequence))
    _takers[head >> 30 & ~2 == sequence << 2 | 1](into)
    if head >> 32 != sequence:
        _search(sequence)
        head = _found[0]
        end_us = _found[2]
        horizon_us = _found[1]
        if head & _DATA:
            _read(into)
        _now_us = max(_now_us, end_us * fast)
    _eager = head & _eager_bits
    if fast:
        if _now_us > stop_us:
            _stop()
    elif end_us - _clock() + _start_us > 1000:
        sleep_us(end_us - _clock() + _start_us)
    else:
        while _clock() - _start_us < end_us:
            pass
    if _now_us >= horizon_us:
        sync()
    return head & 0x2FFFFFFF


_PADS = tuple(bytes(n) for n in (0, 7, 6, 5, 4, 3, 2, 1))  # make whole words of n & 7 bytes more
_takers = (len, _read)  # by whether bytes for us follow; len() leaves things as they are


_other = array.array("l", (0, 0, 0))
_found = array.array("l", (0, 0, 0))
_searching = False


def _search(sequence):
    # The answer was not ours. It belongs to a question that Ctrl-C cut short, or to a program that
    # an interrupt handler stopped just before it looked: that one finds it in _other.
    global _searching
    _searching = True
    try:
        while True:
            if _answer[0] >> 32 == sequence:
                source = _answer
                break
            if _other[0] >> 32 == sequence:
                source = _other
                break
            _copy(_answer, _other)
            if _answer[0] & _DATA:
                _read(bytearray(_answer[0] & 0xFFFFFF))
            _read(_answer)
        _copy(source, _found)
    finally:
        _searching = False


def _copy(source, target):
    target[0] = source[0]
    target[1] = source[1]
    target[2] = source[2]


_pending = False  # _scheduled is in the VM's queue


def sync(most=_ALL):
    # Let the bench catch up with the board's clock, then run the handlers of what has happened. What
    # happens meanwhile has its turn at the next jump: a handler may cause its own interrupt.
    global _in_handler, _pending, later
    _pending = later = False
    if _in_handler or masked or _searching:
        return  # the host reminds us
    while most:
        event = ask(SYNC << 10, 0, True)
        if not event:
            later = False
            return
        if most < 0:
            most = 1 + (event >> 16)
        handler = _handlers.get(event >> 12 & 15)
        if handler:
            _in_handler = 1
            try:
                handler(event & 63, event >> 6 & 63)
            except _KeyboardInterrupt:
                later = False
                raise
            finally:
                _in_handler = 0
        most -= 1
    if event >> 16 or later:
        later = True
        if not _pending:
            _soon(_ONE)


def _scheduled(how_many):
    # The VM prints what a scheduled function raises and goes on; but this is for the main program.
    global _forwarded, busy
    _forwarded = None
    try:
        if busy:
            busy -= 1
            _soon(how_many)
        else:
            sync(_ONE if fast else how_many)
    except _KeyboardInterrupt as error:
        _forwarded = error
    if _forwarded is None:
        return
    if _state is None:
        raise _forwarded
    _state.pending = id(_forwarded)  # at the very end: a jump would raise it here, for nobody


_forwarded = None


def on(kind, handler):
    _handlers[kind] = handler


if fast:

    def sleep_us(us):
        global _now_us, horizon_us
        if us <= 0:
            return
        target = stamp(0) + us
        over = target > stop_us
        if over:
            target = stop_us
        while True:
            # At each jump a handler may run that asks the bench or sleeps itself: what was looked at
            # may be another then, so it is taken out first, and the clock is set without a jump.
            horizon = horizon_us
            if _in_handler or masked:
                horizon_us = 0
                break
            if horizon > target:
                break
            _now_us = max(_now_us, horizon)
            sync()
            if _now_us >= target:
                break
        if _now_us < target:
            _now_us = max(_now_us, target)
            # So that what the bench shows goes on to here, also where the program ends with a sleep.
            one[0] = _now_us << 16 | PASS << 10
            write(one)
        if over:
            _stop()

else:

    def sleep_us(us):
        # The built-in sleep_ms counts whole milliseconds and may end almost one too early.
        if later:
            sync()
        end = _clock() + us
        while us > 0:
            if us > 2000:
                utime.sleep_ms(us // 1000 - 1)
            else:
                utime.sleep_us(min(us, 500))
            us = end - _clock()


# Ctrl-C. A signal could stop the VM in the middle of an allocation and leave its heap locked. So
# the listener thread does what a board's USB interrupt does: it leaves a pending exception in the
# VM's state, which the main thread raises at its next jump. The state is found by its neighbours:
# the words for locals and globals (py/mpstate.h, mp_state_thread_t).
_state = None
_interrupt = KeyboardInterrupt()
_interrupt_used = False


def find_state(main_globals):
    # To be called from the main thread by code whose globals are main_globals.
    global _state
    locals_ = id(main_globals)
    globals_ = id(globals())
    address = locals_ & ~7
    layout = {"locals": uctypes.UINT64 | 0, "globals": uctypes.UINT64 | 8, "pending": uctypes.UINT64 | 32}
    for _ in range(4000):
        address -= 8
        state = uctypes.struct(address, layout, uctypes.NATIVE)
        if state.locals == locals_ and state.globals == globals_ and state.pending == 0:
            _state = state
            return True
    return False


def _renew(_):
    global _interrupt
    _interrupt = KeyboardInterrupt()


def _listen():
    # Commands from the host; all but "S" are acknowledged, in lower case when they failed.
    global _pending, horizon_us, _interrupt_used, stop_us, _stops, _held, _released, _wall_us
    command = bytearray(1)
    schedule = micropython.schedule
    while _attention.readinto(command) == 1:
        what = command[0]
        if what == 73:  # "I": Ctrl-C
            if _state is None or _state.pending:
                command[0] = what | 32
            else:
                _state.pending = id(_interrupt)
                _interrupt_used = True
        elif what == 67:  # "C": take it back
            if _state is None or not _state.pending:
                command[0] = what | 32
            else:
                _state.pending = 0
        elif what == 80:  # "P": does none wait?
            if _state is not None and _state.pending:
                command[0] = what | 32
        elif what == 78:  # "N": what time is it? A program may end without a message
            if _writing.acquire(0):
                _now[0] = _now_us << 16 | PASS << 10
                write(_now)
                _writing.release()
            else:
                command[0] = what | 32
        elif what == 76:  # "L": until when the next program may run
            _attention.readinto(_limit)
            stop_us = _limit[0]
            _stops = 0
            # Its first stamp always looks at the processor time, so that its heap is the same each
            # time, and admits none: what a stopped program has computed is not the next one's.
            _wall_us = 0
            _released = True
        elif what == 81:  # "Q": hold the clock, whose long stretches take heap
            _held = True
        elif what == 82:  # "R": let it go on
            _held = False
            _released = True
        else:  # "S", "H": something happened on the bench
            if fast:
                horizon_us = 0
            if not _pending:
                _pending = True
                try:
                    schedule(_scheduled, _ALL)
                except RuntimeError:
                    _pending = False
        if _interrupt_used:
            try:
                schedule(_renew, None)
                _interrupt_used = False
            except RuntimeError:
                pass
        if what != 83:
            _acks.write(command)


def start():
    global _wall_us, _cpu_us, _short_us
    _thread.stack_size(32 * 1024)
    _thread.start_new_thread(_listen, ())
    _thread.stack_size(0)
    gc.collect()
    _short_us = 0
    _wall_us = _clock()
    if fast:
        _cpu_us = int(utime.clock() * 1000) * 1000
