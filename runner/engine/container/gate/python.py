"""Runs a Python program, as Python itself would, once it is told to: a spare waits here, its interpreter booted.

    python /pilotlight/python.py PROGRAM [ARGUMENTS]

Python 3.8 and later. What is imported before the wait is what every version of AWS's runtime imports at once.
"""


def awaited_program():
    import os
    import sys

    program = sys.argv[1]
    del sys.argv[0]
    if hasattr(sys, "orig_argv"):
        sys.orig_argv.remove(__file__)
    # First of all, for whatever is imported from here on.
    sys.path[0] = os.path.dirname(os.path.realpath(program))
    for name in ("decimal", "importlib", "json", "logging", "traceback"):
        __import__(name)
    with open(program, "rb") as file:
        code = compile(file.read(), program, "exec", dont_inherit=True)
    # This module becomes the program's own, with nothing of ours in it.
    names = globals()
    names.update(__file__=program, __doc__=None, __loader__=type(__loader__)("__main__", program))
    del names["awaited_program"]

    os.write(1, (os.environ.pop("PILOTLIGHT_GATE") + "\n").encode())
    # The end of the input is the end of the runner.
    if not os.read(0, 1):
        os._exit(0)
    return code


exec(awaited_program())
