import type { IStylesOptions } from 'docx'

const FONT = 'Calibri'
const INK = '1F2933'
const ACCENT = '1F4E79'

const heading = (size: number, before: number) => ({
  run: { font: FONT, size, bold: true, color: ACCENT },
  paragraph: { spacing: { before, after: 80 }, keepNext: true, keepLines: true },
})

/** The look of our Word documents, all of it in named styles, so that the person can restyle a document in one place. */
export const STYLES: IStylesOptions = {
  default: {
    document: { run: { font: FONT, size: 22, color: INK }, paragraph: { spacing: { after: 120, line: 276 } } },
    title: { run: { font: FONT, size: 48, bold: true, color: ACCENT }, paragraph: { spacing: { after: 240 } } },
    heading1: heading(32, 360),
    heading2: heading(27, 280),
    heading3: heading(24, 220),
    heading4: heading(22, 200),
    heading5: heading(22, 200),
    heading6: heading(22, 200),
  },
  paragraphStyles: [
    {
      id: 'Quote',
      name: 'Quote',
      basedOn: 'Normal',
      quickFormat: true,
      run: { italics: true, color: '52606D' },
      paragraph: {
        indent: { left: 440, right: 440 },
        border: { left: { style: 'single', size: 12, space: 10, color: 'CBD2D9' } },
      },
    },
    {
      id: 'CodeText',
      name: 'Code Text',
      basedOn: 'Normal',
      quickFormat: true,
      run: { font: 'Consolas', size: 19 },
      paragraph: { spacing: { after: 0, line: 240 }, shading: { type: 'clear', fill: 'F5F7FA', color: 'auto' } },
    },
    {
      id: 'TableText',
      name: 'Table Text',
      basedOn: 'Normal',
      quickFormat: true,
      run: { size: 20 },
      paragraph: { spacing: { before: 40, after: 40, line: 240 } },
    },
    {
      id: 'Edge',
      name: 'Header and Footer Text',
      basedOn: 'Normal',
      run: { size: 18, color: '616E7C' },
      paragraph: { spacing: { after: 0 } },
    },
  ],
}
