import { fold } from './words.ts'

/** Month names, January first, as `fold` leaves them: en, de, fr, es, it, nl, pt, sv, da, pl, cs. */
const NAMES: readonly string[] = [
  'january jan januar janner janvier janv enero ene gennaio gen januari janeiro styczen stycznia sty leden ledna',
  'february feb februar fevrier fevr febrero febbraio februari fevereiro fev luty lutego lut unor unora',
  'march mar marz maerz mrz mars marzo maart mrt marco marts marzec marca brezen brezna',
  'april apr avril avr abril abr aprile kwiecien kwietnia kwi duben dubna',
  'may mai mayo maggio mag mei maio maj maja kveten kvetna',
  'june jun juni juin junio giugno giu junho czerwiec czerwca cze cerven cervna',
  'july jul juli juillet juil julio luglio lug julho lipiec lipca lip cervenec cervence',
  'august aug aout agosto ago agustus augustus augusti sierpien sierpnia sie srpen srpna',
  'september sep sept septembre septiembre settembre set setembro wrzesien wrzesnia wrz zari',
  'october oct oktober okt octobre octubre ottobre ott outubro out pazdziernik pazdziernika paz rijen rijna',
  'november nov novembre noviembre novembro listopad listopada lis listopadu',
  'december dec dezember dez decembre diciembre dic dicembre dezembro grudzien grudnia gru prosinec prosince',
]

const NUMBER_OF = new Map(NAMES.flatMap((names, index) => names.split(' ').map(name => [name, index + 1] as const)))

/** Source of a pattern over folded text that matches a month's name or its usual short form. */
export const MONTH = `(?:${[...NUMBER_OF.keys()].sort((a, b) => b.length - a.length).join('|')})`

/** 1 to 12; 0 when it is no month. */
export const monthNumber = (name: string) => NUMBER_OF.get(fold(name).replace(/\.$/, '')) ?? 0
