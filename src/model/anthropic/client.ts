import Anthropic from '@anthropic-ai/sdk'
import type { Endpoint } from './endpoint.ts'
import type { Wire } from './wire.ts'

/** The SDK, told to leave out what we do ourselves: retries, waiting, logging and tracing. */
export const clientOf = (endpoint: Endpoint, key: string | null, wire: Wire) =>
  new Anthropic({
    // Never absent: the SDK would look for credentials elsewhere. `Wire` takes the header off when there is no key.
    apiKey: key ?? 'none',
    authToken: null,
    baseURL: endpoint.url,
    fetch: wire.fetch,
    maxRetries: 0,
    dangerouslyAllowBrowser: true,
    logLevel: 'off',
    openTelemetry: false,
  })
