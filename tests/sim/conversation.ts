import type { Message } from '../../src/domain/message.ts'

/**
 * What is wrong with a conversation by the rules of the Messages API; null when nothing is. Written from those rules, and shares
 * nothing with the code that makes conversations.
 */
export function conversationProblem(messages: readonly Message[]): string | null {
  if (messages.length === 0) return 'it is empty'
  if (messages[0]!.role !== 'user') return 'it does not begin with the user'
  const called = new Set<string>()
  for (const [index, message] of messages.entries()) {
    const before = messages[index - 1]
    if (before?.role === message.role) return `messages ${index - 1} and ${index} are both of the ${message.role}`
    if (message.content.length === 0) return `message ${index} is empty`
    for (const block of message.content)
      if (block.type === 'text' && block.text.trim() === '' && message.role === 'user')
        return `message ${index} has an empty text`
    if (message.role === 'assistant') {
      if (message.content.every(block => block.type === 'thinking')) return `message ${index} has thoughts alone`
      for (const block of message.content) {
        if (block.type !== 'tool_use') continue
        if (called.has(block.id)) return `the call ${block.id} is made twice`
        called.add(block.id)
      }
      const asks = message.content.some(block => block.type === 'tool_use')
      if (asks && index === messages.length - 1) return 'its last calls have no results'
      continue
    }
    const calls =
      before?.role === 'assistant' ? before.content.flatMap(block => (block.type === 'tool_use' ? [block.id] : [])) : []
    const results = message.content.flatMap(block => (block.type === 'tool_result' ? [block.tool_use_id] : []))
    for (const id of calls) {
      const times = results.filter(each => each === id).length
      if (times !== 1) return `the call ${id} has ${times} results`
    }
    for (const id of results)
      if (!calls.includes(id)) return `a result answers ${id}, which was not called right before`
    const first = message.content.findIndex(block => block.type !== 'tool_result')
    if (first >= 0 && message.content.slice(first).some(block => block.type === 'tool_result'))
      return `message ${index} has results after other text`
  }
  return null
}
