/** The browser all tests run in. */
export const CHROMIUM = process.env.CHROMIUM || '/usr/bin/chromium'

/** Enough to run as root in a container, and to keep the browser from calling anyone by itself. */
export const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
