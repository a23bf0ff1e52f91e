"""Loaded into Python while it is debugged: what the function writes says which code wrote it. A mark of ours stands in each
line for that, with the frames of the stack, the innermost first; the runner takes it out again.

Python 3.8 and later.
"""

import sys

# Enough to get from a logger to who calls it: logging itself has six.
MAX_FRAMES = 12


def mark_streams():
    for stream in (sys.stdout, sys.stderr):
        mark_stream(stream)


def mark_stream(stream):
    write_plain = stream.write
    is_at_line_start = True

    def write(text):
        nonlocal is_at_line_start
        # What is no text is the stream's to refuse.
        if not isinstance(text, str) or text == "":
            return write_plain(text)
        was_at_line_start, is_at_line_start = is_at_line_start, text.endswith("\n")
        if not was_at_line_start and "\n" not in text[:-1]:
            return write_plain(text)
        mark = mark_of(sys._getframe(1))
        marked = text[:-1].replace("\n", "\n" + mark) + text[-1:]
        write_plain(mark + marked if was_at_line_start else marked)
        return len(text)

    # What wraps the stream later, as AWS's runtime does, wraps this.
    stream.write = write


def mark_of(frame):
    frames = []
    while frame is not None and len(frames) < MAX_FRAMES:
        path = frame.f_code.co_filename
        # Others are no files: `<string>`, `<frozen importlib>`.
        if not path.startswith("<") and not any(each in path for each in '"\n\x1e'):
            frames.append('File "%s", line %d' % (path, frame.f_lineno))
        frame = frame.f_back
    return "\x1epilotlight from %s\x1e" % ", ".join(frames) if frames else ""
