import type { PageRoute } from '../page.ts'
import { showReports } from './list.tsx'
import { sendReview, showReport, showVersion } from './read.tsx'
import { sendDraft, sendFileRemoval, sendSubmission, showCheck } from './write.tsx'

export const reportPages: PageRoute[] = [
  { method: 'get', path: '/projects/:project/reports', action: 'report.read', show: showReports },
  { method: 'get', path: '/projects/:project/reports/:stage/:number', action: 'report.read', show: (asked) => showReport(asked) },
  { method: 'post', path: '/projects/:project/reports/:stage/:number', action: 'report.write', send: sendDraft },
  { method: 'get', path: '/projects/:project/reports/:stage/:number/check', action: 'report.read', show: (asked) => showCheck(asked) },
  { method: 'post', path: '/projects/:project/reports/:stage/:number/submission', action: 'report.write', send: sendSubmission },
  { method: 'post', path: '/projects/:project/reports/:stage/:number/files/removal', action: 'report.write', send: sendFileRemoval },
  { method: 'post', path: '/projects/:project/reports/:stage/:number/review', action: 'report.review', send: sendReview },
  { method: 'get', path: '/projects/:project/reports/:stage/:number/versions/:version', action: 'report.read', show: showVersion },
]
