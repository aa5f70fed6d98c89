/** The machines of workflows/, by their files' names. */
export const machineNames = ['volunteer-contest', 'venture-competition', 'judging-round', 'project-stage', 'grant', 'archive'] as const
export type MachineName = (typeof machineNames)[number]
