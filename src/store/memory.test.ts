import { logContract } from '../../tests/contracts/log.contract.ts'
import { vaultContract } from '../../tests/contracts/vault.contract.ts'
import { createMemorySessions } from '../../tests/doubles/memory-log.ts'
import { createMemoryVault } from '../../tests/doubles/memory-vault.ts'

let time = 1_700_000_000_000
logContract('the memory log', async () => createMemorySessions(() => ++time))
vaultContract('the memory vault', async () => createMemoryVault())
