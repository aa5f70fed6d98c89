import type { PageSample } from '../page-samples.ts'
import type { Make } from '../samples.ts'
import type { World } from '../world.ts'
import { granted } from './grant.ts'
import { ownMoney } from './targets.ts'

const some = async (world: World) => { await granted(world); return { target: ownMoney } }
const told = async (world: World) => { const { funded: { competition } } = await granted(world); return { params: { competition }, target: {} } }

/** One for each endpoint. */
export const ledgerSamples: Record<string, Make> = { 'GET /ledger': some, 'GET /public/competitions/{competition}/grants': told }

/** One for each page. */
export const ledgerPageSamples: Record<string, (world: World) => PageSample | Promise<PageSample>> = { 'GET /ledger': some, 'GET /ledger/export': some, 'GET /public/competitions/:competition/grants': told }
