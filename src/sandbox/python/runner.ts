/** Runs one command line of Python inside the interpreter: `-c`, `-m`, `-`, a file; its end as an exit code. */
export const RUNNER = `
import sys

_KEPT = {n: (m.__spec__.origin if getattr(m, '__spec__', None) else None) for n, m in sys.modules.items()}

def _run(args, cwd, env, instead):
    import builtins, io, os, runpy, traceback
    # What an earlier command imported from its own files is not what this one would find.
    for name in [n for n in sys.modules if n not in _KEPT]:
        file = getattr(sys.modules[name], '__file__', None) or ''
        if file.startswith(('/work', '/tmp', '/folders', '/home')): del sys.modules[name]
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    sys.stdout = io.TextIOWrapper(io.FileIO(1, 'w', closefd=False), encoding='utf-8', errors='replace', write_through=True)
    sys.stderr = io.TextIOWrapper(io.FileIO(2, 'w', closefd=False), encoding='utf-8', errors='backslashreplace', write_through=True)
    sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(0, 'r', closefd=False)), encoding='utf-8', errors='replace')
    sys.stdout = io.TextIOWrapper(io.BufferedWriter(io.FileIO(1, 'w', closefd=False)), encoding='utf-8', errors='replace', line_buffering=True)
    flags = []
    while args and args[0].startswith('-') and args[0] not in ('-', '-c', '-m'):
        flags.append(args.pop(0))
        if flags[-1] in ('-W', '-X'): args.pop(0)
    saved = sys.path[:]
    importlib = __import__('importlib'); importlib.invalidate_caches()
    code = 0
    try:
        if flags and flags[0] in ('-V', '--version'):
            print('Python ' + sys.version.split()[0])
        elif not args or args[0] == '-':
            sys.argv = ['-'] + args[1:]; sys.path[0:0] = [cwd]
            _exec(sys.stdin.read(), '<stdin>')
        elif args[0] == '-c':
            sys.argv = ['-c'] + args[2:]; sys.path[0:0] = [cwd]
            _exec(args[1] if len(args) > 1 else '', '<string>')
        elif args[0] == '-m':
            sys.argv = args[1:]; sys.path[0:0] = [cwd]
            runpy.run_module(args[1], run_name='__main__', alter_sys=True)
        else:
            file = os.path.join(cwd, args[0])
            if not os.path.exists(file):
                print(f"python3: can't open file {file!r}: [Errno 2] No such file or directory", file=sys.stderr); return 2
            sys.argv = args; sys.path[0:0] = [os.path.dirname(os.path.realpath(file))]
            with open(file, 'rb') as f: text = f.read()
            _exec(text, file)
    except SystemExit as end:
        if end.code is None: code = 0
        elif isinstance(end.code, int): code = end.code & 0xff
        else: print(end.code, file=sys.stderr); code = 1
    except KeyboardInterrupt:
        print('KeyboardInterrupt', file=sys.stderr); code = 130
    except BaseException as error:
        trace = error.__traceback__
        while trace and trace.tb_frame.f_code.co_filename in (_HERE, '<frozen runpy>'): trace = trace.tb_next
        traceback.print_exception(type(error), error, trace)
        if isinstance(error, ModuleNotFoundError): print(instead(error.name or ''), file=sys.stderr)
        code = 1
    finally:
        sys.path[:] = saved
        for stream in (sys.stdout, sys.stderr):
            try: stream.closed or stream.flush()
            except BaseException: code = code or 1
        import gc; gc.collect()
    return code

_HERE = _run.__code__.co_filename

def _exec(text, name):
    import builtins, types, linecache
    linecache.clearcache()
    if not name.startswith('/'):
        shown = text if isinstance(text, str) else text.decode('utf-8', 'replace')
        linecache.cache[name] = (len(shown), None, shown.splitlines(True), name)
    main = types.ModuleType('__main__')
    main.__dict__.update(__file__=name, __builtins__=builtins)
    sys.modules['__main__'] = main
    exec(compile(text, name, 'exec'), main.__dict__)

_run
`

/** What nearly every program imports: part of the snapshot, so that it costs nothing later. */
export const PRELOADED =
  'import json, csv, re, sqlite3, zipfile, collections, datetime, io, os, traceback, runpy, math, statistics, decimal, pathlib, random, itertools, functools, string, textwrap, argparse, dataclasses, typing, hashlib, base64, glob, shutil, tempfile, time, copy, html, xml.etree.ElementTree, urllib.parse, linecache, types, gc'
