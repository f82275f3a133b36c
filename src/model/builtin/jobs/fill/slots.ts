import { extensionOf, nameOf } from '../../../../domain/place.ts'
import { fold } from '../../figures/words.ts'
import type { FileInfo, Slot } from '../../job.ts'

export const TEMPLATES = ['docx', 'pptx']
export const TABLES = ['csv', 'tsv', 'xlsx', 'xls', 'ods']

const CALLED_TEMPLATE =
  /template|vorlage|modele|plantilla|modello|brief|letter|certificate|form|invitation|einladung|diploma/
const CALLED_TABLE =
  /data|daten|list|liste|people|names|address|adress|customer|kunden|member|mitglied|guest|gaste|participant|order|student/

/** The file of these kinds that the request names, else the one that is called so, else the only one. */
function fileFor(request: string, files: readonly FileInfo[], endings: readonly string[], called: RegExp): string {
  const fitting = files
    .map(file => file.path)
    .filter(path => endings.includes(extensionOf(path)) && !path.split('/').some(part => part.startsWith('.')))
  const asked = fold(request)
  const named = fitting.filter(path => asked.includes(fold(nameOf(path))))
  const stems = fitting.filter(path => {
    const stem = fold(nameOf(path).replace(/\.[^.]+$/, ''))
    return stem.length > 3 && asked.includes(stem)
  })
  const likely = fitting.filter(path => called.test(fold(nameOf(path))))
  for (const some of [named, stems, likely, fitting])
    if (some.length > 0) return [...some].sort((a, b) => a.length - b.length)[0]!
  return ''
}

/** The restated job. `Names` may name columns: `letter {Name}`. */
export const slots = (request: string, files: FileInfo[]): Slot[] => {
  const template = fileFor(request, files, TEMPLATES, CALLED_TEMPLATE)
  const pattern = /(?:named|called|names? like)\s+["“]?([^"”]*\{[^}]+\}[^"”]*?)["”]?(?:[.,;]|$)/i.exec(request)?.[1]
  return [
    { name: 'Template', value: template },
    { name: 'Table', value: fileFor(request, files, TABLES, CALLED_TABLE) },
    { name: 'Names', value: pattern?.trim() ?? 'by the first column that tells the rows apart' },
    { name: 'Into', value: 'filled' },
  ]
}
