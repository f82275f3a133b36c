import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { mkdir, readdir, readFile, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { FromMachine, ToMachine } from './wire.ts'

type Tree = { d: Record<string, Tree | { f: { c?: string; b?: boolean; l?: string } }> }

/** What is behind the page: a folder on the disk for one container, and real processes that work in it. */
export class Machine {
  readonly root = mkdtempSync(join(tmpdir(), 'deskhand-runtime-'))
  private workdir = this.root
  private readonly tell: (news: FromMachine) => void
  private readonly running = new Map<number, ChildProcess>()

  constructor(tell: (news: FromMachine) => void) {
    this.tell = tell
  }

  async hear({ id, op, values }: ToMachine): Promise<void> {
    const plain = values.map(value =>
      typeof value === 'object' && value !== null && 'base64' in value
        ? Buffer.from(String(value.base64), 'base64')
        : value,
    )
    const work = this.operations[op]
    try {
      if (!work) throw new Error(`The test's runtime has no "${op}".`)
      const value = await work(...plain)
      this.tell({ kind: 'answer', id, value: Buffer.isBuffer(value) ? { base64: value.toString('base64') } : value })
    } catch (error) {
      this.tell({ kind: 'answer', id, error: error instanceof Error ? error.message : String(error) })
    }
  }

  end(): void {
    for (const child of this.running.values()) kill(child)
    rmSync(this.root, { recursive: true, force: true })
  }

  /** As the runtime has it, an absolute path is one in the container's working folder. */
  private at = (path: unknown) => resolve(this.workdir, `./${path}`)

  // biome-ignore lint/suspicious/noExplicitAny: what comes over a wire
  private readonly operations: Record<string, (...values: any[]) => unknown> = {
    boot: async name => {
      this.workdir = join(this.root, 'home', name)
      await mkdir(this.workdir, { recursive: true })
      return this.workdir
    },
    readFile: path => readFile(this.at(path)),
    writeFile: (path, data) => writeFile(this.at(path), data),
    readdir: path => readdir(this.at(path)),
    mkdir: async (path, options) => {
      await mkdir(this.at(path), options)
    },
    rm: (path, options) => rm(this.at(path), options),
    rename: (from, to) => rename(this.at(from), this.at(to)),
    mount: (tree, under) => load(JSON.parse(tree) as Tree, this.at(under)),
    export: async path => JSON.stringify(await dump(this.at(path))),
    run: (process, command) => this.run(process, command),
    stdin: (process, text) => {
      const input = this.running.get(process)?.stdin
      const [before, ...after] = String(text).split('\u0004')
      input?.write(before)
      if (after.length > 0) input?.end()
    },
    kill: process => {
      const child = this.running.get(process)
      if (child) kill(child)
    },
    teardown: () => this.end(),
  }

  private run(
    id: number,
    { command, args, cwd, env }: { command: string; args: string[]; cwd?: string; env?: Record<string, string> },
  ): void {
    const child = spawn(command === 'jsh' ? 'bash' : command, args, {
      cwd: this.at(cwd ?? '.'),
      env: { PATH: process.env.PATH, HOME: this.workdir, ...env },
      // A group of its own, so that all it starts ends with it.
      detached: true,
    })
    this.running.set(id, child)
    // A terminal ends lines with both, and puts everything into one stream.
    const print = (bytes: Buffer) =>
      this.tell({
        kind: 'output',
        process: id,
        base64: Buffer.from(bytes.toString('latin1').replaceAll('\n', '\r\n'), 'latin1').toString('base64'),
      })
    child.stdout.on('data', print)
    child.stderr.on('data', print)
    child.on('error', error => print(Buffer.from(`jsh: ${error.message}\n`)))
    const seen = new Set<number>()
    const looking = setInterval(() => {
      for (const port of portsOf(child.pid!))
        if (!seen.has(port)) {
          seen.add(port)
          this.tell({ kind: 'server', port, url: `https://test--${port}.local-corp.webcontainer-api.io/` })
        }
    }, 150)
    child.on('close', (code, signal) => {
      clearInterval(looking)
      this.running.delete(id)
      this.tell({ kind: 'exit', process: id, code: code ?? (signal === 'SIGKILL' ? 137 : 1) })
    })
  }
}

function kill(child: ChildProcess): void {
  try {
    process.kill(-child.pid!, 'SIGKILL')
  } catch (error) {
    // It has ended already.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

async function load(tree: Tree, folder: string): Promise<void> {
  for (const [name, node] of Object.entries(tree.d)) {
    const path = join(folder, name)
    if ('d' in node) {
      await mkdir(path, { recursive: true })
      await load(node, path)
    } else if (node.f.l !== undefined) await symlink(node.f.l, path)
    else await writeFile(path, Buffer.from(node.f.c ?? '', node.f.b ? 'latin1' : 'utf8'))
  }
}

async function dump(folder: string): Promise<Tree> {
  const tree: Tree = { d: {} }
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name === '.git') continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) tree.d[entry.name] = await dump(path)
    else if (entry.isSymbolicLink()) tree.d[entry.name] = { f: { l: await readlink(path) } }
    else {
      const bytes = await readFile(path)
      const text = bytes.toString('utf8')
      const isText = Buffer.from(text, 'utf8').equals(bytes)
      tree.d[entry.name] = { f: isText ? { c: text } : { c: bytes.toString('latin1'), b: true } }
    }
  }
  return tree
}

/** Ports that the processes of this group listen on. */
function portsOf(group: number): number[] {
  const inodes = new Set<string>()
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    try {
      // After the name in brackets: state, parent, group.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      if (Number(stat.slice(stat.lastIndexOf(')')).split(' ')[3]) !== group) continue
      for (const fd of readdirSync(`/proc/${pid}/fd`)) {
        const socket = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))
        if (socket) inodes.add(socket[1]!)
      }
    } catch (error) {
      // A process may end while it is looked at.
      if (existsSync(`/proc/${pid}`) && !(error instanceof Error && 'code' in error)) throw error
    }
  }
  if (inodes.size === 0) return []
  return ['/proc/net/tcp', '/proc/net/tcp6'].filter(existsSync).flatMap(file =>
    readFileSync(file, 'utf8')
      .split('\n')
      .slice(1)
      .map(line => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === '0A' && inodes.has(inode ?? ''))
      .map(([, local]) => Number.parseInt(local!.split(':')[1]!, 16)),
  )
}
