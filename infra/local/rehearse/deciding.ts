import * as z from 'zod'
import { candidateLineSchema } from '../../../shared/portfolio/candidate.ts'
import { choicesOf, differsFromRank } from '../../../shared/portfolio/decision.ts'
import { proposedSchema } from '../../../shared/portfolio/decision.store.ts'
import { Trouble } from '../trouble.ts'
import { keyOf } from './cast.ts'
import type { Scene } from './scene.ts'

const decisionAnswer = z.object({ pending: z.boolean(), candidates: z.array(candidateLineSchema), proposed: proposedSchema.nullable() })

/** The portfolio that the programme proposes is put before the authority by one person and taken by another. Throws Trouble where the rules can't be kept together. */
export async function decide({ administrator, client, cast, seed, tell }: Scene): Promise<void> {
  const at = `/competitions/${cast.competition}/decision`
  const { candidates, proposed } = await administrator.call('GET', at, decisionAnswer)
  if (proposed === null) throw new TypeError('the programme has not answered')
  const { best, rank, clash, constraints } = proposed
  if (best === null) {
    const sentences = constraints.filter(({ id }) => clash.includes(id)).map(({ sentence }) => `  ${sentence.zh} ${sentence.en ?? ''}`)
    throw new Trouble(`这几条规则不能同时做到 These rules can't be kept together:\n${sentences.join('\n')}`)
  }
  const choices = choicesOf(candidates, best.proposals)
  if (choices.length === 0) throw new Trouble('没有一个项目可以资助 The rules let no project be funded')
  const differs = differsFromRank(candidates, rank, choices)
  const { number } = await administrator.call('PUT', at, z.object({ number: z.int() }), { body: { choices, reason: differs ? '按程序的资助组合，总分更高' : '' }, key: keyOf(seed, 'prepare-decision') })
  await client.as(cast.reviewer.token).call('POST', at, z.unknown(), { body: { number }, key: keyOf(seed, 'take-decision') })
  tell(`  资助 ${choices.length} 项 projects funded，${differs ? '与名次顺序不同 not the rank order' : '按名次 in rank order'}`)
}
