import { createSessions } from '../../src/store/sessions.ts'
import { logContract } from '../contracts/log.contract.ts'

logContract('IndexedDB', async () => createSessions())
