"""The registers of an MPU-6050: their numbers, what can be written, what they hold at first.

Apart from the part itself because it is a table. Source: InvenSense RM-MPU-6000A-00 revision 4.2,
section 3, "Register Map".
"""

from __future__ import annotations

SMPLRT_DIV = 0x19
CONFIG = 0x1A
GYRO_CONFIG = 0x1B
ACCEL_CONFIG = 0x1C
FIFO_EN = 0x23
INT_PIN_CFG = 0x37
INT_ENABLE = 0x38
INT_STATUS = 0x3A
ACCEL_XOUT_H = 0x3B
GYRO_ZOUT_L = 0x48
SIGNAL_PATH_RESET = 0x68
USER_CTRL = 0x6A
PWR_MGMT_1 = 0x6B
PWR_MGMT_2 = 0x6C
FIFO_COUNTH = 0x72
FIFO_COUNTL = 0x73
FIFO_R_W = 0x74
WHO_AM_I = 0x75

RESET = {PWR_MGMT_1: 0x40, WHO_AM_I: 0x68}
"""What registers hold after a reset; all others hold 0 (section 3, note under the table)."""

# PWR_MGMT_1
DEVICE_RESET, SLEEP, CYCLE, TEMP_DIS = 0x80, 0x40, 0x20, 0x08
# USER_CTRL
FIFO_ON, FIFO_RESET, SIG_COND_RESET = 0x40, 0x04, 0x01
# INT_STATUS and INT_ENABLE
FIFO_OFLOW, DATA_RDY = 0x10, 0x01
# INT_PIN_CFG
INT_LEVEL, INT_OPEN, LATCH_INT_EN, INT_RD_CLEAR = 0x80, 0x40, 0x20, 0x10

WRITABLE: dict[int, int] = {
    **dict.fromkeys(range(0x0D, 0x11), 0xFF),  # SELF_TEST_X .. SELF_TEST_A
    SMPLRT_DIV: 0xFF,
    CONFIG: 0x3F,  # EXT_SYNC_SET, DLPF_CFG
    GYRO_CONFIG: 0xF8,  # self-test bits, FS_SEL
    ACCEL_CONFIG: 0xF8,  # self-test bits, AFS_SEL
    FIFO_EN: 0xFF,
    **dict.fromkeys(range(0x24, 0x35), 0xFF),  # I2C_MST_CTRL .. I2C_SLV4_CTRL
    INT_PIN_CFG: 0xFE,
    INT_ENABLE: 0x19,
    **dict.fromkeys(range(0x63, 0x67), 0xFF),  # I2C_SLV0_DO .. I2C_SLV3_DO
    0x67: 0x9F,  # I2C_MST_DELAY_CTRL
    USER_CTRL: 0x60,  # FIFO_EN, I2C_MST_EN; the reset bits clear themselves
    PWR_MGMT_1: 0x6F,  # DEVICE_RESET clears itself
    PWR_MGMT_2: 0xFF,
}
"""Which bits of a register keep what is written to them. Registers not named keep nothing."""
