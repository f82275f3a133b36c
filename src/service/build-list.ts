export interface BuiltFile {
  /** Relative to the app's folder; the page itself is the empty path. */
  path: string
  integrity: string
}

/** Every file of one build. */
export interface BuildList {
  version: string
  /** What the app needs to open and work: all there, or the version is not used. */
  files: BuiltFile[]
  /** Languages of the sandbox, fonts and libraries for documents: many times as large, and fetched once the app is at work. */
  later: BuiltFile[]
}
