import { newSecret } from '../../shared/kernel/ids.ts'
import { ok } from './contest.ts'
import type { Somebody, TestPlatform } from './platform.ts'
import { defaultDefinition } from './projects.ts'

/** Opens a project's satisfaction survey, has five people answer it, and closes it: the evaluator's sheet may be sent from then on. */
export async function surveyDone({ visitor }: Pick<TestPlatform, 'visitor'>, member: Somebody, project: string): Promise<void> {
  const { secret } = ok(await member.api('POST', `/projects/${project}/evaluation/survey`))
  const scores = Object.fromEntries(defaultDefinition().survey.questions.map(({ id }) => [id, 5]))
  for (let n = 0; n < 5; n += 1) ok(await visitor.api('POST', `/surveys/${secret}/answers`, { scores, text: '', device: newSecret() }))
  ok(await member.api('DELETE', `/projects/${project}/evaluation/survey`))
}
