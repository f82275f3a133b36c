import { expect, test } from 'vitest'
import { stripTypes } from './strip-types.ts'

const squeezed = (text: string) => stripTypes(text, 'a.ts').replace(/\s+/g, ' ').trim()

const CASES: [typescript: string, javascript: string][] = [
  ['const x: number = (3 as number) satisfies number', 'const x = (3 )'],
  ['interface A { b: string }\ntype B = A\nlet a: B', 'let a'],
  ['function f<T>(this: T, a?: string, ...b: T[]): void {}', 'function f ( a , ...b ) {}'],
  [
    'abstract class Q<T> extends R<T> implements S, U { private readonly a?: T; b!: string; abstract c(): void }',
    'class Q extends R { a ; b ; }',
  ],
  [
    'abstract class A { static x = 1; protected async f(): Promise<void> {} }',
    'class A { static x = 1; async f() {} }',
  ],
  [
    "import type { A } from './a.ts'\nimport { type B, c } from './b.ts'\nexport { type D, e }",
    "import { c } from './b.ts' export { e }",
  ],
  ['const v = a!.b!.c as unknown as string[]', 'const v = a .b .c'],
  ['declare const x: number\nexport interface Y {}\nfoo<string>(1)', 'foo (1)'],
  ['let x: { a: 1 } | undefined = undefined', 'let x = undefined'],
]

test('types are left out and the code stays', () => {
  for (const [typescript, javascript] of CASES) expect(squeezed(typescript)).toBe(javascript)
})

test('every line stays where it was', () => {
  const text = 'interface A {\n  b: string\n}\nthrow new Error()'
  expect(stripTypes(text, 'a.ts').split('\n')[3]).toBe('throw new Error()')
})

test('what needs code of its own is refused by name', () => {
  expect(() => stripTypes('\nenum A { B }', 'a.ts')).toThrow('a.ts:2: An enum cannot be run by leaving out the types')
  expect(() => stripTypes('class A { constructor(private a: string) {} }', 'a.ts')).toThrow('A parameter property')
})
