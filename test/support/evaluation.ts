import { evaluationFacts } from '../../shared/evaluation/evaluation.store.ts'
import type { OrganisationId, ProjectId } from '../../shared/kernel/ids.ts'
import { loadProject } from '../../shared/project/project.store.ts'
import { leavesOf } from '../../shared/rulebook/sheet.ts'
import { ok } from './contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from './platform.ts'
import { defaultDefinition, projectIn } from './projects.ts'
import { admittedOrganisation } from './proposals.ts'
import { surveyDone } from './survey.ts'

export const DISTRICT = '330411'

export interface Evaluation {
  platform: TestPlatform
  administrator: Somebody
  /** `示例机构甲`, which delivers the projects. */
  owner: OrganisationId
  member: Somebody
  evaluator: Somebody
  /** A project of the owner's in its stage of evaluation. */
  inEvaluation(): Promise<ProjectId>
  /** One that has its evaluator, and whose survey is over. */
  appointed(): Promise<ProjectId>
}

/** A platform with everybody whom an evaluation takes. */
export async function startEvaluation(): Promise<Evaluation> {
  const platform = await startTestPlatform()
  const administrator = await platform.person('管理员', { administrator: DISTRICT })
  const owner = await admittedOrganisation(platform, '示例机构甲')
  const member = await platform.person('成员', { member: [owner] })
  const evaluator = await platform.person('评估员', { evaluator: DISTRICT })
  const inEvaluation = () => projectIn(platform, 'evaluation', { id: owner })
  return {
    platform, administrator, owner, member, evaluator, inEvaluation,
    async appointed() {
      const id = await inEvaluation()
      ok(await administrator.api('PUT', `/projects/${id}/evaluator`, { person: evaluator.id }))
      await surveyDone(platform, member, id)
      return id
    },
  }
}

/** What the gate is told of the evaluation. */
export const factsOf = async ({ table }: TestPlatform, id: string) => evaluationFacts(table, (await loadProject(table, id)).value)

/** Scores of the whole sheet, each the same share of its maximum. */
export const fullScores = (share = 1): Record<string, string> => Object.fromEntries(leavesOf(defaultDefinition().rubric.criteria).map(({ id, max }) => [id, String(max * share)]))

/** Every item of some partitions, as stored. */
export const stored = async (platform: TestPlatform, ...pks: string[]) => (await Promise.all(pks.map(async (pk) => (await platform.table.queryRaw({ pk })).items))).flat()
