"""Installs a tracer, a profiler, signal handlers, exit handlers and finalisers.

Must: the right answer keeps its points, and nothing else happens.

attacks: binary_loss
"""

import atexit
import signal
import sys
import weakref

sys.settrace(lambda *args: None)
sys.setprofile(lambda *args: None)
signal.signal(signal.SIGUSR1, lambda *args: None)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
atexit.register(print, "still here")
weakref.finalize(right, print, "still here")
sys.excepthook = sys.unraisablehook = lambda *args: None
