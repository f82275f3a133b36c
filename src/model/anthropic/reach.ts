import type { Timers } from '../../ports/host.ts'
import { failure } from './diagnose.ts'
import type { Endpoint } from './endpoint.ts'
import type { Trouble } from './retry.ts'
import { ATTEMPTS } from './retry.ts'
import type { Surroundings } from './surroundings.ts'

const PROBE_MS = 5_000

interface Lost {
  endpoint: Endpoint
  surroundings: Surroundings
  timers: Timers
  /** Whether this endpoint ever answered us: then it does let us in. */
  answered: boolean
  error: unknown
  signal: AbortSignal
}

/**
 * Why a request got no answer at all. A browser gives one and the same error for a dead line, a refused origin and a refused
 * permission, on purpose; so what it knows otherwise is looked at, and two small requests without key or content are tried.
 */
export async function unreachable(lost: Lost): Promise<Trouble> {
  const { endpoint, surroundings } = lost
  const detail = causes(lost.error)
  const network = (message: string): Trouble => ({
    failure: failure('network', message, detail),
    attempts: ATTEMPTS.usual,
  })
  const blocked = (message: string): Trouble => ({
    failure: failure('blocked', message, detail),
    attempts: ATTEMPTS.never,
  })
  const broken = network(`The connection to ${endpoint.host} failed.`)
  if (!endpoint.isLocal && !surroundings.online()) return network('There is no internet connection.')
  if (lost.answered) return broken
  if (surroundings.pageOrigin.startsWith('https:') && endpoint.origin.startsWith('http:') && !endpoint.isLocal) {
    return blocked(
      `The browser does not let this page call ${endpoint.origin}, because it is not encrypted. Use an https address, or a server on this computer.`,
    )
  }
  if (endpoint.isLocal && (await surroundings.localNetwork()) === 'denied') {
    return blocked(
      `The browser does not let this site reach this computer. Click the icon left of the address bar, open Site settings, set “Local network access” to Allow, and try again.`,
    )
  }
  const way = await probe(lost)
  if (way === 'open') return broken
  if (endpoint.isLocal) return blocked(localAdvice(endpoint, surroundings.pageOrigin, way === 'refused'))
  if (way === 'closed')
    return network(`Nothing answered at ${endpoint.origin}. Check the address in Settings and the internet connection.`)
  const why = endpoint.isAnthropic
    ? 'Organisations with Zero Data Retention have no browser access; use a gateway that allows this page and put its address in Settings.'
    : `Allow the origin ${surroundings.pageOrigin} there, or use a gateway that does.`
  return blocked(`${endpoint.host} answers, but refuses requests from web pages (CORS). ${why}`)
}

function localAdvice({ origin, host }: Endpoint, page: string, answers: boolean): string {
  const ollama = `start it with OLLAMA_ORIGINS=${page} ollama serve`
  const studio = 'turn on “Enable CORS” under Developer > Server settings'
  const port = host.split(':').at(-1)
  const [name, setting] =
    port === '11434'
      ? ['Ollama', `${capital(ollama)}.`]
      : port === '1234'
        ? ['LM Studio', `${capital(studio)}.`]
        : ['The model server', `Ollama: ${ollama}. LM Studio: ${studio}.`]
  if (answers) return `${name} runs at ${origin}, but refuses requests from this page (CORS). ${setting}`
  return `No answer from ${origin} reached this page: nothing runs there, or it refuses web pages (CORS), or the browser was told to keep this page from the local network. ${name} has to run and to allow this page. ${setting}`
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** `open`: it lets this page in. `refused`: something is there. `closed`: nothing is, or the browser hides it. */
async function probe({ endpoint, surroundings, timers, signal }: Lost): Promise<'open' | 'refused' | 'closed'> {
  const headers = {
    'anthropic-version': '2023-06-01',
    ...(endpoint.isAnthropic ? { 'anthropic-dangerous-direct-browser-access': 'true' } : {}),
  }
  const answers = async (init: RequestInit) => {
    const over = new AbortController()
    const late = timers.sleep(PROBE_MS, over.signal).then(() => false)
    const reply = surroundings
      .fetch(`${endpoint.url}/v1/models`, {
        ...init,
        signal: AbortSignal.any([signal, over.signal]),
        cache: 'no-store',
      })
      .then(
        () => true,
        () => false,
      )
    try {
      return await Promise.race([reply, late])
    } finally {
      over.abort()
    }
  }
  if (await answers({ headers })) return 'open'
  return (await answers({ mode: 'no-cors' })) ? 'refused' : 'closed'
}

/** The messages of an error and of what caused it. */
export function causes(error: unknown): string {
  const texts: string[] = []
  for (let at = error; at instanceof Error && texts.length < 5; at = at.cause) texts.push(`${at.name}: ${at.message}`)
  return texts.length > 0 ? texts.join(' < ') : String(error)
}
