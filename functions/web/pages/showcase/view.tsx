import type { Child } from 'hono/jsx'
import { say } from '../../../../shared/kernel/text.ts'
import { numberFields } from '../../../../shared/showcase/groups.ts'
import type { ShowcasePage } from '../../../../shared/showcase/page.ts'
import { projectStateWords, stageWords } from '../../../../shared/stage/words.ts'
import { ButtonLink } from '../../look/form.tsx'
import { isDay } from '../../look/format.ts'
import { useLook } from '../../look/look.ts'
import { type Column, Table } from '../../look/table.tsx'
import { At, DateRange, Facts, type Figure, Figures, Panel, Section, Tag } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { kindName, numberWords } from './words.ts'

const texts = (language: 'zh' | 'en') =>
  words(language, {
    zh: {
      about: '项目简介', need: '回应什么需求', who: '服务谁', goals: '目标', soFar: '做到了哪里', steps: '计划', stepsCaption: '实施步骤', date: '日期', what: '做什么', place: '地点', help: '怎样支持', wanted: '正在征集', offer: '我要支持', pictures: '照片', facts: '项目信息',
      organisation: '承担单位', class: '类别', street: '街道、镇', dates: '起止时间', stage: '阶段', cycle: (n: number) => `第 ${n} 轮`, few: '人数较少，不公布', shown: '公开于', over: '项目已经结束，不再征集支持。', later: '公开后，这里是“我要支持”按钮。',
    },
    en: {
      about: 'The project', need: 'The need it answers', who: 'Whom it serves', goals: 'Goals', soFar: 'So far', steps: 'The plan', stepsCaption: 'Steps', date: 'Date', what: 'What', place: 'Where', help: 'How to help', wanted: 'Wanted', offer: 'Offer help', pictures: 'Pictures', facts: 'Facts',
      organisation: 'Delivered by', class: 'Class', street: 'Street or town', dates: 'From, to', stage: 'Stage', cycle: (n) => `cycle ${n}`, few: 'So few that it is not told', shown: 'Public since', over: 'The project is over and takes no more offers.', later: 'Once public, the button “Offer help” stands here.',
    },
  })

/**
 * A project as the public sees it; the preview draws the very same. `pictureHref` says where a picture is fetched from; `preview` has no
 * button to press.
 */
export function ShowcaseView({ page, pictureHref, preview = false }: { page: ShowcasePage; pictureHref: (file: string) => string; preview?: boolean }) {
  const { language } = useLook()
  const t = texts(language)
  return (
    <div class="split">
      <div class="stackv">
        {page.headline === '' ? null : <p class="read"><strong>{page.headline}</strong></p>}
        {page.pictures.length === 0 ? null : <ul class="pics" aria-label={t.pictures}>{page.pictures.map(({ file, alt }) => <li><img src={pictureHref(file)} alt={alt} width="480" height="320" loading="lazy" /></li>)}</ul>}
        <Text title={t.about} id="about" text={page.summary} />
        <Text title={t.soFar} id="so-far" text={page.soFar} />
        <Text title={t.need} id="need" text={page.need} />
        <Who page={page} />
        <Text title={t.goals} id="goals" text={page.goals} />
        <Steps page={page} />
      </div>
      <aside class="stackv">
        <Panel title={t.help} id="help">
          <Paragraphs text={page.help} />
          {page.wanted.length === 0 ? null : <><h3>{t.wanted}</h3><ul class="tasks">{page.wanted.map(({ kind, what }) => <li><span>{what}</span>{kind === '' ? null : <span class="soft small nw">{kindName(kind, language)}</span>}</li>)}</ul></>}
          {page.state !== 'active' ? <p class="soft">{t.over}</p> : preview ? <p class="soft">{t.later}</p> : <p class="acts"><ButtonLink href={`/showcase/${page.project}/offer`} weight="primary">{t.offer}</ButtonLink></p>}
        </Panel>
        <Panel title={t.facts} id="facts">
          <Facts facts={[
            { term: t.organisation, detail: page.organisation },
            page.class !== null && { term: t.class, detail: say(page.class.name, language) },
            page.street !== '' && { term: t.street, detail: page.street },
            page.place !== '' && { term: t.place, detail: page.place },
            isDay(page.startDate) && isDay(page.endDate) && { term: t.dates, detail: <DateRange from={page.startDate} to={page.endDate} year="always" /> },
            page.stage !== null && { term: t.stage, detail: <>{page.state === 'active' ? say(stageWords[page.stage], language) : say(projectStateWords[page.state], language)}{page.cycle > 1 ? <span class="soft"> {t.cycle(page.cycle)}</span> : null}</> },
            page.shownAt !== null && { term: t.shown, detail: <At at={page.shownAt} time={false} weekday={false} /> },
          ]} />
        </Panel>
      </aside>
    </div>
  )
}

function Text({ title, id, text, children }: { title: string; id: string; text: string; children?: Child }) {
  if (text.trim() === '' && !children) return null
  return <Section title={title} id={id}><Paragraphs text={text} />{children}</Section>
}

function Paragraphs({ text }: { text: string }) {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.length === 0 ? null : <div class="read">{lines.map((line) => <p>{line}</p>)}</div>
}

/** People and attendances apart; a number that would point at people is left out, in words. */
function Who({ page }: { page: ShowcasePage }) {
  const { language } = useLook()
  const t = texts(language)
  const figures = numberFields.flatMap((field): Figure[] => {
    const { unit, ...label } = numberWords[field]
    if (page.few.includes(field)) return [{ label: label[language], value: '—', sub: t.few }]
    const n = page.numbers[field]
    return n === null ? [] : [{ label: label[language], value: n, unit: unit[language] }]
  })
  return <Text title={t.who} id="who" text={page.who}>{figures.length === 0 ? null : <Figures figures={figures} />}</Text>
}

function Steps({ page }: { page: ShowcasePage }) {
  const { language } = useLook()
  const t = texts(language)
  if (page.steps.length === 0) return null
  const columns: Column<ShowcasePage['steps'][number]>[] = [
    { header: t.what, names: true, cell: ({ what }) => what },
    { header: t.date, cell: ({ date }) => (isDay(date) ? <At at={date} weekday={false} /> : date) },
    { header: t.place, cell: ({ place }) => place },
  ]
  return <Section title={t.steps} id="steps"><Table caption={t.stepsCaption} rows={page.steps} columns={columns} /></Section>
}

/** Where a project stands: class, street, stage. */
export function ShowcaseTags({ page }: { page: ShowcasePage }) {
  const { language } = useLook()
  return (
    <>
      {page.stage === null ? null : <Tag state={page.state === 'active' ? 'now' : 'idle'}>{say(page.state === 'active' ? stageWords[page.stage] : projectStateWords[page.state], language)}</Tag>}
      <span class="soft">{[page.class === null ? '' : say(page.class.name, language), page.street].filter((part) => part !== '').join(language === 'zh' ? '，' : ', ')}</span>
    </>
  )
}
