/** Made by `config/viewer.ts`: the script and style of a saved page, built on their own. */
declare module 'virtual:deskhand-viewer' {
  export const script: string
  export const style: string
  export const scriptHash: string
  export const styleHash: string
}

/** Made by `config/notices.ts`: the licences of everything that is in the build. */
declare module 'virtual:deskhand-notices' {
  export const notices: readonly { name: string; version: string; license: string; text: string }[]
}

/** Made by `config/sandbox.ts`: the name that each of the sandbox's files has in this build; as it is called where none is given. */
declare module 'virtual:deskhand-sandbox' {
  const names: Record<string, string>
  export default names
}
