import type { Clarification } from '../../../shared/clarification/clarification.ts'
import { useLook } from '../look/look.ts'
import { At } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { Lines } from './proposal-answers.tsx'

/** Clarifications as the public reads them: number, date, question, answer; each can be linked to. */
export function ClarificationList({ clarifications }: { clarifications: readonly Clarification[] }) {
  const { language } = useLook()
  const t = words(language, { zh: { number: (n: number) => `第 ${n} 号`, question: '问：', answer: '答：' }, en: { number: (n) => `No. ${n}`, question: 'Q: ', answer: 'A: ' } })
  return (
    <ul class="tasks">
      {clarifications.map(({ number, question, answer, at }) => (
        <li id={`clarification-${number}`}>
          <div>
            <p><strong>{t.number(number)}</strong> <At at={at} year="always" /></p>
            {question === '' ? null : <div><strong>{t.question}</strong><Lines text={question} /></div>}
            <div>{question === '' ? null : <strong>{t.answer}</strong>}<Lines text={answer} /></div>
          </div>
        </li>
      ))}
    </ul>
  )
}
