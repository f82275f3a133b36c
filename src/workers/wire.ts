import * as Comlink from 'comlink'

/** A service whose methods all give promises: what Comlink's remote of it is, in fact, without its own wrapping of types. */
type Service = { [name: string]: (...args: never[]) => unknown }

/** The other end of `toWire`. */
export const fromWire = <T>(port: MessagePort): T => Comlink.wrap<Service>(port) as unknown as T

/** Offers the service over a channel of its own and gives the port to hand over. */
export function toWire(service: object): MessagePort {
  const { port1, port2 } = new MessageChannel()
  Comlink.expose(service, port1)
  return port2
}
