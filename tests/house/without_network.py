"""Run Python code in this process with every way to the network closed; the first attempt ends the process.

    python without_network.py -m MODULE ARGUMENT...
    python without_network.py -c CODE

For machines on which strace is missing or may not trace. An audit hook sees what Python does; on Linux a seccomp filter
sees native libraries too: asking the kernel for an internet socket kills the process. It needs no rights.
"""

import ctypes
import os
import platform
import runpy
import struct
import sys

ATTEMPT_EXIT_CODE = 99
WATCHED_EVENTS = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname")
UNIX_ADDRESS_TYPES = (str, bytes)  # a path; an internet address is a tuple

SOCKET_CALL = {"x86_64": 41, "aarch64": 198}
INTERNET_FAMILIES = (2, 10)  # AF_INET, AF_INET6
PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, SECCOMP_MODE_FILTER = 22, 38, 2
KILL_PROCESS, ALLOW = 0x80000000, 0x7FFF0000
LOAD, JUMP_IF_EQUAL, RETURN = 0x20, 0x15, 0x06
CALL_NUMBER_AT, FIRST_ARGUMENT_AT = 0, 16


def close_python() -> None:
    """End the process when Python code connects, sends or looks a name up; local (AF_UNIX) sockets are left alone."""

    def hook(event: str, arguments: tuple) -> None:
        if event in WATCHED_EVENTS and not isinstance(arguments[-1], UNIX_ADDRESS_TYPES):
            os.write(2, f"network attempt: {event} {arguments[1:]!r}\n".encode())
            os._exit(ATTEMPT_EXIT_CODE)

    sys.addaudithook(hook)


def close_kernel() -> None:
    """Let the kernel kill this process, and its children, when it asks for an internet socket (Linux only)."""
    call = SOCKET_CALL.get(platform.machine())
    if not sys.platform.startswith("linux") or call is None:
        return
    steps = [
        (LOAD, 0, 0, CALL_NUMBER_AT),
        (JUMP_IF_EQUAL, 0, 4, call),
        (LOAD, 0, 0, FIRST_ARGUMENT_AT),
        (JUMP_IF_EQUAL, 1, 0, INTERNET_FAMILIES[0]),
        (JUMP_IF_EQUAL, 0, 1, INTERNET_FAMILIES[1]),
        (RETURN, 0, 0, KILL_PROCESS),
        (RETURN, 0, 0, ALLOW),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("HP", len(steps), ctypes.addressof(code)))
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or library.prctl(
        PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.c_void_p(ctypes.addressof(program)), 0, 0
    ):
        raise OSError(ctypes.get_errno(), "the kernel takes no seccomp filter")


if __name__ == "__main__":
    close_python()
    close_kernel()
    kind, what, sys.argv = sys.argv[1], sys.argv[2], sys.argv[2:]
    sys.path.insert(0, os.getcwd())
    if kind == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        exec(compile(what, "<child>", "exec"), {"__name__": "__main__"})
