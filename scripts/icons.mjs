// Draws the icons of the installed app from public/favicon.svg. Run it after that changes; the drawings are kept.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { ROOT } from './run.mjs'

const folder = join(ROOT, 'public/icons')
const drawing = await readFile(join(ROOT, 'public/favicon.svg'), 'utf8')
/** Systems cut a maskable icon to a shape of theirs: colour to the edges, and the drawing within the middle. */
const maskable = drawing
  .replace(/ rx="\d+"/, '')
  .replace(
    /(<rect[^>]*\/>)([\s\S]*)(<\/svg>)/,
    '$1<g transform="translate(16 16) scale(.74) translate(-16 -16)">$2</g>$3',
  )

await mkdir(folder, { recursive: true })
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
const page = await browser.newPage()
for (const [name, svg] of Object.entries({ any: drawing, maskable })) {
  for (const size of [192, 512]) {
    await page.setViewportSize({ width: size, height: size })
    await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`)
    await writeFile(join(folder, `${name}-${size}.png`), await page.screenshot({ omitBackground: true }))
  }
}
await browser.close()
