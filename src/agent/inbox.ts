/** A user turn that waits for the agent's next safe point. */
export interface Tell {
  kind: 'request' | 'steer' | 'nudge'
  text: string
  /** Id of the person's message, so that its delivery can be told. */
  steer?: string
}

/** What the desk wants of a working agent, looked at between two steps only. */
export interface Inbox {
  put(tell: Tell): void
  take(): Tell[]
  pause(): void
  resume(): void
  /** Resolves at once, or when a pause ends. */
  gate(): Promise<void>
}

export function createInbox(): Inbox {
  let tells: Tell[] = []
  let paused = false
  let go: (() => void)[] = []
  return {
    put: tell => void tells.push(tell),
    take() {
      const taken = tells
      tells = []
      return taken
    },
    pause() {
      paused = true
    },
    resume() {
      paused = false
      for (const resolve of go) resolve()
      go = []
    },
    gate: () => (paused ? new Promise(resolve => go.push(resolve)) : Promise.resolve()),
  }
}
