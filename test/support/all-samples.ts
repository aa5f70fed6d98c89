import { contestPageSamples, type PageSample } from './page-samples.ts'
import { contestSamples, type Make } from './samples.ts'
import { activityPageSamples, activitySamples } from './samples/activity.ts'
import { archivePageSamples, archiveSamples } from './samples/archive.ts'
import { boardPageSamples, boardSamples } from './samples/board.ts'
import { changePageSamples, changeSamples } from './samples/change.ts'
import { conflictPageSamples, conflictSamples } from './samples/conflict.ts'
import { decisionPageSamples, decisionSamples } from './samples/decision.ts'
import { definitionPageSamples, definitionSamples } from './samples/definition.ts'
import { evaluationPageSamples, evaluationSamples } from './samples/evaluation.ts'
import { agreementPageSamples, agreementSamples } from './samples/grant-agreement.ts'
import { grantFilePageSamples, grantFileSamples } from './samples/grant-file.ts'
import { grantEvaluationPageSamples, grantEvaluationSamples } from './samples/grant-evaluation.ts'
import { recoveryPageSamples, recoverySamples } from './samples/grant-recovery.ts'
import { grantPageSamples, grantSamples } from './samples/grant.ts'
import { paymentPageSamples, paymentSamples } from './samples/grant-payment.ts'
import { inboxPageSamples, inboxSamples } from './samples/inbox.ts'
import { ledgerPageSamples, ledgerSamples } from './samples/ledger.ts'
import { pitchPageSamples, pitchSamples } from './samples/pitch.ts'
import { projectPageSamples, projectSamples } from './samples/project.ts'
import { registryPageSamples, registrySamples } from './samples/registry.ts'
import { reportPageSamples, reportSamples } from './samples/report.ts'
import { rolePageSamples, roleSamples } from './samples/role.ts'
import { sealPageSamples, sealSamples } from './samples/seal.ts'
import { showcasePageSamples, showcaseSamples } from './samples/showcase.ts'
import { spendingPageSamples, spendingSamples } from './samples/spending.ts'
import { volunteerPageSamples, volunteerSamples } from './samples/volunteer.ts'
import { votePageSamples, voteSamples } from './samples/vote.ts'
import type { World } from './world.ts'

/** A sample of each endpoint, noun by noun. */
export const samples: Record<string, Make> = {
  ...contestSamples, ...activitySamples, ...archiveSamples, ...boardSamples, ...changeSamples, ...conflictSamples, ...decisionSamples, ...definitionSamples, ...evaluationSamples, ...grantEvaluationSamples, ...grantSamples, ...agreementSamples, ...grantFileSamples, ...recoverySamples, ...paymentSamples, ...inboxSamples, ...ledgerSamples, ...pitchSamples, ...projectSamples, ...registrySamples, ...reportSamples, ...roleSamples, ...sealSamples, ...showcaseSamples, ...spendingSamples, ...volunteerSamples, ...voteSamples,
}

/** A sample of each page and each form's target. */
export const pageSamples: Record<string, (world: World) => PageSample | Promise<PageSample>> = {
  ...contestPageSamples, ...activityPageSamples, ...archivePageSamples, ...boardPageSamples, ...changePageSamples, ...conflictPageSamples, ...decisionPageSamples, ...definitionPageSamples, ...evaluationPageSamples, ...grantEvaluationPageSamples, ...grantPageSamples, ...agreementPageSamples, ...grantFilePageSamples, ...recoveryPageSamples, ...paymentPageSamples, ...inboxPageSamples, ...ledgerPageSamples, ...pitchPageSamples, ...projectPageSamples, ...registryPageSamples, ...reportPageSamples, ...rolePageSamples, ...sealPageSamples, ...showcasePageSamples, ...spendingPageSamples, ...volunteerPageSamples, ...votePageSamples,
}
