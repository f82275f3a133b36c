/** What the page in the frame may do once more, in its own words: nothing but its own styles and the pictures inside it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

const pageOf = (html: string) =>
  `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><style>body{margin:1.5rem;font:16px/1.55 system-ui,sans-serif;color:#1d2a25;background:#fff}table{border-collapse:collapse}td,th{padding:.2em .6em;text-align:start}img{max-width:100%}</style></head><body>${html}</body></html>`

/**
 * A web page in two frames. The outer one is a file of ours whose policy lets nothing load; the inner one inherits it, and may not run
 * scripts, send forms, open windows or know where it is.
 */
export default function PreviewHtml(props: { html: string; name: string }) {
  const show = (outer: HTMLIFrameElement) => {
    const inside = outer.contentDocument
    if (!inside?.body) return
    const inner = inside.createElement('iframe')
    inner.setAttribute('sandbox', '')
    inner.title = props.name
    inner.srcdoc = pageOf(props.html)
    inside.body.replaceChildren(inner)
  }
  return (
    <iframe
      class="page-frame"
      sandbox="allow-same-origin"
      title={`Page ${props.name}`}
      src={new URL('preview/frame.html', document.baseURI).href}
      data-testid="page-frame"
      onLoad={event => show(event.currentTarget)}
    />
  )
}
