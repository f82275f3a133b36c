import { loadWithApp } from './with-app.mjs'

const { bench } = await loadWithApp('bench/main.ts')
process.exit(await bench(process.argv.slice(2)))
