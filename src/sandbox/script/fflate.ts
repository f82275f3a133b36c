import * as fflate from 'fflate'

/** The library as it is, but for what it would do in workers, which a program cannot start. */
export * from 'fflate'

type Done = (error: Error | null, result: unknown) => void

/** Does the same in this worker, a turn later. What the options say of workers does not matter. */
const later =
  (work: (data: never, options: never) => unknown) => (data: unknown, optionsOrDone: object | Done, done?: Done) => {
    const hear = typeof optionsOrDone === 'function' ? (optionsOrDone as Done) : done!
    const options = typeof optionsOrDone === 'function' ? {} : optionsOrDone
    const timer = setTimeout(() => {
      let result: unknown
      try {
        result = work(data as never, options as never)
      } catch (error) {
        return hear(error as Error, null)
      }
      hear(null, result)
    })
    return () => clearTimeout(timer)
  }

export const deflate = later(fflate.deflateSync)
export const inflate = later(fflate.inflateSync)
export const gzip = later(fflate.gzipSync)
export const compress = gzip
export const gunzip = later(fflate.gunzipSync)
export const zlib = later(fflate.zlibSync)
export const unzlib = later(fflate.unzlibSync)
export const decompress = later(fflate.decompressSync)
export const zip = later(fflate.zipSync)
export const unzip = later(fflate.unzipSync)
