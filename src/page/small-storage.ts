import { lazily } from '../domain/lazily.ts'

/**
 * The browser's small storage, of this tab or of all. Where the browser refuses it, values last as long as the page;
 * the larger storage then says so where it matters.
 */
export interface SmallStorage {
  /** True where the browser lets the page keep nothing at all. */
  refused: boolean
  get(name: string): string | null
  put(name: string, value: string): void
  remove(name: string): void
}

export const tabStorage = (): SmallStorage => orInMemory(() => sessionStorage)
export const sharedStorage = (): SmallStorage => orInMemory(() => localStorage)

function orInMemory(open: () => Storage): SmallStorage {
  const memory = new Map<string, string>()
  const inMemory: SmallStorage = {
    refused: true,
    get: name => memory.get(name) ?? null,
    put: (name, value) => void memory.set(name, value),
    remove: name => void memory.delete(name),
  }
  // The first look at it holds the page up until the browser has answered.
  const opened = lazily((): SmallStorage => {
    try {
      const storage = open()
      return {
        refused: false,
        get: name => storage.getItem(name),
        put: (name, value) => storage.setItem(name, value),
        remove: name => storage.removeItem(name),
      }
    } catch (error) {
      if (error instanceof DOMException && error.name === 'SecurityError') return inMemory
      throw error
    }
  })
  return {
    get refused() {
      return opened().refused
    },
    get: name => opened().get(name),
    put: (name, value) => opened().put(name, value),
    remove: name => opened().remove(name),
  }
}
