"""Runs a Python program, as Python itself would, once a debugger has attached to it, or none has in time. A spare listens
for its debugger, and waits for its code before it waits for that.

    python debug-python.py PROGRAM [ARGUMENTS]

Python 3.8 and later.
"""


def awaited_program():
    import os
    import sys

    program = sys.argv[1]
    folder_of_ours = os.path.dirname(os.path.abspath(__file__))
    del sys.argv[0]
    if hasattr(sys, "orig_argv"):
        sys.orig_argv.remove(__file__)
    address = os.environ.pop("PILOTLIGHT_DEBUG")
    folder = os.environ.pop("PILOTLIGHT_DEBUGPY")
    gate = os.environ.pop("PILOTLIGHT_GATE", None)
    debugpy = failure = None
    try:
        debugpy, port = listen(address, folder)
    except Exception as error:
        failure = error
    # First of all, for whatever is imported from here on.
    sys.path[0] = os.path.dirname(os.path.realpath(program))
    if gate is not None:
        # What every version of AWS's runtime imports at once.
        for name in ("decimal", "importlib", "json", "logging", "traceback"):
            __import__(name)
    with open(program, "rb") as file:
        code = compile(file.read(), os.path.abspath(program), "exec", dont_inherit=True)
    # This module becomes the program's own, with nothing of ours in it.
    names = globals()
    names.update(__file__=program, __doc__=None, __loader__=type(__loader__)("__main__", program))
    wait, stop, mark = wait_for_debugger, stop_on_entry, mark_lines
    for name in (
        "awaited_program",
        "listen",
        "mark_lines",
        "send_at_once",
        "stop_on_entry",
        "stop_where_uncaught",
        "wait_for_debugger",
    ):
        del names[name]

    if gate is not None:
        os.write(1, (gate + "\n").encode())
        # The end of the input is the end of the runner.
        if not os.read(0, 1):
            os._exit(0)
    if failure is None:
        wait(debugpy, port)
        if debugpy.is_client_connected():
            mark(folder_of_ours)
            stop()
    else:
        advice = "Remove Pilot Light's cache folder and start debugging again to have it installed anew."
        os.write(2, ("[ERROR] Python's debugger does not work here: %r. %s\n" % (failure, advice)).encode())
    return code


def listen(address, folder):
    import os
    import sys

    own_names = set(os.environ)
    # debugpy's advice, meant for those who start it by hand, would stand in the function's log.
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    sys.path.insert(0, folder)
    try:
        import debugpy

        send_at_once(debugpy)
        stop_where_uncaught()
        host, port = address.split(":")
        return debugpy, debugpy.listen((host, int(port)))[1]
    finally:
        sys.path.remove(folder)
        # What debugpy sets for itself is not the function's.
        for name in set(os.environ) - own_names:
            del os.environ[name]


def send_at_once(debugpy):
    """debugpy sends each message in two pieces and the kernel holds the second one back until the other side has said
    that it has the first, which it does 40 ms later: four times until a breakpoint is set, and again for each look at
    something."""
    import os
    import socket

    # Makes pydevd importable.
    import debugpy.server.api
    import pydevd

    start_client = pydevd.start_client

    def start_quick_client(*args):
        client = start_client(*args)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return client

    pydevd.start_client = start_quick_client
    # debugpy's adapter is a program of its own.
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "debugpy-adapter")
    debugpy.configure(pythonEnv={**os.environ, "PYTHONPATH": folder})


