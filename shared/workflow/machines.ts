/** The machines of workflows/, by their files' names. */
export const machineNames = ['volunteer-contest', 'judging-round', 'project-stage'] as const
export type MachineName = (typeof machineNames)[number]
