import { Bash, type CommandContext, defineCommand } from 'just-bash/browser'
import { MOST_OUTPUT } from '../engine/batch.ts'
import type { Emit, Program, ProgramRun } from '../engine/program.ts'
import type { Tree } from '../tree/tree.ts'
import type { Answer } from './answer.ts'
import { unzip, zip } from './archive.ts'
import { createBashFs } from './bash-fs.ts'
import { byteString, bytesOf, utf8 } from './bytes.ts'
import { endless, network, npm, pip } from './missing.ts'
import { SQLITE } from './sqlite.ts'
import { tar } from './tar.ts'

/** Starts a program and resolves with its exit code. */
export type StartProgram = (program: Program, run: Omit<ProgramRun, 'delta'>, emit: Emit) => Promise<number>

const LIMITS = {
  maxCommandCount: 2_000_000,
  maxLoopIterations: 20_000_000,
  maxAwkIterations: 20_000_000,
  maxSedIterations: 20_000_000,
  maxJqIterations: 20_000_000,
  maxWorkUnits: 200_000_000,
  maxAwkParserOperations: 20_000_000,
  maxStringLength: 128_000_000,
  maxOutputSize: 64_000_000,
  maxLiveBytes: 512_000_000,
  maxInputBytes: 512_000_000,
}

/** The shell over the tree. `live` hears what programs print while they print it. */
export function createShell(tree: Tree, start: StartProgram, live: Emit): Bash {
  for (const path of ['/work', '/tmp', '/home/user', '/bin', '/usr/bin', '/dev', '/proc']) tree.mkdirs(path)

  const program = (name: Program) => (args: string[], context: CommandContext) => run(name, args, context)
  const run = async (name: Program, args: string[], context: CommandContext): Promise<Answer> => {
    const stdout = collector()
    const stderr = collector()
    const exitCode = await start(
      name,
      {
        args,
        cwd: context.cwd,
        env: context.exportedEnv ?? Object.fromEntries(context.env),
        stdin: bytesOf(context.stdin as unknown as string),
      },
      (channel, bytes) => {
        live(channel, bytes)
        if (channel === 'out') stdout.add(bytes)
        else stderr.add(bytes)
      },
    )
    return {
      stdout: stdout.text(),
      stdoutKind: 'bytes',
      stderr: new TextDecoder().decode(bytesOf(stderr.text())),
      exitCode,
    }
  }
  const simple = (name: string, answer: (args: string[], cwd: string, stdin: string) => Answer) =>
    defineCommand(name, async (args, context) => {
      try {
        return answer(args, context.cwd, context.stdin as unknown as string)
      } catch (error) {
        return { stdout: '', stderr: `${name}: ${error instanceof Error ? error.message : error}\n`, exitCode: 1 }
      }
    })
  const python = (args: string[], context: CommandContext) =>
    args[0] === '-m' && args[1] === 'pip' ? Promise.resolve(pip(args.slice(2))) : run('python', args, context)

  return new Bash({
    fs: createBashFs(tree),
    cwd: '/work',
    env: { HOME: '/home/user', USER: 'user', LANG: 'C.UTF-8', TMPDIR: '/tmp', PATH: '/usr/bin:/bin' },
    executionLimits: LIMITS,
    customCommands: [
      defineCommand('node', program('script')),
      defineCommand('python3', python),
      defineCommand('python', python),
      defineCommand('sqlite3', (args, context) => run('python', ['-c', SQLITE, ...args], context)),
      simple('tar', (args, cwd, stdin) => tar(args, cwd, tree, stdin)),
      simple('zip', (args, cwd) => zip(args, cwd, tree)),
      simple('unzip', (args, cwd) => unzip(args, cwd, tree)),
      ...['pip', 'pip3'].map(name => simple(name, pip)),
      ...['npm', 'npx', 'yarn', 'pnpm'].map(name => simple(name, npm)),
      ...['curl', 'wget', 'ssh', 'ping', 'nslookup', 'dig'].map(name => simple(name, () => network(name))),
      simple('yes', endless),
    ],
  })
}

function collector() {
  const parts: string[] = []
  let size = 0
  return {
    add(bytes: Uint8Array) {
      if (size < MOST_OUTPUT) parts.push(byteString(bytes))
      size += bytes.length
    },
    text: () => (size > MOST_OUTPUT ? `${parts.join('')}${byteString(utf8(TOO_LONG))}` : parts.join('')),
  }
}

const TOO_LONG = `\n… the rest of this output was dropped: it is longer than ${MOST_OUTPUT / 1_000_000} MB.\n`
