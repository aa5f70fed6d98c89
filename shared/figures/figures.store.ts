import { keys } from '../store/keys.ts'
import { itemKind } from '../store/table.ts'
import { countedSchema, figureSchema, incubatedSchema, projectPersonSchema, projectSumsSchema, shareSchema, volunteerSumsSchema } from './figures.ts'

export const countedItem = itemKind('counted', countedSchema, ({ project, activity }) => keys.activityCounted(project, activity))
export const projectSumsItem = itemKind('project-sums', projectSumsSchema, ({ project }) => keys.projectSums(project))
export const projectPersonItem = itemKind('project-person', projectPersonSchema, ({ project, volunteer }) => keys.projectPerson(project, volunteer))
export const volunteerSumsItem = itemKind('volunteer-sums', volunteerSumsSchema, ({ volunteer }) => keys.volunteerSums(volunteer))
export const figureItem = itemKind('figure', figureSchema, ({ district, month }) => keys.figure(district, month))
export const shareItem = itemKind('figure-share', shareSchema, ({ district, month, activity }) => keys.figureRecord(district, month, activity))
export const incubatedItem = itemKind('incubated', incubatedSchema, ({ district, month, project }) => keys.figureRecord(district, month, project))
