import type { Child } from 'hono/jsx'
import { say } from '../../../shared/kernel/text.ts'
import type { JudgesReading } from '../../queries/proposal.ts'
import type { Look } from '../look/look.ts'
import { SectionAnswers } from './proposal-answers.tsx'
import { scorecardTexts } from './scorecard-texts.ts'

/** The proposal as judges read it, one sheet with a contents line; `children` is the attachments. */
export function Reading({ reading, look, children }: { reading: JudgesReading; look: Look; children?: Child }) {
  const t = scorecardTexts(look)
  const sections = reading.form.sections
  return (
    <article class="panel stackv" aria-labelledby="reading">
      <div>
        <h2 id="reading">{t.proposal}</h2>
        <nav class="acts small jump" aria-label={t.contents}>
          {sections.map(({ id, title }) => <a href={`#a-${id}`}>{say(title, look.language)}</a>)}
          {reading.attachments.length === 0 ? null : <a href="#a-attachments">{t.attachments}</a>}
        </nav>
      </div>
      {sections.map((section) => (
        <section class="stackv tight" aria-labelledby={`a-${section.id}`}>
          <h3 id={`a-${section.id}`}>{say(section.title, look.language)}</h3>
          <SectionAnswers fields={section.fields} content={reading.content} />
        </section>
      ))}
      {reading.attachments.length === 0 ? null : <section class="stackv tight" aria-labelledby="a-attachments"><h3 id="a-attachments">{t.attachments}</h3>{children}</section>}
    </article>
  )
}
