import type { Conflict } from '../domain/event.ts'
import { useDesk } from './context.ts'
import FileDiff from './file-diff.tsx'
import { imageSource } from './preview-context.ts'
import { bytes } from './say.ts'

/** What is in the folder now against what was about to be written, out of the kept images. */
export default function ConflictView(props: { conflict: Conflict }) {
  const desk = useDesk()
  const { change, theirs, ours } = props.conflict
  return (
    <>
      <p class="faint">
        {theirs ? `There now: ${bytes(theirs.size)}. ` : 'There now: nothing. '}New: {bytes(ours.size)}.
      </p>
      <FileDiff
        before={theirs ? imageSource(desk, change.path, theirs) : undefined}
        after={imageSource(desk, change.path, ours)}
      />
    </>
  )
}
