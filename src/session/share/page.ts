/** The viewer as it was built: one script and one style, and their hashes as a policy names them. */
export interface ViewerParts {
  script: string
  style: string
  scriptHash: string
  styleHash: string
}

const MARK = '<script type="application/json" id="deskhand-session">'
const END = '</script>'

/** The policy of a saved page: it runs its own two parts, and reaches nothing at all. */
export const policyOf = ({ scriptHash, styleHash }: Pick<ViewerParts, 'scriptHash' | 'styleHash'>) =>
  `default-src 'none'; script-src '${scriptHash}'; style-src '${styleHash}'; img-src data:; base-uri 'none'; form-action 'none'`

/** One page that shows the sealed session without any network. The sealed text has no `<` in it. */
export function pageOf(sealed: string, viewer: ViewerParts): string {
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policyOf(viewer)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    '<meta name="color-scheme" content="light dark">',
    '<title>A session saved by Deskhand</title>',
    `<style>${viewer.style}</style></head>`,
    '<body><p id="not-shown">This is a session saved by Deskhand. If nothing else is shown, this file was changed or damaged after it was saved, or scripts are off.</p>',
    `${MARK}${sealed}${END}`,
    `<script>${viewer.script}</script>`,
    '</body></html>',
    '',
  ].join('\n')
}

/** The sealed text out of a saved page, or out of a saved JSON file as it is. */
export function sealedIn(text: string): string {
  const start = text.indexOf(MARK)
  if (start < 0) return text
  const end = text.indexOf(END, start)
  return text.slice(start + MARK.length, end < 0 ? undefined : end)
}
