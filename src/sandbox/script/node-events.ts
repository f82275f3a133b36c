type Listener = (...args: unknown[]) => void

/** Node's EventEmitter: what scripts use of it. */
export class EventEmitter {
  static EventEmitter = EventEmitter
  static once(emitter: EventEmitter, name: string): Promise<unknown[]> {
    return new Promise((resolve, reject) => {
      emitter.once(name, (...args) => resolve(args))
      if (name !== 'error') emitter.once('error', reject)
    })
  }
  private readonly table = new Map<string | symbol, { listener: Listener; once: boolean }[]>()

  on(name: string | symbol, listener: Listener): this {
    this.table.set(name, [...(this.table.get(name) ?? []), { listener, once: false }])
    return this
  }
  once(name: string | symbol, listener: Listener): this {
    this.table.set(name, [...(this.table.get(name) ?? []), { listener, once: true }])
    return this
  }
  off(name: string | symbol, listener: Listener): this {
    const rows = this.table.get(name) ?? []
    const at = rows.findLastIndex(row => row.listener === listener)
    if (at >= 0) this.table.set(name, rows.toSpliced(at, 1))
    return this
  }
  emit(name: string | symbol, ...args: unknown[]): boolean {
    const rows = this.table.get(name) ?? []
    if (rows.length === 0 && name === 'error') throw args[0] instanceof Error ? args[0] : new Error(String(args[0]))
    for (const { listener, once } of rows) {
      if (once) this.off(name, listener)
      listener.apply(this, args)
    }
    return rows.length > 0
  }
  addListener(name: string | symbol, listener: Listener): this {
    return this.on(name, listener)
  }
  removeListener(name: string | symbol, listener: Listener): this {
    return this.off(name, listener)
  }
  removeAllListeners(name?: string | symbol): this {
    if (name === undefined) this.table.clear()
    else this.table.delete(name)
    return this
  }
  listenerCount(name: string | symbol): number {
    return this.table.get(name)?.length ?? 0
  }
  listeners(name: string | symbol): Listener[] {
    return (this.table.get(name) ?? []).map(row => row.listener)
  }
  eventNames() {
    return [...this.table.keys()]
  }
  setMaxListeners(): this {
    return this
  }
}
