/** The `sqlite3` command, as a program of Python, which brings SQLite along: `sqlite3 [-header] [-csv|-json|-line|-separator x] file [sql]`. */
export const SQLITE = `
import sys, json, csv, sqlite3
def main(args):
    mode, header, separator, rest = 'list', False, '|', []
    while args:
        arg = args.pop(0)
        if arg in ('-header', '--header'): header = True
        elif arg in ('-csv', '-json', '-line', '-column', '-list', '-tabs', '-table', '-box', '-markdown'): mode = arg[1:]
        elif arg == '-separator': separator = args.pop(0)
        elif arg in ('-batch', '-bail', '-noheader', '-readonly'): pass
        elif arg in ('-version', '--version'): print(sqlite3.sqlite_version); return 0
        else: rest.append(arg)
    if mode == 'tabs': mode, separator = 'list', '\\t'
    db = sqlite3.connect(rest[0] if rest else ':memory:')
    db.isolation_level = None
    text = '\\n'.join(rest[1:]) if len(rest) > 1 else sys.stdin.read()
    out = csv.writer(sys.stdout, lineterminator='\\n')
    def show(cursor):
        nonlocal header
        if cursor.description is None: return
        names = [d[0] for d in cursor.description]
        rows = cursor.fetchall()
        cell = lambda v: '' if v is None else str(v)
        if mode == 'json':
            if rows: print('[' + ',\\n'.join(json.dumps(dict(zip(names, r)), ensure_ascii=False) for r in rows) + ']')
        elif mode == 'csv':
            if header: out.writerow(names)
            out.writerows([[cell(v) for v in r] for r in rows])
        elif mode == 'line':
            for r in rows: print('\\n'.join(f'{n} = {cell(v)}' for n, v in zip(names, r)), end='\\n\\n')
        elif mode in ('column', 'table', 'box', 'markdown'):
            table = [names] + [[cell(v) for v in r] for r in rows]
            width = [max(len(r[i]) for r in table) for i in range(len(names))]
            table.insert(1, ['-' * w for w in width])
            edge = '| ' if mode == 'markdown' else ''
            for r in table: print((edge + (' | ' if edge else '  ').join(v.ljust(w) for v, w in zip(r, width)) + (' |' if edge else '')).rstrip())
        else:
            if header: print(separator.join(names))
            for r in rows: print(separator.join(cell(v) for v in r))
    def dot(line):
        nonlocal mode, header, separator
        name, *more = line.split()
        if name == '.tables': print('\\n'.join(r[0] for r in db.execute("select name from sqlite_master where type in ('table','view') order by 1")))
        elif name == '.schema': print('\\n'.join(r[0] + ';' for r in db.execute('select sql from sqlite_master where sql is not null')))
        elif name == '.headers': header = more[:1] == ['on']
        elif name == '.mode': mode = more[0]
        elif name == '.separator': separator = more[0].strip('"').replace('\\\\t', '\\t')
        elif name == '.dump': print('\\n'.join(db.iterdump()))
        elif name == '.import':
            with open(more[0].strip('"'), newline='') as f:
                rows = list(csv.reader(f, delimiter=',' if mode == 'csv' else separator))
            table = more[1]
            if not db.execute('select 1 from sqlite_master where name = ?', (table,)).fetchone():
                names = rows.pop(0)
                db.execute(f'create table "{table}" (' + ', '.join(f'"{n}" any' for n in names) + ')')
            if rows: db.executemany(f'insert into "{table}" values (' + ','.join('?' * len(rows[0])) + ')', rows)
        elif name in ('.quit', '.exit'): return False
        else: raise sqlite3.Error(f'{name} is not known here')
        return True
    statement = ''
    try:
        for line in text.splitlines(keepends=True):
            if not statement.strip() and line.startswith('.'):
                if not dot(line.strip()): break
                continue
            statement += line
            while True:
                end = next((i + 1 for i, c in enumerate(statement) if c == ';' and sqlite3.complete_statement(statement[:i + 1])), 0)
                if end == 0: break
                show(db.execute(statement[:end])); statement = statement[end:]
        if statement.strip(): show(db.execute(statement))
        db.close()
        return 0
    except (sqlite3.Error, OSError) as error:
        print(f'Error: {error}', file=sys.stderr); return 1
sys.exit(main(sys.argv[1:]))
`
