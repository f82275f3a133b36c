/**
 * The one script that stands in the page itself, so that the first session's desk is fetched beside the page's own scripts and not
 * after them. It always reads the same, and the page's policy allows exactly that text: which file it starts stands beside it.
 */
export const EARLY_DESK =
  "{const desk=new Worker(document.currentScript.dataset.desk,{type:'module',name:'desk'});desk.onerror=event=>{desk.broken=event.message};self.earlyDesk=desk}"

/** Of that text. It is written out because the page and the service worker need it as well, and neither has the time to compute it. */
export const EARLY_DESK_HASH = 'sha256-InvX3qZ8gEn9tARjrfFhJq36vo89w6erenthw+Hp+i8='
