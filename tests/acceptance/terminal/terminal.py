"""Runs a program in a terminal of its own: terminal.py COLUMNSxROWS[,COLUMNSxROWS] PROGRAM WORD...

What comes on standard input is typed, what the terminal shows goes to standard output. SIGUSR1 closes the terminal, as a
lost connection does; SIGUSR2 gives it the second size; SIGTERM goes to the program. Ends with the program's exit code, or
with 128 and the number of the signal that ended it.
"""

import fcntl
import os
import pty
import signal
import struct
import sys
import termios

first, _, second = sys.argv[1].partition(",")
ready, start = os.pipe()
child, terminal = pty.fork()
if child == 0:
    os.read(ready, 1)
    os.execvp(sys.argv[2], sys.argv[2:])


def resize(size):
    columns, rows = (int(number) for number in size.split("x"))
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


resize(first)
os.write(start, b"!")

typist = os.fork()
if typist == 0:
    while typed := os.read(0, 1024):
        os.write(terminal, typed)
    os._exit(0)


class Closed(Exception):
    pass


def close(*_):
    raise Closed


signal.signal(signal.SIGUSR1, close)
signal.signal(signal.SIGUSR2, lambda *_: resize(second))
signal.signal(signal.SIGTERM, lambda *_: os.kill(child, signal.SIGTERM))
try:
    while shown := os.read(terminal, 65536):
        os.write(1, shown)
except (OSError, Closed):
    pass
os.kill(typist, signal.SIGKILL)
os.waitpid(typist, 0)
os.close(terminal)
_, status = os.waitpid(child, 0)
sys.exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))
