# The machine module of a Pico W: its names alone. What is not a class of its own is _machine's.
from sys import exit as soft_reset

from _adc import ADC
from _i2c import I2C, SoftI2C
from _machine import (
    PWRON_RESET,
    WDT_RESET,
    I2CTarget,
    I2S,
    USBDevice,
    WDT,
    bitstream,
    bootloader,
    deepsleep,
    dht_readinto,
    disable_irq,
    enable_irq,
    freq,
    idle,
    lightsleep,
    mem16,
    mem32,
    mem8,
    mem_backup,
    reset,
    reset_cause,
    time_pulse_us,
    unique_id,
)
from _pin import Pin
from _pwm import PWM
from _rtc import RTC
from _signal import Signal
from _spi import SPI, SoftSPI
from _timer import Timer
from _uart import UART

del __file__  # built into a board's firmware
