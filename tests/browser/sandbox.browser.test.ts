import { expect, test } from 'vitest'
import { createWorld, fork, given, run } from './sandbox-world.ts'

test('try', async () => {
  const world = createWorld()
  const view = await fork(world, [given('a.txt', 'hello\nworld\n'), given('sub/b.csv', 'a,b\n1,2\n')])
  const show = async (command: string) => {
    const { out, err, exitCode, ms, reason } = await run(view, command)
    console.log(JSON.stringify({ command: command.slice(0, 90), exitCode, reason, ms: Math.round(ms), out: out.slice(0, 300), err: err.slice(0, 400) }))
  }
  await show('ls -la; cat a.txt | wc -l; echo ok > new.txt')
  await show('echo a | gzip | gunzip; tar czf x.tgz a.txt && tar tzf x.tgz; zip -r z.zip sub && unzip -l z.zip')
  await show(`node -e "console.log(1+1, {a:[1,2,{b:3}]}, require('fs').readFileSync('a.txt','utf8'))"`)
  await show(`node -e "console.log(1)"`)
  await show(`cat > m.mjs <<'E'\nimport fs from 'node:fs'\nimport { Document, Packer, Paragraph } from 'docx'\nimport XLSX from '@e965/xlsx'\nimport { x } from './y.ts'\nconst doc = new Document({sections:[{children:[new Paragraph('Hi')]}]})\nfs.writeFileSync('o.docx', await Packer.toBuffer(doc))\nconst wb = XLSX.utils.book_new(); XLSX.utils.book_append_sheet(wb, XLSX.utils.aoa_to_sheet([[1,2]]), 'S'); fs.writeFileSync('o.xlsx', XLSX.write(wb,{type:'buffer',bookType:'xlsx'}))\nconsole.log(x, fs.readdirSync('.'), import.meta.url, fs.statSync('o.xlsx').size)\nE\ncat > y.ts <<'E'\ninterface A { b?: string }\nexport const x: number = (3 as number) satisfies number\nexport class Q<T> { private a?: T; constructor(public0: string) {} }\nE\nnode m.mjs`)
  await show(`node -e "nope()"`)
  await show(`node -e "require('lodash')"`)
  await show(`python3 -c "print(1+1); import sqlite3; open('p.txt','w').write('x')"; cat p.txt`)
  await show(`python3 -c "print(1+1)"`)
  await show(`python3 -c "import pandas"`)
  await show(`sqlite3 t.db "create table t(a,b); insert into t values(1,'x;y'); select * from t"; ls -la t.db`)
  await show('pip install pandas; curl http://x; yes | head -3')
  const changes = await view.changes()
  console.log(JSON.stringify(changes.ok ? changes.value.changes.map(c => [c.op, c.path]) : changes))
  world.close()
  expect(1).toBe(1)
}, 120000)
