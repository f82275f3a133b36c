/** What the browser knows about our way to an endpoint. */
export interface Surroundings {
  fetch: typeof fetch
  /** The origin of our own page, which an endpoint has to allow. */
  pageOrigin: string
  online(): boolean
  /** Whether this site may reach this computer and the local network. */
  localNetwork(): Promise<'granted' | 'denied' | 'prompt' | 'unknown'>
}

/** Chromium's name for the permission changed once; the older one is asked when the newer one is not known. */
const PERMISSIONS = ['loopback-network', 'local-network-access']

export const browserSurroundings = (): Surroundings => ({
  fetch: (input, init) => fetch(input, init),
  pageOrigin: globalThis.location?.origin ?? '',
  online: () => globalThis.navigator?.onLine ?? true,
  localNetwork: async () => {
    for (const name of PERMISSIONS) {
      const state = await permission(name)
      if (state !== 'unknown') return state
    }
    return 'unknown'
  },
})

async function permission(name: string) {
  try {
    const status = await globalThis.navigator?.permissions?.query({ name: name as PermissionName })
    return status?.state ?? 'unknown'
  } catch (error) {
    // A TypeError is how a browser says that it has no permission of that name.
    if (error instanceof TypeError) return 'unknown'
    throw error
  }
}
