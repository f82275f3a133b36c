import { type DirectoryNode, type FileSystemTree, WebContainer, type WebContainerProcess } from '@webcontainer/api'
import * as Comlink from 'comlink'
import type { RuntimeFile, RuntimeHost, RuntimeNews, RuntimeTexts } from '../ports/webcontainer.ts'
import type { ToRuntimeFrame } from './webcontainer-frame.ts'

/** Never copied out: they are made anew by whoever needs them, and no folder of the person wants them. */
const NOT_OURS = ['**/node_modules/**', '**/.git/**', 'node_modules/**', '.git/**']

const running = new Map<number, WebContainerProcess>()
let container: WebContainer | null = null
let preview: HTMLIFrameElement | null = null

const booted = (): WebContainer => {
  if (!container) throw new Error('The runtime has not been started.')
  return container
}

const host: RuntimeHost = {
  async boot(news) {
    if (!crossOriginIsolated) throw new Error('This page is not isolated from others, which the runtime needs.')
    container = await WebContainer.boot({ coep: 'require-corp', workdirName: 'deskhand' })
    container.on('server-ready', (port, url) => news.postMessage({ kind: 'server', port, url } satisfies RuntimeNews))
  },
  async alive() {
    await booted().fs.readdir('.')
    return true
  },
  async addFolder(path) {
    await booted().fs.mkdir(path, { recursive: true })
  },
  lay: (folder, texts) => booted().mount(treeOf(texts), { mountPoint: folder }),
  write: (path, bytes) => booted().fs.writeFile(path, bytes),
  read: path => booted().fs.readFile(path),
  remove: path => booted().fs.rm(path, { recursive: true, force: true }),
  names: folder => booted().fs.readdir(folder),
  async all(folder) {
    const files: RuntimeFile[] = []
    gather(await booted().export(folder, { format: 'json', excludes: NOT_OURS }), '', files)
    return files
  },
  async run({ id, command, folder, tmp, stdin }, output) {
    const child = await booted().spawn('jsh', ['-c', command], {
      cwd: folder,
      env: { TMPDIR: `${booted().workdir}/${tmp}` },
      terminal: { cols: 500, rows: 50 },
    })
    running.set(id, child)
    if (stdin !== '') {
      const writer = child.input.getWriter()
      await writer.write(`${stdin}\u0004`)
      writer.releaseLock()
    }
    const printed = child.output.pipeTo(new WritableStream({ write: text => output.postMessage(text) }))
    const code = await child.exit
    running.delete(id)
    await printed
    output.postMessage(null)
    return code
  },
  kill: id => running.get(id)?.kill(),
}

function treeOf(texts: RuntimeTexts): FileSystemTree {
  const top: FileSystemTree = Object.create(null)
  for (const [path, contents] of Object.entries(texts)) {
    const names = path.split('/')
    const name = names.pop()!
    let at = top
    for (const folder of names) {
      at[folder] ??= { directory: Object.create(null) }
      at = (at[folder] as DirectoryNode).directory
    }
    at[name] = { file: { contents } }
  }
  return top
}

function gather(tree: FileSystemTree, under: string, files: RuntimeFile[]): void {
  for (const [name, node] of Object.entries(tree)) {
    const path = under + name
    if ('directory' in node) gather(node.directory, `${path}/`, files)
    else if ('symlink' in node.file) files.push({ path, link: node.file.symlink })
    else {
      const { contents } = node.file
      files.push({ path, bytes: typeof contents === 'string' ? new TextEncoder().encode(contents) : contents })
    }
  }
}

/** A server's page is shown in this document, whose policy names the addresses that such pages have. */
function show(url: string | null): void {
  preview?.remove()
  preview = null
  if (url === null) return
  preview = document.createElement('iframe')
  preview.title = 'Preview of the server'
  preview.allow = 'cross-origin-isolated'
  preview.style.cssText = 'position: fixed; inset: 0; width: 100%; height: 100%; border: 0; background: #fff'
  preview.src = url
  document.body.append(preview)
}

addEventListener('message', ({ data, source, origin, ports }: MessageEvent<ToRuntimeFrame>) => {
  if (source !== parent || origin !== location.origin) return
  if (data.kind === 'desk') Comlink.expose(host, ports[0]!)
  else show(data.url)
})

parent.postMessage('ready', location.origin)
