import { parse } from '@babel/parser'

/** The nodes of Babel's tree, as far as it is looked at here. */
interface Syntax {
  type: string
  start: number
  end: number
  [field: string]: unknown
}

/** Whole statements that mean nothing at run time. */
const TYPE_ONLY = ['TSInterfaceDeclaration', 'TSTypeAliasDeclaration', 'TSDeclareFunction', 'TSDeclareMethod', 'TSIndexSignature']
const TYPE_PARTS = ['TSTypeAnnotation', 'TSTypeParameterDeclaration', 'TSTypeParameterInstantiation']
const MODIFIERS = /\b(public|private|protected|readonly|abstract|override|declare|static|async|accessor)\b/g
const KEPT = ['static', 'async', 'accessor']

/**
 * TypeScript made JavaScript by blanking its types, as Node does: every line and column stays where it was. What needs
 * code of its own (enums, namespaces, parameter properties) is refused with a clear word.
 */
export function stripTypes(text: string, name: string): string {
  const file = parse(text, { sourceType: 'unambiguous', plugins: ['typescript'], allowReturnOutsideFunction: true, createParenthesizedExpressions: true }) as unknown as Syntax
  const blanks: [number, number][] = []
  const blank = (from: number, to: number) => blanks.push([from, to])
  const refuse = (node: Syntax, what: string): never => {
    const line = text.slice(0, node.start).split('\n').length
    throw new SyntaxError(`${name}:${line}: ${what} cannot be run by leaving out the types. Write it as plain JavaScript.`)
  }

  const visit = (node: Syntax): void => {
    if (TYPE_ONLY.includes(node.type) || TYPE_PARTS.includes(node.type) || node.declare === true) {
      blank(node.start, node.end)
      return
    }
    switch (node.type) {
      case 'TSEnumDeclaration':
        return refuse(node, 'An enum')
      case 'TSModuleDeclaration':
        return refuse(node, 'A namespace')
      case 'TSParameterProperty':
        return refuse(node, 'A parameter property')
      case 'TSImportEqualsDeclaration':
      case 'TSExportAssignment':
        return refuse(node, '"import =" and "export ="')
      case 'ImportDeclaration':
        if (node.importKind === 'type') return void blank(node.start, node.end)
        return dropSpecifiers(node, 'importKind')
      case 'ExportNamedDeclaration': {
        const declared = node.declaration as Syntax | null
        if (node.exportKind === 'type' || (declared && TYPE_ONLY.includes(declared.type))) return void blank(node.start, node.end)
        if (!declared) return dropSpecifiers(node, 'exportKind')
        break
      }
      case 'ExportAllDeclaration':
        if (node.exportKind === 'type') return void blank(node.start, node.end)
        break
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
        visit(node.expression as Syntax)
        return void blank((node.expression as Syntax).end, node.end)
      case 'TSTypeAssertion':
        blank(node.start, (node.expression as Syntax).start)
        return visit(node.expression as Syntax)
      case 'TSNonNullExpression':
        visit(node.expression as Syntax)
        return void blank((node.expression as Syntax).end, node.end)
      case 'TSInstantiationExpression':
        visit(node.expression as Syntax)
        return void blank((node.expression as Syntax).end, node.end)
    }
    if (node.optional === true && node.type === 'Identifier') markAfterName(node, '?')
    if (isMember(node)) members(node)
    if (node.type === 'VariableDeclarator' && node.definite) markAfterName(node.id as Syntax, '!')
    if (node.type.startsWith('Class') && Array.isArray(node.implements) && node.implements.length > 0) {
      const list = node.implements as Syntax[]
      const last = list.at(-1)!
      const from = text.lastIndexOf('implements', list[0]!.start)
      blank(from, last.end)
      for (const each of list) skipped.add(each)
    }
    if ((node.type === 'ClassDeclaration' || node.type === 'ClassExpression') && node.abstract) {
      const at = text.indexOf('abstract', node.start)
      blank(at, at + 'abstract'.length)
    }
    const parameters = node.params as Syntax[] | undefined
    const own = parameters?.[0]
    if (own?.type === 'Identifier' && own.name === 'this') {
      const comma = /^\s*,/.exec(text.slice(own.end))?.[0].length ?? 0
      blank(own.start, own.end + comma)
      skipped.add(own)
    }
    for (const child of children(node)) if (!skipped.has(child)) visit(child)
  }
  const skipped = new Set<Syntax>()

  const dropSpecifiers = (node: Syntax, field: string) => {
    for (const each of (node.specifiers as Syntax[]) ?? [])
      if (each[field] === 'type') {
        const comma = /^\s*,/.exec(text.slice(each.end))?.[0].length ?? 0
        blank(each.start, each.end + comma)
      }
  }
  const markAfterName = (node: Syntax, mark: string) => {
    const annotation = node.typeAnnotation as Syntax | null
    const from = node.start + String(node.name ?? '').length
    const at = text.indexOf(mark, from)
    if (at >= 0 && at < (annotation?.start ?? node.end)) blank(at, at + 1)
  }
  const members = (node: Syntax) => {
    const key = node.key as Syntax
    if (node.abstract) return void blank(node.start, node.end)
    for (const match of text.slice(node.start, key.start).matchAll(MODIFIERS))
      if (!KEPT.includes(match[0])) blank(node.start + match.index, node.start + match.index + match[0].length)
    if (!node.optional && !node.definite) return
    const mark = node.optional ? '?' : '!'
    const at = text.indexOf(mark, key.end)
    if (at >= 0 && at <= key.end + 2) blank(at, at + 1)
  }

  visit(file.program as Syntax)
  return blanked(text, blanks)
}

const isMember = (node: Syntax) =>
  ['ClassProperty', 'ClassMethod', 'ClassPrivateProperty', 'ClassPrivateMethod', 'ClassAccessorProperty'].includes(node.type)

function* children(node: Syntax): Generator<Syntax> {
  for (const [field, value] of Object.entries(node)) {
    if (field === 'loc' || field.endsWith('omments') || field === 'extra') continue
    for (const each of Array.isArray(value) ? value : [value])
      if (typeof each === 'object' && each !== null && typeof each.type === 'string' && typeof each.start === 'number') yield each
  }
}

/** Spaces for everything between, so that places in error messages stay right. */
function blanked(text: string, blanks: [number, number][]): string {
  let made = ''
  let at = 0
  for (const [from, to] of blanks.toSorted(([a], [b]) => a - b)) {
    if (to <= at) continue
    made += text.slice(at, Math.max(at, from))
    made += text.slice(Math.max(at, from), to).replace(/[^\n\r]/g, ' ')
    at = to
  }
  return made + text.slice(at)
}
