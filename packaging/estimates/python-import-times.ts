/**
 * Reads what `python -X importtime` writes: milliseconds by top-level package. A module of Python's own library counts for
 * the package that was the first to load it.
 */
export function importTimes(text: string): Map<string, number> {
  const times = new Map<string, number>();
  // A module's line comes after those of what it loads, which are indented further: read backwards, parents come first.
  const parents: { depth: number; owner: string | undefined }[] = [];
  const lines = text.split("\n").reverse();
  for (const line of lines) {
    const [, selfUs, indent = "", module = ""] = /^import time: +(\d+) \| +\d+ \|( +)(\S+)$/.exec(line) ?? [];
    if (selfUs === undefined) continue;
    const depth = indent.length;
    while ((parents.at(-1)?.depth ?? -1) >= depth) parents.pop();
    const [top = ""] = module.split(".");
    const owner = isStandard(top) ? parents.at(-1)?.owner : top;
    parents.push({ depth, owner });
    if (owner !== undefined) times.set(owner, (times.get(owner) ?? 0) + Number(selfUs) / 1000);
  }
  return times;
}

/** The least of several measurements, by package: what disturbs one is not the package's. */
export function leastOf(measurements: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const [first, ...others] = measurements;
  const least = new Map(first);
  for (const other of others) {
    for (const [name, ms] of other) least.set(name, Math.min(ms, least.get(name) ?? ms));
  }
  return least;
}

const standard = new Set(
  (
    "abc argparse array ast asyncio atexit base64 binascii bisect builtins bz2 calendar cmath codecs collections colorsys " +
    "concurrent configparser contextlib contextvars copy copyreg csv ctypes dataclasses datetime decimal difflib dis " +
    "email encodings enum errno faulthandler fcntl fileinput filecmp fnmatch fractions functools gc genericpath getopt " +
    "getpass gettext glob grp gzip hashlib heapq hmac html http importlib inspect io ipaddress itertools json keyword " +
    "linecache locale logging lzma marshal math mimetypes mmap multiprocessing netrc ntpath numbers opcode operator " +
    "optparse os pathlib pickle pkgutil platform plistlib posix posixpath pprint profile pstats pwd queue quopri random " +
    "re reprlib resource runpy sched secrets select selectors shelve shlex shutil signal site socket socketserver sqlite3 " +
    "sre_compile sre_constants sre_parse ssl stat statistics string stringprep struct subprocess symtable sys sysconfig " +
    "syslog tarfile tempfile termios textwrap this threading time timeit token tokenize tomllib trace traceback " +
    "tracemalloc types typing unicodedata unittest urllib uu uuid warnings wave weakref webbrowser xml xmlrpc zipfile " +
    "zipimport zlib zoneinfo cProfile"
  ).split(" "),
);

function isStandard(name: string): boolean {
  return standard.has(name) || name.startsWith("_");
}
