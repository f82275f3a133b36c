export interface ToMachine {
  id: number
  op: string
  values: unknown[]
}

export type FromMachine =
  | { kind: 'answer'; id: number; value?: unknown; error?: string }
  | { kind: 'output'; process: number; base64: string }
  | { kind: 'exit'; process: number; code: number }
  | { kind: 'server'; port: number; url: string }
