# What a board does between power-on and the prompt: wires, file system, modules, boot.py, main.py.
# Started by the host with `-c "import _boot; _boot.boot(globals(), ...)"`.
import gc
import random
import sys
import vfs

import _bench
import _flash
import _modules
import os


def boot(main_globals, run_main):
    _bench.find_state(main_globals)
    vfs.umount("/")
    flash = _flash.Flash()
    try:
        fs = vfs.VfsLfs2(flash, progsize=256)
    except OSError:
        vfs.VfsLfs2.mkfs(flash, progsize=256)
        fs = vfs.VfsLfs2(flash, progsize=256)
    vfs.mount(fs, "/")
    _modules.install()
    sys.path[:] = ["", ".frozen", "/lib"]
    sys.argv.clear()
    for name in ("_boot", "_flash"):
        sys.modules.pop(name, None)
    for name in ("_boot", "sys", "__file__"):
        main_globals.pop(name, None)
    main_globals["machine"] = sys.modules["machine"]  # from a board's own _boot.py; rp2 is missing
    if _bench.fast:
        random.seed(1)  # the same each time, as all else is in fast-forward
    _bench.start()
    for script in ("boot.py", "main.py") if run_main else ("boot.py",):
        if not _run(script, main_globals):
            break
    gc.collect()


def _run(script, main_globals):
    try:
        os.stat(script)
    except OSError:
        return True
    main_globals["__file__"] = script
    try:
        execfile(script, main_globals)
    except SystemExit:
        raise
    except BaseException as error:
        sys.print_exception(error, sys.stdout)
        return False
    return True
