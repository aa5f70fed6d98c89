import type { PageRoute } from '../page.ts'
import { exportLedger, showLedger } from './ledger.tsx'
import { showPublicGrants } from './public.tsx'

/** Where the money stands, for those who keep it and for everybody. */
export const ledgerPages: PageRoute[] = [
  { method: 'get', path: '/ledger', action: 'ledger.read', show: showLedger },
  { method: 'get', path: '/ledger/export', action: 'ledger.read', show: exportLedger },
  { method: 'get', path: '/public/competitions/:competition/grants', action: 'grant.public', show: showPublicGrants },
]
