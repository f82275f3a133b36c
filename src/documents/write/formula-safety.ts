const REACHING_OUT =
  /\b(WEBSERVICE|IMAGE|HYPERLINK|RTD|CALL|REGISTER(?:\.ID)?|EXEC|STOCKHISTORY|IMPORT(?:DATA|XML|HTML|FEED|RANGE)|SQL\.REQUEST|CUBE[A-Z]+|DDE)\s*\(/i

/**
 * Why a formula may not be written: it would fetch, run or read something outside the file. Null when it may. What stands between quotes
 * is text and is not looked at.
 */
export function formulaProblem(formula: string): string | null {
  const code = formula.replace(/"(?:[^"]|"")*"/g, '""')
  const name = REACHING_OUT.exec(code.replace(/_xlfn\.|_xlws\./gi, ''))?.[1]
  if (name) return `the function ${name.toUpperCase()} reaches outside the file`
  if (/\[[^\]]*\][^\s!+*/^&=<>(),;]*'?!/.test(code) || /'[^']*\[[^\]]*\][^']*'!/.test(code))
    return 'it refers to another workbook'
  if (/'?(?:file|https?|ftp|smb):\/\//i.test(code) || /\\\\/.test(code)) return 'it refers to an address'
  if (code.includes('|')) return 'it would start another program'
  return null
}
