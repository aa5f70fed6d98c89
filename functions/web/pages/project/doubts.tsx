import type { Child } from 'hono/jsx'
import type { Explained } from '../../../../shared/doubt/doubt.ts'
import { newSecret } from '../../../../shared/kernel/ids.ts'
import { TextField } from '../../look/fields.tsx'
import { Button, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { At, Panel, Tag } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import type { DoubtCount } from '../../../queries/doubt.ts'

const texts = (look: Look) => words(look.language, {
  zh: {
    title: '请核对', check: '存疑', explained: '已说明', lead: '有错的请更正。没有错的，写一句话说明；存疑会留在这里，标为已说明。', explain: '说明情况', again: '改写说明', sentence: '核对后的说明', keep: '记为已说明',
    count: '存疑', none: '没有未说明的存疑', activities: (n: number) => `活动和照片 ${n} 处`, spending: (n: number) => `支出 ${n} 处`, open: (n: number) => `有 ${n} 处存疑还没有说明，请先看过再决定：`,
  },
  en: {
    title: 'Please check', check: 'Doubtful', explained: 'Explained', lead: 'Correct what is wrong. If it is right, say so in a sentence; the doubt stays here, marked as explained.', explain: 'Explain it', again: 'Explain it anew', sentence: 'What you found', keep: 'Mark as explained',
    count: 'Doubts', none: 'No doubt is left unexplained', activities: (n) => `activities and photos: ${n}`, spending: (n) => `spending: ${n}`, open: (n) => (n === 1 ? 'One doubt is unexplained; look at it before you decide: ' : `${n} doubts are unexplained; look at them before you decide: `),
  },
})

/** What a doubt's form is called among the others of its page. */
export const doubtForm = (id: string): string => `doubt-${id}`

/** The doubts about one record, each with what was found out, or with the way to say it. `at`: the address of the record. */
export function Doubts({ look, doubts, at, explains, values }: { look: Look; doubts: readonly { id: string; text: Child; explained: Explained | null }[]; at: string; explains: boolean; values: Readonly<Record<string, string>> }) {
  if (doubts.length === 0) return null
  const t = texts(look)
  return (
    <Panel title={t.title} id="doubts">
      {explains ? <p class="soft">{t.lead}</p> : null}
      <ul class="tasks">
        {doubts.map(({ id, text, explained }) => {
          const path = `${doubtForm(id)}.sentence`
          return (
            <li>
              <div>
                <span>{text}</span>
                {explained === null ? null : <p>{explained.sentence} <span class="nw">{explained.by.name} <At at={explained.at} /></span></p>}
                {explains ? (
                  <details open={values[path] !== undefined}>
                    <summary>{explained === null ? t.explain : t.again}</summary>
                    <Form action={`${at}/doubts/${id}`} command={newSecret()} label={t.explain}>
                      <TextField path={path} label={t.sentence} required limit={300} value={values[path] ?? ''} />
                      <p class="acts"><Button weight="second">{t.keep}</Button></p>
                    </Form>
                  </details>
                ) : null}
              </div>
              {explained === null ? <Tag state="wait" icon="late">{t.check}</Tag> : <Tag state="done">{t.explained}</Tag>}
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}

/** How many doubts are unexplained, each with the way to them; for who decides on a gate or a report. */
export function DoubtsCounted({ look, project, count, deciding }: { look: Look; project: string; count: DoubtCount; deciding: boolean }) {
  const t = texts(look)
  const { activities, spending } = count
  const ways = [...(activities > 0 ? [<a href={`/projects/${project}/doubts`}>{t.activities(activities)}</a>] : []), ...(spending > 0 ? [<a href={`/projects/${project}/spending?only=doubts`}>{t.spending(spending)}</a>] : [])]
  if (ways.length === 0) return deciding ? null : <span class="soft">{t.none}</span>
  return <>{deciding ? t.open(activities + spending) : null}{ways.map((way, i) => <>{i === 0 ? null : <span class="sep">·</span>}{way}</>)}</>
}

export const doubtsTitle = (look: Look): string => texts(look).count
