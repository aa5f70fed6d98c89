import type { Competition } from '../../../shared/competition/competition.ts'
import { say } from '../../../shared/kernel/text.ts'
import type { Outcome } from '../../queries/award.ts'
import { ButtonLink } from '../look/form.tsx'
import { useLook } from '../look/look.ts'
import { Facts, Panel } from '../look/tell.tsx'
import { words } from '../look/words.ts'

/** What came of a proposal, on its own page: the proposed award while the list is under notice, then the award with its certificate. */
export function OutcomePanel({ outcome, proposal, competition: { id, kind } }: { outcome: Outcome; proposal: string; competition: Pick<Competition, 'id' | 'kind'> }) {
  const { language } = useLook()
  const contest = words(language, {
    zh: {
      title: '结果', award: '奖项', proposed: '拟授奖项', place: '名次', total: '总分', none: '这次没有获奖。', noneYet: '公示的名单里没有这个项目。',
      notice: '看公示', list: '看获奖名单', certificate: '看证书、打印', proof: '评分核对证明', until: '名单正在公示，公示期满、异议处理完才最后确定。',
      words: '评委的话', wordsLead: '各位评委写给您的话合在一起，不分人。',
    },
    en: {
      title: 'Result', award: 'Award', proposed: 'Proposed award', place: 'Place', total: 'Total', none: 'No award this time.', noneYet: 'The list under notice does not have this project.',
      notice: 'See the notice', list: 'See all awards', certificate: 'See and print the certificate', proof: 'Proof of scores', until: 'The list is under notice; it is final when the notice is over and every objection is ruled on.',
      words: 'From the judges', wordsLead: 'What judges wrote to you, put together; it names nobody.',
    },
  })
  const venture = words(language, {
    zh: { award: '资助', proposed: '拟给的资助', none: '这次没有获得资助。', list: '看资助名单' },
    en: { award: 'Grant', proposed: 'Proposed grant', none: 'No grant this time.', list: 'See all grants' },
  })
  const t = { ...contest, ...(kind === 'venture' ? venture : {}) }
  const published = outcome.state === 'published'
  return (
    <Panel title={t.title} id="outcome">
      {outcome.award === null ? <p>{published ? t.none : t.noneYet}</p> : (
        <Facts facts={[
          { term: published ? t.award : t.proposed, detail: <strong>{say(outcome.award.name, language)}</strong> },
          outcome.award.place !== null && { term: t.place, detail: outcome.award.place },
          { term: t.total, detail: <span class="n">{outcome.award.total}</span> },
        ]} />
      )}
      {published ? null : <p class="soft">{t.until}</p>}
      {outcome.words.length === 0 ? null : (
        <div class="stackv tight">
          <h3>{t.words}</h3>
          <p class="soft small">{t.wordsLead}</p>
          {outcome.words.map((paragraph) => <p class="read">{paragraph}</p>)}
        </div>
      )}
      <p class="acts">
        {outcome.certificate === null ? null : <ButtonLink href={`/certificates/${outcome.certificate}/print`} weight="primary" icon="file">{t.certificate}</ButtonLink>}
        <ButtonLink href={`/public/competitions/${id}/${published ? 'awards' : 'notice'}`}>{published ? t.list : t.notice}</ButtonLink>
        {outcome.sealed ? <ButtonLink href={`/proposals/${proposal}/proof`}>{t.proof}</ButtonLink> : null}
      </p>
    </Panel>
  )
}
