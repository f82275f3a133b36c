/** The desk's first message to the document that holds an agent's engine, then one for each engine. */
export type ToFrame =
  | { kind: 'start'; engine: number; source: Blob; port: MessagePort; assets: MessagePort }
  | { kind: 'end'; engine: number }
  | { kind: 'ping'; n: number }

export type FromFrame =
  | { kind: 'broken'; engine: number; text: string }
  | { kind: 'pong'; n: number; isolated: boolean }
