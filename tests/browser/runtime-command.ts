import type { BrowserContext } from '@playwright/test'
import type { BrowserCommandContext } from 'vitest/node'
import { type RuntimeServer, serveRuntime } from '../servers/webcontainer/serve.ts'

type Verb = 'serve' | 'cut' | 'hang' | 'restore' | 'end'

let server: RuntimeServer | null = null

/** Lets a test in the browser command the test's runtime, which answers for stackblitz.com outside of it. */
export async function runtime({ context }: BrowserCommandContext, verb: Verb): Promise<void> {
  if (verb === 'serve') server ??= await serveRuntime(context as unknown as BrowserContext)
  else await server?.[verb]()
  if (verb === 'end') server = null
}

declare module 'vitest/browser' {
  interface BrowserCommands {
    runtime(verb: Verb): Promise<void>
  }
}
