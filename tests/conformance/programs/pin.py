"""Pin: modes, pulls, the output latch, and what a pin shows of itself."""
#! diagram: led

from machine import Pin

Pin(15)
Pin(0)
Pin(29)
Pin("GP15")
Pin(15) is Pin(15)
Pin(15) == Pin("GP15")
Pin(15) is Pin(Pin(15))
hash(Pin(15)) == hash(Pin(15))
Pin(True)

p = Pin(15, Pin.OUT)
p
p.value()
p.on()
p.value()
#! bench.trace["GP15"].level_at(bench.now_us)
p()
p(0)
p()
p.value(1)
p()
p.value(None)
p.value("x")
p.value(2)
p()
p.value([])
p()
p.toggle()
p()
p.high()
p()
p.low()
p()
p.off()
p(True)
p(0.0)
p()

Pin(15, Pin.OUT, value=1)
Pin(15)()
Pin(15, Pin.IN)
Pin(15, Pin.IN, Pin.PULL_UP)
Pin(15, Pin.IN, Pin.PULL_DOWN)
Pin(15, Pin.IN, None)
Pin(15, Pin.IN, 3)
Pin(15, Pin.IN, 4)
Pin(15, Pin.IN, 0)
Pin(15, Pin.IN, -1)
Pin(15, Pin.OUT, Pin.PULL_UP)
Pin(15, Pin.OPEN_DRAIN)
Pin(15)()
Pin(15, Pin.OPEN_DRAIN, value=0)
Pin(15)()
Pin(15, Pin.OPEN_DRAIN, Pin.PULL_UP, value=1)
Pin(15)()
Pin(15, Pin.ALT)
Pin(15, Pin.ALT, alt=Pin.ALT_PWM)
Pin(15, Pin.ALT, alt=Pin.ALT_SPI)
Pin(15, Pin.ALT, alt=5)
Pin(15, None)
Pin(15, mode=Pin.OUT)
Pin(15, Pin.OUT, None, value=1)
Pin(15, value=0)
Pin(15)()

p.init(Pin.IN)
p
p.init(Pin.IN, Pin.PULL_UP)
p
p.init(mode=Pin.OUT, value=1)
p, p()
p.init(Pin.OUT)
p()
p.init(Pin.IN)
p.value(0)
p.init(Pin.OUT)
p()

# An output keeps its level while another object configures the same pin.
Pin(14, Pin.OUT, value=1)
Pin(14, Pin.OUT)
Pin(14)()
Pin(14, Pin.IN, Pin.PULL_DOWN)
Pin(14)()

Pin.IN, Pin.OUT, Pin.OPEN_DRAIN, Pin.ALT
Pin.PULL_UP, Pin.PULL_DOWN
Pin.IRQ_FALLING, Pin.IRQ_RISING
Pin.ALT_SPI, Pin.ALT_UART, Pin.ALT_I2C, Pin.ALT_PWM, Pin.ALT_SIO
Pin.ALT_PIO0, Pin.ALT_PIO1, Pin.ALT_GPCK, Pin.ALT_USB
Pin
type(p)
Pin.board.GP15
Pin.cpu.GPIO15
Pin.board.GP15 is Pin.cpu.GPIO15
hasattr(Pin.board, "GP30")
sorted(x for x in dir(p) if x[0] != "_")
sorted(x for x in dir(Pin.board) if x[0] != "_")
sorted(x for x in dir(Pin.cpu) if x[0] != "_")
callable(p)
bool(p)
p.on
Pin(25, Pin.OUT)
Pin("LED", Pin.OUT)
Pin("LED").on()
Pin("LED").value()
#! bench.trace["LED"].level_at(bench.now_us)
Pin("LED").toggle()
#! bench.trace["LED"].level_at(bench.now_us)
