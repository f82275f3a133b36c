import '../ui/style/index.css'
import { createComponent, render } from 'solid-js/web'
import { policyOf } from '../session/share/page.ts'
import { unseal } from '../session/share/seal.ts'
import { hashOf } from '../store/hash.ts'
import { fingerprintOf, verifySignature } from '../store/signature.ts'
import { PreviewsContext } from '../ui/preview-context.ts'
import SharedView from '../ui/shared-view.tsx'
import { viewerPreviews } from './viewer-previews.ts'

/**
 * The script of a saved page: a bundle of its own, that reads the session beside it and shows it. It runs from a file, under a policy
 * that lets it reach nothing.
 */
async function show(): Promise<void> {
  const note = document.getElementById('not-shown')
  const say = (text: string) => {
    if (note) note.textContent = text
  }
  const sealed = document.getElementById('deskhand-session')?.textContent
  if (!sealed) return say('The session that belongs into this file is missing: the file was cut or changed.')
  const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content') ?? ''
  const style = document.querySelector('style')?.textContent ?? ''
  const opened = await unseal(sealed, { hashOf, verify: verifySignature, fingerprint: fingerprintOf })
  if (!opened.ok) return say(opened.failure.message)
  const { session, checks, viewer } = opened.value
  const scriptHash = /script-src '([^']+)'/.exec(policy)?.[1] ?? ''
  const styleHash = await policyHashOf(style)
  checks.viewer = policy === viewer && policy === policyOf({ scriptHash, styleHash })
  note?.remove()
  document.title = session.title || 'A session saved by Deskhand'
  const page = document.createElement('div')
  page.className = 'page viewer'
  document.body.append(page)
  const view = () => createComponent(SharedView, { file: { session, checks, viewer, own: null } })
  render(
    () =>
      createComponent(PreviewsContext.Provider, {
        value: viewerPreviews,
        get children() {
          return view()
        },
      }),
    page,
  )
}

async function policyHashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`
}

void show()
