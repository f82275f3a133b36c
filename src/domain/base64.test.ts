import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { base64Of, bytesOf } from './base64.ts'

const native = Object.getOwnPropertyDescriptor(Uint8Array, 'fromBase64')
afterEach(() => {
  if (native) Object.defineProperty(Uint8Array, 'fromBase64', native)
  else Reflect.deleteProperty(Uint8Array, 'fromBase64')
})

test('bytes come back from base64 as they were, with and without the engine’s own way', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
      const text = base64Of(bytes)
      expect(text).toBe(Buffer.from(bytes).toString('base64'))
      expect(bytesOf(text)).toEqual(bytes)
      Object.defineProperty(Uint8Array, 'fromBase64', {
        configurable: true,
        value: (base64: string) => new Uint8Array(Buffer.from(base64, 'base64')),
      })
      expect(bytesOf(text)).toEqual(bytes)
      Reflect.deleteProperty(Uint8Array, 'fromBase64')
    }),
    { numRuns: 50 },
  )
})
