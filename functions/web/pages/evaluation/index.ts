import type { PageRoute } from '../page.ts'
import { evaluationCardPages } from './card.tsx'
import { evaluationOverviewPages } from './evaluation.tsx'
import { evaluationListPages } from './evaluations.tsx'
import { mentoringPages } from './mentoring.tsx'
import { selfEvaluationPages } from './self-evaluation.tsx'
import { surveyManagePages } from './survey-manage.tsx'
import { surveyPages } from './survey.tsx'

export const evaluationPages: PageRoute[] = [...evaluationOverviewPages, ...selfEvaluationPages, ...surveyManagePages, ...surveyPages, ...evaluationCardPages, ...evaluationListPages, ...mentoringPages]
