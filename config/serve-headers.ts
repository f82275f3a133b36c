import type { Connect, Plugin } from 'vite'
import { headersFor } from './headers.ts'

/** Sets the headers on every answer of `vite` and `vite preview`, before anything else can answer. */
export function headers(): Plugin {
  const answer =
    (dev: boolean): Connect.NextHandleFunction =>
    (request, response, next) => {
      for (const [name, value] of Object.entries(headersFor(request.originalUrl ?? '/', { dev }))) {
        response.setHeader(name, value)
      }
      next()
    }
  return {
    name: 'deskhand:headers',
    configureServer(server) {
      server.middlewares.use(answer(true))
    },
    configurePreviewServer(server) {
      server.middlewares.use(answer(false))
    },
  }
}
