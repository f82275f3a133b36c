/** What a command of the shell gives. */
export interface Answer {
  stdout: string
  stdoutKind?: 'text' | 'bytes'
  stderr: string
  exitCode: number
}

export const said = (stdout: string): Answer => ({ stdout, stderr: '', exitCode: 0 })
export const problem = (text: string, exitCode = 1): Answer => ({ stdout: '', stderr: `${text}\n`, exitCode })
