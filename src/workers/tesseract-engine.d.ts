declare module 'tesseract.js-core/tesseract-core-simd-lstm.js' {
  import type { Engine } from '../documents/recognise/recognise.ts'
  export default function createEngine(options: {
    wasmBinary: Uint8Array
    print(text: string): void
    printErr(text: string): void
    TesseractProgress(percent: number): void
  }): Promise<Engine>
}
declare module '*?url&no-inline' {
  const address: string
  export default address
}
