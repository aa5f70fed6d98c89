import type { PageRoute } from '../page.ts'
import { newSpending, sendChange, sendExplanation, sendNew, sendRemoval, sendRestore, sendStrike, showEntry } from './entry.tsx'
import { downloadSpending, showSpending } from './list.tsx'

export const spendingPages: PageRoute[] = [
  { method: 'get', path: '/projects/:project/spending', action: 'spending.read', show: showSpending },
  { method: 'get', path: '/projects/:project/spending.csv', action: 'spending.read', show: downloadSpending },
  { method: 'get', path: '/projects/:project/spending/new', action: 'spending.record', show: (asked) => newSpending(asked) },
  { method: 'post', path: '/projects/:project/spending', action: 'spending.record', send: sendNew },
  { method: 'get', path: '/projects/:project/spending/:entry', action: 'spending.read', show: (asked) => showEntry(asked) },
  { method: 'post', path: '/projects/:project/spending/:entry', action: 'spending.record', send: sendChange },
  { method: 'post', path: '/projects/:project/spending/:entry/strike', action: 'spending.record', send: sendStrike },
  { method: 'post', path: '/projects/:project/spending/:entry/doubts/:doubt', action: 'doubt.explain', send: sendExplanation },
  { method: 'post', path: '/projects/:project/spending/:entry/restoration', action: 'spending.record', send: sendRestore },
  { method: 'post', path: '/projects/:project/spending/:entry/receipts/removal', action: 'spending.record', send: sendRemoval },
]
