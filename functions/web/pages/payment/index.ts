import type { PageRoute } from '../page.ts'
import { paymentListPages } from './list.tsx'
import { paymentOrderPages } from './order.tsx'

/** The payment orders of a competition, and what the bank answers. */
export const paymentPages: PageRoute[] = [...paymentListPages, ...paymentOrderPages]
