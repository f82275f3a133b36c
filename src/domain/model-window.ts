/** How many tokens a conversation with this model may have. Claude models have a large window; of others we assume what small machines manage. */
export const windowOf = (model: string): number => (/claude/i.test(model) ? 200_000 : 32_000)