def stop_where_uncaught():
    """The runtime catches everything, so that nothing would ever be uncaught: what the function lets out counts as that,
    too. debugpy has something close to it, what user code lets out to a library, once it knows that the runtime is one."""
    import os
    import sys

    import pydevd
    from _pydevd_bundle.pydevd_filtering import FilesFiltering
    from _pydevd_bundle.pydevd_process_net_command_json import PyDevJsonCommandProcessor

    ours = [os.path.dirname(os.path.realpath(path)) for path in (sys.argv[0], __file__)]
    library_roots = FilesFiltering._get_library_roots
    FilesFiltering._get_library_roots = lambda self: library_roots(self) + self._fix_roots(ours)
    set_breakpoints = PyDevJsonCommandProcessor.on_setexceptionbreakpoints_request
    is_excluded = pydevd.PyDB.exclude_exception_by_filter

    def set_more_breakpoints(self, py_db, request):
        filters = request.arguments.filters
        is_ours = "uncaught" in filters and "userUnhandled" not in filters
        if is_ours:
            filters.append("userUnhandled")
        answer = set_breakpoints(self, py_db, request)
        if is_ours:
            for breakpoint in py_db.break_on_user_uncaught_exceptions.values():
                breakpoint.is_outermost = True
        return answer

    def is_excluded_or_inner(self, breakpoint, trace):
        if is_excluded(self, breakpoint, trace):
            return True
        # A library between two frames of the function may catch it.
        frame = trace.tb_frame.f_back if trace is not None and hasattr(breakpoint, "is_outermost") else None
        while frame is not None:
            if not self.apply_files_filter(frame, frame.f_code.co_filename, True):
                return True
            frame = frame.f_back
        return False

    PyDevJsonCommandProcessor.on_setexceptionbreakpoints_request = set_more_breakpoints
    pydevd.PyDB.exclude_exception_by_filter = is_excluded_or_inner


def wait_for_debugger(debugpy, port):
    import os
    import threading

    import pydevd

    debugger = pydevd.get_global_debugger()
    on_disconnect = debugger.on_disconnect
    has_left = threading.Event()

    # One that goes away in the middle of attaching; debugpy's adapter is slow to let another one in its place.
    def leave():
        on_disconnect()
        has_left.set()
        debugpy.wait_for_client.cancel()

    debugger.on_disconnect = leave
    os.write(1, b"\x1epilotlight debugger at %d\x1e\n" % port)
    limit = threading.Timer(30, debugpy.wait_for_client.cancel)
    limit.daemon = True
    limit.start()
    debugpy.wait_for_client()
    limit.cancel()
    debugger.on_disconnect = on_disconnect
    how = b"done" if debugpy.is_client_connected() or has_left.is_set() else b"missed"
    os.write(1, b"\x1epilotlight debugger %s\x1e\n" % how)


def mark_lines(folder):
    """From here on, what is written says which code wrote it."""
    import os

    with open(os.path.join(folder, "log_places.py"), "rb") as file:
        # Code of such files is nobody's own, so that the debugger does not stop in this.
        code = compile(file.read(), "<pilotlight>", "exec", dont_inherit=True)
    names = {"__name__": "log_places"}
    exec(code, names)
    names["mark_streams"]()


def stop_on_entry():
    """Stops in the first line of the handler's module, if the debugger was told to stop on entry: debugpy itself knows that
    only of programs that it has started, and would stop in the runtime."""
    import os
    import sys

    import pydevd
    from _pydevd_bundle.pydevd_api import PyDevdAPI

    commands = pydevd.get_global_debugger().reader.process_net_command_json.__self__
    if not commands._options.stop_on_entry:
        return
    module = os.environ.get("_HANDLER", "").rpartition(".")[0].replace("/", ".")

    class Entry:
        @staticmethod
        def find_spec(name, path=None, target=None):
            if name != module:
                return None
            sys.meta_path.remove(Entry)
            specs = (finder.find_spec(name, path, target) for finder in list(sys.meta_path))
            spec = next((each for each in specs if each is not None), None)
            if spec is not None and hasattr(spec.loader, "exec_module"):
                stop_in(spec.loader)
            return spec

    def stop_in(loader):
        load = loader.exec_module

        def exec_module(loaded):
            del loader.exec_module
            PyDevdAPI().stop_on_entry()
            load(loaded)

        # Code of such files is nobody's own, so that the debugger does not stop in this.
        exec_module.__code__ = exec_module.__code__.replace(co_filename="<pilotlight>")
        loader.exec_module = exec_module

    sys.meta_path.insert(0, Entry)


exec(awaited_program())
