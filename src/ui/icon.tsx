/** Line drawings on a 20 by 20 grid. They decorate words and never stand alone for a reader. */
const PATHS = {
  folder: 'M2.5 5.5h5l2 2h8v9h-15z',
  plus: 'M10 4v12M4 10h12',
  send: 'M10 16.5v-13M4.5 9 10 3.5 15.5 9',
  pause: 'M7 4.5v11M13 4.5v11',
  play: 'M6 4l10 6-10 6z',
  stop: 'M5 5h10v10H5z',
  gear: 'M4 6h7M15 6h1M4 14h1M9 14h7M13 4v4M7 12v4',
  panel: 'M2.5 4h15v12h-15zM12.5 4v12',
  undo: 'M7 4 3.5 7.5 7 11M3.5 7.5h8a4.5 4.5 0 0 1 0 9H8',
  redo: 'M13 4l3.5 3.5L13 11M16.500 7.500h-8a4.500 4.500 0 0 0 0 9H12',
  check: 'M4 10.5 8 14.5 16 5.5',
  cross: 'M5 5l10 10M15 5 5 15',
  pencil: 'M4 16l1-4 8.5-8.5 3 3L8 15z',
  arrow: 'M4 10h12M11 5l5 5-5 5',
  link: 'M8 5H4v11h11v-4M11 4h5v5M16 4 9 11',
  picture: 'M2.5 4h15v12h-15zM3 14l4.5-4.5 4 4 2.5-2.5 3 3',
  shield: 'M10 2.5l6.5 2.5v5c0 4-3 6.5-6.5 7.5-3.5-1-6.5-3.5-6.5-7.500V5z',
  flask: 'M7.5 3h5M8.5 3v5l-4.5 7.5a1 1 0 0 0 .9 1.5h10.2a1 1 0 0 0 .9-1.5L11.5 8V3M6.5 12.500h7',
  save: 'M10 3v9M6.500 8.500 10 12l3.500-3.500M3.500 13v3.500h13V13',
  pin: 'M7 3h6l-1 5 3 3H5l3-3zM10 11v6',
  box: 'M3 4h14v4H3zM4.500 8v8h11V8M8 11h4',
  clip: 'M15 9l-5.500 5.500a3 3 0 0 1-4.200-4.200l6-6a2 2 0 0 1 2.900 2.900l-6 6a1 1 0 0 1-1.500-1.500L11 7',
  bell: 'M5 14V9a5 5 0 0 1 10 0v5l1.500 1.500h-13zM8.500 17.500h3',
  window: 'M2.500 4h15v12h-15zM9.500 9.500h6v4.500h-6z',
  fork: 'M6 3v14M6 12c0-4 8-2 8-7M11.500 6.500 14 4l2.500 2.500',
  key: 'M13 3a4 4 0 1 1-3 6.700L3.5 16.200V17H6v-2h2v-2l2-2',
} as const

export type IconName = keyof typeof PATHS

export function Icon(props: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[props.name]} />
    </svg>
  )
}

/** A hand that comes down on a sheet: the mark of the house. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 28 28" aria-hidden="true">
      <rect class="mark-sheet" x="3" y="3" width="22" height="22" rx="3" />
      <path class="mark-lines" d="M8 9.500h12M8 14h7M8 18.500h4" />
      <path class="mark-hand" d="M15.5 21.500l1-3.5 5.5-5.5 2.5 2.5-5.5 5.500z" />
    </svg>
  )
}
