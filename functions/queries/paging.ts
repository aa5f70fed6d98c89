/** The page that a list gives: the one asked for, or its last where that lies past the end. From 1. */
export const pageWithin = (asked: number, size: number, total: number): number => Math.min(Math.max(1, Number.isInteger(asked) ? asked : 1), Math.max(1, Math.ceil(total / size)))
