import { attribute, child, elements, isOn, type XmlNode } from '../xml.ts'

/** What of a run's look decides whether a person sees it. */
export interface Look {
  vanish?: boolean | undefined
  color?: string | undefined
  /** Points. */
  size?: number | undefined
}

export interface Style {
  name: string
  basedOn: string | undefined
  outline: number | undefined
  numbering: { id: string; level: number } | undefined
  look: Look
}

export interface Styles {
  /** 1 to 9, or 0 for text that is no heading. */
  headingLevel(style: string | undefined, paragraph: XmlNode | undefined): number
  numbering(style: string | undefined): { id: string; level: number } | undefined
  look(style: string | undefined): Look
}

export function readStyles(root: XmlNode | null): Styles {
  const styles = new Map<string, Style>()
  for (const each of root ? elements(root, 'style') : [])
    styles.set(attribute(each, 'styleId') ?? '', {
      name: (attribute(child(each, 'name'), 'val') ?? '').toLowerCase(),
      basedOn: attribute(child(each, 'basedOn'), 'val'),
      outline: numberOf(attribute(child(each, 'pPr', 'outlineLvl'), 'val')),
      numbering: numberingOf(child(each, 'pPr')),
      look: lookOf(child(each, 'rPr')),
    })

  /** The style and those it is based on, nearest first; a circle ends the walk. */
  function chain(id: string | undefined): Style[] {
    const found: Style[] = []
    for (
      let at = id === undefined ? undefined : styles.get(id);
      at && found.length < 20;
      at = styles.get(at.basedOn ?? '')
    )
      if (found.includes(at)) break
      else found.push(at)
    return found
  }

  return {
    headingLevel(style, paragraph) {
      const own = numberOf(attribute(child(paragraph, 'outlineLvl'), 'val'))
      if (own !== undefined && own < 9) return own + 1
      for (const each of chain(style)) {
        const named = /^heading (\d)$/.exec(each.name)
        if (named) return Number(named[1])
        if (each.name === 'title') return 1
        if (each.outline !== undefined && each.outline < 9) return each.outline + 1
      }
      return 0
    },
    numbering: style => chain(style).find(each => each.numbering)?.numbering,
    look(style) {
      const all = chain(style).map(each => each.look)
      return {
        vanish: all.find(each => each.vanish !== undefined)?.vanish,
        color: all.find(each => each.color !== undefined)?.color,
        size: all.find(each => each.size !== undefined)?.size,
      }
    },
  }
}

export function lookOf(properties: XmlNode | undefined): Look {
  const vanish = child(properties, 'vanish')
  const size = numberOf(attribute(child(properties, 'sz'), 'val'))
  return {
    vanish: vanish ? isOn(vanish) : undefined,
    color: attribute(child(properties, 'color'), 'val')?.toUpperCase(),
    size: size === undefined ? undefined : size / 2,
  }
}

export function numberingOf(properties: XmlNode | undefined): { id: string; level: number } | undefined {
  const numbering = child(properties, 'numPr')
  const id = attribute(child(numbering, 'numId'), 'val')
  return id === undefined ? undefined : { id, level: numberOf(attribute(child(numbering, 'ilvl'), 'val')) ?? 0 }
}

function numberOf(text: string | undefined): number | undefined {
  const value = Number(text)
  return text === undefined || !Number.isFinite(value) ? undefined : value
}
