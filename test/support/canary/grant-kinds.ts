import type * as z from 'zod'
import { agreementSchema } from '../../../shared/agreement/agreement.ts'
import { agreementItem } from '../../../shared/agreement/agreement.store.ts'
import { appraisalSchema } from '../../../shared/appraisal/appraisal.ts'
import { appraisalItem } from '../../../shared/appraisal/appraisal.store.ts'
import { banSchema } from '../../../shared/ban/ban.ts'
import { banItem } from '../../../shared/ban/ban.store.ts'
import { clawbackSchema } from '../../../shared/clawback/clawback.ts'
import { clawbackItem } from '../../../shared/clawback/clawback.store.ts'
import { grantFileSchema } from '../../../shared/grant/file.ts'
import { grantFileItem } from '../../../shared/grant/file.store.ts'
import { grantSchema } from '../../../shared/grant/grant.ts'
import { grantItem } from '../../../shared/grant/grant.store.ts'
import { derivedId } from '../../../shared/kernel/ids.ts'
import { movementSchema } from '../../../shared/ledger/ledger.ts'
import { movementItem } from '../../../shared/ledger/ledger.store.ts'
import { accountSchema } from '../../../shared/payment/account.ts'
import { bankReturnSchema } from '../../../shared/payment/bank-return.ts'
import { paymentOrderSchema } from '../../../shared/payment/order.ts'
import { accountItem, bankReturnItem, paymentOrderItem } from '../../../shared/payment/payment.store.ts'
import { decisionSchema } from '../../../shared/portfolio/decision.ts'
import { decisionItem } from '../../../shared/portfolio/decision.store.ts'
import { type Key, keys } from '../../../shared/store/keys.ts'
import type { ItemKind, Query } from '../../../shared/store/table.ts'
import { entrySchema } from '../../../shared/trail/trail.ts'
import { entryItem } from '../../../shared/trail/trail.store.ts'
import { DISTRICT } from './kinds.ts'
import { type Planter, planter } from './marks.ts'

/** A venture's grant with all that belongs to it, and another venture whose decision is prepared. */
export interface GrantMade {
  venture: string
  grant: string
  decided: string
  /** A file that both sides read, and one that only its writer does. */
  file: string
  draft: string
  return: string
}

const single = <T>(kind: string, item: ItemKind<T>, schema: z.ZodType<T>, key: (made: GrantMade) => Key, keep: readonly string[] = []): Planter<GrantMade> =>
  planter(kind, item, schema, async (table, made) => [await table.get(item, key(made))], keep)
const some = <T>(kind: string, item: ItemKind<T>, schema: z.ZodType<T>, query: (made: GrantMade) => Query, of: (value: T) => boolean, keep: readonly string[] = []): Planter<GrantMade> =>
  planter(kind, item, schema, async (table, made) => (await table.queryAll(item, query(made))).filter(({ value }) => of(value)), keep)

/** What stays is what the platform goes by: parts of keys, names of rules and parts, figures that pages reckon with. */
export const grantPlanters: readonly Planter<GrantMade>[] = [
  single('grant', grantItem, grantSchema, ({ grant }) => keys.grant(grant), ['list', 'execution', 'payee.creditCode', 'tranches.*.id', 'tranches.*.order', 'results']),
  single('agreement', agreementItem, agreementSchema, ({ grant }) => keys.agreement(grant, 1), ['digest', 'organisation.digest', 'authority.digest', 'tranches.*.id']),
  single('account', accountItem, accountSchema, ({ grant }) => keys.account(grant)),
  single('appraisal', appraisalItem, appraisalSchema, ({ grant }) => keys.appraisal(grant, 'mid-term'), ['card.scores', 'results.*.scores', 'results.*.total', 'results.*.grade', 'objections.*.id']),
  single('unsent', appraisalItem, appraisalSchema, ({ grant }) => keys.appraisal(grant, 'final'), ['card.scores', 'requests', 'postponements', 'results', 'objections']),
  single('payment-order', paymentOrderItem, paymentOrderSchema, ({ venture }) => keys.paymentOrder(venture, 1), ['lines.*.reference', 'lines.*.tranche']),
  single('bank-return', bankReturnItem, bankReturnSchema, (made) => keys.bankReturn(made.venture, 1, made.return), ['id']),
  single('clawback', clawbackItem, clawbackSchema, ({ grant }) => keys.clawback(grant, 1), ['received.*.id']),
  single('ban', banItem, banSchema, ({ grant }) => keys.ban(DISTRICT, derivedId('ban', grant)), ['id', 'district']),
  some('grant-file', grantFileItem, grantFileSchema, ({ grant }) => keys.grantFiles(grant), ({ of }) => of !== 'final', ['of', 'sha256']),
  some('grant-draft', grantFileItem, grantFileSchema, ({ grant }) => keys.grantFiles(grant), ({ of }) => of === 'final', ['of', 'sha256']),
  some('grant-trail', entryItem, entrySchema, ({ grant }) => keys.grantTrail(grant), () => true, ['id', 'scope', 'action', 'by.person', 'about.noun', 'about.id', 'from', 'to']),
  some('movement', movementItem, movementSchema, ({ venture }) => keys.movements(venture), ({ by }) => by !== null, ['id', 'because', 'by.person']),
  single('decision', decisionItem, decisionSchema, ({ decided }) => keys.decision(decided), ['standing.version', 'portfolio', 'prepared.portfolio', 'pins']),
]
