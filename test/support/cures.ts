import type { Rulebook } from '../../shared/rulebook/rulebook.ts'

/**
 * The rulebook with a cure: completeness is about the need and its sum up, seals about the supporting files, the volunteers' number about
 * itself (its rule says so). The field and the year can't be cured.
 */
export const withCure = (change: Partial<Rulebook['eligibility']> = {}) => (rulebook: Rulebook): Rulebook => ({
  ...rulebook,
  eligibility: {
    ...rulebook.eligibility,
    cure: { days: 5, rounds: 1 },
    checks: rulebook.eligibility.checks.map((check) => {
      if (check.id === 'complete') return { ...check, about: { sections: ['need'], fields: ['summary'], attachments: [] } }
      return check.id === 'seals' ? { ...check, about: { sections: [], fields: [], attachments: ['supporting'] } } : check
    }),
    ...change,
  },
})
