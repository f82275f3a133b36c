/** What a browser has and Node has not. */
const NOT_NODE = [
  'BroadcastChannel',
  'XMLHttpRequest',
  'WebSocket',
  'EventSource',
  'WebTransport',
  'caches',
  'indexedDB',
]

/**
 * Takes what a program does not have away from it, and the means to start others of its kind: one that starts workers for ever would
 * leave nothing for anybody. What keeps a program in is the policy of the frame, not this.
 */
export function takeAway(): void {
  for (const name of NOT_NODE) Reflect.deleteProperty(globalThis, name)
  Object.defineProperty(globalThis, 'Worker', { value: NoWorker, writable: true, configurable: true })
}

class NoWorker {
  constructor() {
    throw new Error('A program can start no workers here. Do the work in the program itself, one part after another.')
  }
}
