import { loadWithApp } from './with-app.mjs'

// `npm run pictures -- [folder] [small]`: every view, light and dark, at three sizes. `small` is what docs/pictures holds.
const { takePictures } = await loadWithApp('bench/pictures/main.ts')
await takePictures(process.argv[2] ?? 'pictures', process.argv[3] === 'small')
