import { parse } from '@babel/parser'

/** The nodes of Babel's tree, as far as it is looked at here. */
interface Syntax {
  type: string
  start: number
  end: number
  [field: string]: unknown
}

/** Whole statements that mean nothing at run time. */
const TYPE_ONLY = [
  'TSInterfaceDeclaration',
  'TSTypeAliasDeclaration',
  'TSDeclareFunction',
  'TSDeclareMethod',
  'TSIndexSignature',
]
const TYPE_PARTS = ['TSTypeAnnotation', 'TSTypeParameterDeclaration', 'TSTypeParameterInstantiation']
const REFUSED: Record<string, string> = {
  TSEnumDeclaration: 'An enum',
  TSModuleDeclaration: 'A namespace',
  TSParameterProperty: 'A parameter property',
  TSImportEqualsDeclaration: '"import ="',
  TSExportAssignment: '"export ="',
}
const MODIFIERS = /\b(public|private|protected|readonly|abstract|override|declare|static|async|accessor)\b/g
const KEPT = ['static', 'async', 'accessor']

/**
 * TypeScript made JavaScript by blanking its types, as Node does: every line and column stays where it was. What needs
 * code of its own (enums, namespaces, parameter properties) is refused with a clear word.
 */
export function stripTypes(text: string, name: string): string {
  const file = parse(text, {
    sourceType: 'unambiguous',
    plugins: ['typescript'],
    allowReturnOutsideFunction: true,
    createParenthesizedExpressions: true,
    allowUndeclaredExports: true,
  }) as unknown as Syntax
  const blanks: [number, number][] = []
  const blank = (from: number, to: number) => blanks.push([from, to])
  const refuse = (node: Syntax, what: string): never => {
    const line = text.slice(0, node.start).split('\n').length
    throw new SyntaxError(
      `${name}:${line}: ${what} cannot be run by leaving out the types. Write it as plain JavaScript.`,
    )
  }

  const skipped = new Set<Syntax>()
  const visit = (node: Syntax): void => {
    if (isBlanked(node)) return
    unmark(node)
    for (const child of children(node)) if (!skipped.has(child)) visit(child)
  }

  /** Handles what is a type or stands around one; true when nothing of the node is left to look at. */
  const isBlanked = (node: Syntax): boolean => {
    const all = () => {
      blank(node.start, node.end)
      return true
    }
    const inner = node.expression as Syntax
    if (TYPE_ONLY.includes(node.type) || TYPE_PARTS.includes(node.type) || node.declare === true) return all()
    if (node.importKind === 'type' || node.exportKind === 'type') return all()
    if (node.abstract && isMember(node)) return all()
    const refused = REFUSED[node.type]
    if (refused) return refuse(node, refused)
    switch (node.type) {
      case 'ImportDeclaration':
        dropSpecifiers(node, 'importKind')
        return true
      case 'ExportNamedDeclaration': {
        const declared = node.declaration as Syntax | null
        if (declared) return TYPE_ONLY.includes(declared.type) && all()
        dropSpecifiers(node, 'exportKind')
        return true
      }
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'TSInstantiationExpression':
        visit(inner)
        blank(inner.end, node.end)
        return true
      case 'TSTypeAssertion':
        blank(node.start, inner.start)
        visit(inner)
        return true
      default:
        return false
    }
  }

  /** Takes the marks of types off code that stays. */
  const unmark = (node: Syntax): void => {
    if (node.optional === true && node.type === 'Identifier') markAfterName(node, '?')
    if (isMember(node)) members(node)
    if (node.type === 'VariableDeclarator' && node.definite) markAfterName(node.id as Syntax, '!')
    const list = node.type.startsWith('Class') ? ((node.implements as Syntax[] | undefined) ?? []) : []
    if (list.length > 0) blank(text.lastIndexOf('implements', list[0]!.start), list.at(-1)!.end)
    for (const each of list) skipped.add(each)
    if ((node.type === 'ClassDeclaration' || node.type === 'ClassExpression') && node.abstract) {
      const at = text.indexOf('abstract', node.start)
      blank(at, at + 'abstract'.length)
    }
    const own = (node.params as Syntax[] | undefined)?.[0]
    if (own?.type === 'Identifier' && own.name === 'this') {
      blank(own.start, own.end + commaAfter(own))
      skipped.add(own)
    }
  }
  const commaAfter = (node: Syntax) => /^\s*,/.exec(text.slice(node.end))?.[0].length ?? 0

  const dropSpecifiers = (node: Syntax, field: string) => {
    for (const each of (node.specifiers as Syntax[]) ?? [])
      if (each[field] === 'type') blank(each.start, each.end + commaAfter(each))
  }
  const markAfterName = (node: Syntax, mark: string) => {
    const annotation = node.typeAnnotation as Syntax | null
    const from = node.start + String(node.name ?? '').length
    const at = text.indexOf(mark, from)
    if (at >= 0 && at < (annotation?.start ?? node.end)) blank(at, at + 1)
  }
  const members = (node: Syntax) => {
    const key = node.key as Syntax
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
  ['ClassProperty', 'ClassMethod', 'ClassPrivateProperty', 'ClassPrivateMethod', 'ClassAccessorProperty'].includes(
    node.type,
  )

function* children(node: Syntax): Generator<Syntax> {
  for (const [field, value] of Object.entries(node)) {
    if (field === 'loc' || field.endsWith('omments') || field === 'extra') continue
    for (const each of Array.isArray(value) ? value : [value])
      if (typeof each === 'object' && each !== null && typeof each.type === 'string' && typeof each.start === 'number')
        yield each
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
