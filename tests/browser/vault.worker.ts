import { expose, proxy } from 'comlink'
import { createVault } from '../../src/store/vault.ts'

/** A vault needs a worker; the tests talk to it from the page. */
expose({
  async open(session = 'a-session') {
    const vault = await createVault(session)
    if (!vault.ok) throw new Error(vault.failure.message)
    return proxy(vault.value)
  },
})
