import { loadWithApp } from './with-app.mjs'

const { soak } = await loadWithApp('tests/soak/main.ts')
process.exit(await soak(process.argv.slice(2)))
