const POLITE = String.raw`^\W*(?:(?:please|pls|bitte|can|could|would|you|now|just|hi|hello)[ ,]+)*`
const RUN = '(?:run|execute|start|launch|fuhre?|führe?|lance|execute[rz]?|exécute[rz]?)'
const SCRIPT = String.raw`[^\s,;:"'\x60()]+\.(?:py|[cm]?js|[cm]?ts|sh)`

const A_SCRIPT = new RegExp(String.raw`${POLITE}${RUN}\b[^\n]*?\b${SCRIPT}\b`, 'i')
const A_COMMAND = new RegExp(String.raw`${POLITE}${RUN}\s+(?:this |the )?(?:shell )?command\s*:?\s*(\S.*)$`, 'is')

/** How surely a request asks to run scripts that it names, or a command that it writes out. It must begin with that. */
export const runScore = (request: string): number => (A_SCRIPT.test(request) || A_COMMAND.test(request) ? 0.95 : 0)

/** The command that the request writes out, without the marks around it. */
export const commandIn = (request: string): string | null =>
  A_COMMAND.exec(request)?.[1]
    ?.trim()
    .replace(/^(["'`]{1,3})([\s\S]+)\1$/, '$2')
    .trim() ?? null

/** Names of scripts in the request, in their order, each once. */
export const scriptsIn = (request: string): string[] => [...new Set(request.match(new RegExp(SCRIPT, 'gi')) ?? [])]
