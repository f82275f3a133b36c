import { render } from 'solid-js/web'
import { expect, vi } from 'vitest'
import type { EventBody } from '../../src/domain/event.ts'
import type { SessionRow } from '../../src/ports/log.ts'
import { App } from '../../src/ui/app.tsx'
import { createScreenClient, offlinePart } from './desk-client.ts'

/** The parts of the page come with the first session that is shown, which a busy machine takes its time for. */
const PATIENCE = { timeout: 20_000 }
vi.setConfig({ testTimeout: 30_000 })

/** The whole page with one session on it, whose events these are. Resolves once all of it is there. */
export async function showPage(events: readonly EventBody[], rows: readonly Partial<SessionRow>[] = []) {
  const screen = createScreenClient(events, rows)
  const place = document.createElement('div')
  document.body.append(place)
  const end = render(() => <App client={screen.client} offlinePart={offlinePart} />, place)
  const by = (name: string) => place.querySelector<HTMLElement>(`[data-testid="${name}"]`)
  const isAtWork = events.some(event => event.type === 'run.started')
  await vi.waitFor(() => expect(by(isAtWork ? 'tab-progress' : 'request')).not.toBeNull(), PATIENCE)
  return {
    ...screen,
    place,
    by,
    box: by('request') as HTMLTextAreaElement,
    close() {
      end()
      place.remove()
    },
  }
}
