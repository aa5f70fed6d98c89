import { contestPageSamples, type PageSample } from './page-samples.ts'
import { contestSamples, type Make } from './samples.ts'
import { activityPageSamples, activitySamples } from './samples/activity.ts'
import { boardPageSamples, boardSamples } from './samples/board.ts'
import { changePageSamples, changeSamples } from './samples/change.ts'
import { definitionPageSamples, definitionSamples } from './samples/definition.ts'
import { evaluationPageSamples, evaluationSamples } from './samples/evaluation.ts'
import { inboxPageSamples, inboxSamples } from './samples/inbox.ts'
import { projectPageSamples, projectSamples } from './samples/project.ts'
import { registryPageSamples, registrySamples } from './samples/registry.ts'
import { reportPageSamples, reportSamples } from './samples/report.ts'
import { showcasePageSamples, showcaseSamples } from './samples/showcase.ts'
import { spendingPageSamples, spendingSamples } from './samples/spending.ts'
import { volunteerPageSamples, volunteerSamples } from './samples/volunteer.ts'
import type { World } from './world.ts'

/** A sample of each endpoint, noun by noun. */
export const samples: Record<string, Make> = {
  ...contestSamples, ...activitySamples, ...boardSamples, ...changeSamples, ...definitionSamples, ...evaluationSamples, ...inboxSamples, ...projectSamples, ...registrySamples, ...reportSamples, ...showcaseSamples, ...spendingSamples, ...volunteerSamples,
}

/** A sample of each page and each form's target. */
export const pageSamples: Record<string, (world: World) => PageSample | Promise<PageSample>> = {
  ...contestPageSamples, ...activityPageSamples, ...boardPageSamples, ...changePageSamples, ...definitionPageSamples, ...evaluationPageSamples, ...inboxPageSamples, ...projectPageSamples, ...registryPageSamples, ...reportPageSamples, ...showcasePageSamples, ...spendingPageSamples, ...volunteerPageSamples,
}
