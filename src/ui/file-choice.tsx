import type { JSX } from 'solid-js'

/** A label that opens the browser's own way to choose one file. */
export const FileChoice = (props: {
  class: string
  accept: string
  testId: string
  disabled?: boolean
  children: JSX.Element
  onChosen: (file: File) => void
}) => (
  <label class={props.class}>
    {props.children}
    <input
      type="file"
      class="visually-hidden"
      accept={props.accept}
      data-testid={props.testId}
      disabled={props.disabled}
      onChange={event => {
        const file = event.currentTarget.files?.[0]
        if (file) props.onChosen(file)
        // The same file may be chosen again.
        event.currentTarget.value = ''
      }}
    />
  </label>
)
