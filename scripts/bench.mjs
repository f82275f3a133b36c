import { loadWithApp } from './with-app.mjs'

const { code } = await loadWithApp('bench/main.ts')
process.exit(code)
