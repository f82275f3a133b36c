/** Vite builds the named file as a worker of its own and gives its address, so that a query can be added to it. */
declare module '*?worker&url' {
  const url: string
  export default url
}

/** The address of a font that comes with a library. */
declare module '*.ttf?url' {
  const url: string
  export default url
}
