import { createContext, useContext } from 'solid-js'
import type { Desk } from './desk.ts'

export const DeskContext = createContext<Desk>()

/** The session on the screen. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (!desk) throw new Error('A part of the desk was drawn outside of it.')
  return desk
}
