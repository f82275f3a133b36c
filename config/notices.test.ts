import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readNotices } from './notices.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const manifest = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as {
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
}

test('every package that the app is made of has a notice with a licence, and no tool has one', () => {
  const notices = readNotices(root)
  const names = notices.map(notice => notice.name)
  expect(Object.keys(manifest.dependencies).filter(name => !names.includes(name))).toEqual([])
  expect(names).not.toContain('vitest')
  expect(notices.filter(notice => notice.license === '')).toEqual([])
  expect(notices.filter(notice => notice.text !== '').length).toBeGreaterThan(notices.length / 2)
})
