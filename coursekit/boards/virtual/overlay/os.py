# The os module of the rp2 port: the built-in one without what only a computer has.
from _os import sync, uname, urandom
from uos import (
    VfsFat,
    VfsLfs2,
    chdir,
    getcwd,
    ilistdir,
    listdir,
    mkdir,
    mount,
    remove,
    rename,
    rmdir,
    sep,
    stat,
    statvfs,
    umount,
    unlink,
)

del __file__  # built into a board's firmware
