import type { Plugin } from 'vite'

/** `vite preview` packs what it sends. It serves this machine alone, where packing and unpacking take longer than sending. */
export function unpacked(): Plugin {
  return {
    name: 'deskhand:unpacked',
    configurePreviewServer(server) {
      server.middlewares.use((request, _response, next) => {
        delete request.headers['accept-encoding']
        next()
      })
    },
  }
}
