/** Rings after so many milliseconds of running; what the engine itself takes to load a language is not counted. */
export class Stopwatch {
  private left: number
  private readonly ring: () => void
  private since = 0
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(ms: number, ring: () => void) {
    this.left = ms
    this.ring = ring
    this.go()
  }

  go(): void {
    this.since = performance.now()
    this.timer = setTimeout(this.ring, this.left)
  }

  pause(): void {
    clearTimeout(this.timer)
    this.left -= performance.now() - this.since
  }
}
