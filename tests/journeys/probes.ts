/**
 * Every way out that a script could try, each to a path of its own name. These run in the page or a worker, so each
 * function stands alone. A way that is barred may throw or fail later; what counts is what the other server saw.
 */

/** What pages and workers can both do. */
export async function probeAnywhere(origin: string): Promise<string[]> {
  const global = globalThis as unknown as { fonts?: FontFaceSet } & typeof globalThis
  const tries: Record<string, () => unknown> = {
    fetch: () => fetch(`${origin}/fetch`),
    'fetch-blind': () => fetch(`${origin}/fetch-blind`, { mode: 'no-cors', method: 'POST', body: 'data' }),
    'fetch-late': () =>
      fetch(`${origin}/fetch-late`, { mode: 'no-cors', method: 'POST', body: 'data', keepalive: true }),
    xhr: () => {
      const request = new XMLHttpRequest()
      request.open('GET', `${origin}/xhr`)
      request.send()
    },
    websocket: () => new WebSocket(`${origin.replace('http', 'ws')}/websocket`),
    eventsource: () => new EventSource(`${origin}/eventsource`),
    import: () => import(`${origin}/import`),
    font: () => {
      const font = new FontFace('probe', `url(${origin}/font)`)
      global.fonts?.add(font)
      return font.load()
    },
  }
  await Promise.allSettled(Object.values(tries).map(async attempt => attempt()))
  await new Promise(resolve => setTimeout(resolve, 300))
  return Object.keys(tries)
}

/** What only a page can do without leaving. */
export async function probePage(origin: string): Promise<string[]> {
  const put = (tag: string, attributes: Record<string, string>) => {
    const element = Object.assign(document.createElement(tag), attributes)
    document.body.append(element)
    return element
  }
  const tries: Record<string, () => unknown> = {
    beacon: () => navigator.sendBeacon(`${origin}/beacon`, 'data'),
    image: () => put('img', { src: `${origin}/image` }),
    video: () => put('video', { src: `${origin}/video`, preload: 'auto' }),
    script: () => put('script', { src: `${origin}/script` }),
    css: () => put('link', { rel: 'stylesheet', href: `${origin}/css` }),
    prefetch: () => put('link', { rel: 'prefetch', href: `${origin}/prefetch` }),
    'css-image': () => {
      put('div', { textContent: 'x' }).style.backgroundImage = `url(${origin}/css-image)`
    },
    frame: () => put('iframe', { src: `${origin}/frame` }),
    object: () => put('object', { data: `${origin}/object` }),
  }
  await Promise.allSettled(Object.values(tries).map(async attempt => attempt()))
  await new Promise(resolve => setTimeout(resolve, 500))
  return Object.keys(tries)
}

/** The ways of leaving for another place, one at a time: each that succeeds ends the page. */
export const DEPARTURES = ['location', 'link', 'form', 'refresh'] as const

export function depart([way, origin]: [(typeof DEPARTURES)[number], string]): void {
  if (way === 'location') location.href = `${origin}/location`
  if (way === 'link') Object.assign(document.createElement('a'), { href: `${origin}/link` }).click()
  if (way === 'form') {
    const form = Object.assign(document.createElement('form'), { action: `${origin}/form` })
    document.body.append(form)
    form.submit()
  }
  if (way === 'refresh')
    document.head.append(
      Object.assign(document.createElement('meta'), { httpEquiv: 'refresh', content: `0;url=${origin}/refresh` }),
    )
}
