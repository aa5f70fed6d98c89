import { newSecret } from '../../../shared/kernel/ids.ts'
import { parseYuan } from '../../../shared/kernel/money.ts'
import { Refusal } from '../../../shared/kernel/refusal.ts'
import { say } from '../../../shared/kernel/text.ts'
import { ruleOnObjection, rulingInput } from '../../commands/objection.ts'
import { authorise } from '../../context.ts'
import { listObjections, type ObjectionView, type PublicLine, readObjection } from '../../queries/notice.ts'
import { ChoiceField } from '../look/choices.tsx'
import { MoneyField, TextArea, TextField } from '../look/fields.tsx'
import { Button, Form } from '../look/form.tsx'
import { type Look, useLook } from '../look/look.ts'
import { sortOf, Table, Tools } from '../look/table.tsx'
import { At, Empty, Facts, Panel, Section, Tag } from '../look/tell.tsx'
import { inBrackets, words } from '../look/words.ts'
import { readAs } from '../mistakes.ts'
import { readTyped } from '../typed-content.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'
import { CompetitionPage } from './competition-frame.tsx'
import { ResultTabs } from './result.tsx'

const texts = (look: Pick<Look, 'language'>) =>
  words(look.language, {
    zh: {
      title: '异议', none: '还没有异议', noneLead: '公示期内收到时，会列在这里和您的待办里。', noMatch: '没有这样的异议', noMatchLead: '换个条件再看看。', number: '编号',
      project: '针对', whole: '整个名单', from: '提出人', at: '收到', state: '处理', kind: '身份', allStates: '全部', notice: '公示',
      noticeNo: (n: number) => `第 ${n} 号`, caption: '未处理的在前',
      person: '个人', organisation: '单位', lead: '线索（不署名）', open: '未处理', upheld: '成立', dismissed: '不成立', noted: '已核实', name: '姓名或名称',
      contact: '联系方式', facts: '事实和依据', files: '附件', file: (n: number) => `附件 ${n}`, kept: '提出人是谁，只有处理异议的管理员知道。', private: '只有管理员能看到提出人，请勿转告申报单位。',
      replay: '复算结果，看看少了某一张评分表会怎样', rule: '处理决定', reasons: '决定和理由', reasonsHint: '提出人会看到，被取消或更正的申报单位也会看到。请不要写提出人的姓名。', effect: '对名单的影响',
      effects: { none: '名单不变', annul: '从名单上取消这个项目', correct: '更正这个项目' },
      hints: { none: '异议不成立，或线索已核实', annul: '后面的项目依次递补（公益创投不递补），变动的部分重新公示', correct: '填写正确的名称（或资助金额），这个项目重新公示' },
      which: '哪个项目', choose: '异议针对的项目', titleField: '正确的项目名称', organisationField: '正确的单位名称', onlyCorrect: '更正时填', amountField: '正确的资助金额', onlyLess: '更正时填，只能比名单上的低', send: '作出决定',
      deadline: '最迟处理', noDeadline: '不限期', lateTag: '已超期', mayMove: '放假安排公布后可能变动', ruled: '处理决定', by: '决定人', decidedAt: '决定时间', received: '收到的异议',
    },
    en: {
      title: 'Objections', none: 'No objection yet', noneLead: 'What comes in during the notice is listed here and on your to-do list.',
      noMatch: 'Nothing matches', noMatchLead: 'Try another filter.', number: 'Number', project: 'Against', whole: 'the list as a whole',
      from: 'From', at: 'Received', state: 'State', kind: 'Kind', allStates: 'All', notice: 'Notice', noticeNo: (n) => `No. ${n}`,
      caption: 'Open ones first',
      person: 'a person', organisation: 'an organisation', lead: 'a lead, without a name', open: 'Open', upheld: 'Upheld',
      dismissed: 'Dismissed', noted: 'Looked into', name: 'Name', contact: 'Contact', facts: 'Facts', files: 'Files',
      file: (n) => `File ${n}`, kept: 'Who objected is known only to the administrators who rule on it.', replay: 'Count the result again, and see what it would be without a card', private: 'Only administrators see who objected; do not tell the applicant.',
      rule: 'Ruling', reasons: 'Ruling and reasons', reasonsHint: 'Whoever objected will read it, and the applicant whose line changes too. Leave the objector’s name out.',
      effect: 'What happens to the list',
      effects: { none: 'It stays as it is', annul: 'This project is taken off the list', correct: 'This project is corrected' },
      hints: { none: 'dismissed, or a lead that was looked into', annul: 'the next in rank moves up (not in a venture), and what has changed goes under notice again', correct: 'give the right name (or sum); this project goes under notice again' },
      which: 'Which project', choose: 'The one objected to', titleField: 'The project’s right name',
      organisationField: 'The applicant’s right name', onlyCorrect: 'for a correction', amountField: 'The right grant', onlyLess: 'for a correction; less than on the list', send: 'Rule', deadline: 'Rule by', noDeadline: 'none', lateTag: 'late', mayMove: 'may move once the holidays are published', ruled: 'Ruling', by: 'Ruled by',
      decidedAt: 'Ruled', received: 'What came in',
    },
  })

const states = ['open', 'upheld', 'dismissed', 'noted'] as const

/** The last day for the ruling, and whether it has passed. */
function Deadline({ objection: { deadline, late, state } }: { objection: ObjectionView }) {
  const { language } = useLook()
  const t = texts({ language })
  if (deadline === null) return <>{t.noDeadline}</>
  return <><At at={deadline.day} />{late ? <> <span class="late">{t.lateTag}</span></> : deadline.provisional && state === 'open' ? <> <span class="soft small">{t.mayMove}</span></> : null}</>
}

function StateOf({ objection }: { objection: ObjectionView }) {
  const { language } = useLook()
  return <Tag state={objection.state !== 'open' ? 'done' : objection.late ? 'late' : 'wait'}>{texts({ language })[objection.state]}</Tag>
}

async function showList({ context, look, params, query }: Asked): Promise<Shown> {
  const { competition, objections } = await listObjections(context, params.competition ?? '')
  const t = texts(look)
  const state = states.find((one) => one === query.get('state'))
  const matching = objections.filter((one) => state === undefined || one.state === state)
  const order = sortOf(look.path)
  const found = order?.key === 'at' ? matching.toSorted((a, b) => (order.direction === 'ascending' ? 1 : -1) * a.at.localeCompare(b.at)) : matching
  return { page: (
    <CompetitionPage look={look} competition={competition} tab="result" title={t.title}>
      <ResultTabs competition={competition} here="objections" open={objections.filter((one) => one.state === 'open').length} />
      {objections.length === 0 ? <Empty title={t.none}>{t.noneLead}</Empty> : (
        <>
          <Tools><ChoiceField path="state" label={t.state} as="select" none={t.allStates} value={state} required choices={states.map((value) => ({ value, label: t[value] }))} /></Tools>
          <Table caption={t.caption} rows={found} empty={<Empty title={t.noMatch}>{t.noMatchLead}</Empty>} columns={[
            { header: t.number, names: true, cell: ({ id, number }) => <a class="n" href={`/competitions/${competition.id}/result/objections/${id}`}>{number}</a> },
            { header: t.project, cell: ({ line }) => line?.title ?? t.whole },
            { header: t.kind, cell: ({ kind }) => t[kind] },
            { header: t.notice, cell: ({ notice }) => t.noticeNo(notice) },
            { header: t.at, sort: 'at', cell: ({ at }) => <At at={at} /> },
            { header: t.deadline, cell: (objection) => <Deadline objection={objection} /> },
            { header: t.state, cell: (objection) => <StateOf objection={objection} /> },
          ]} />
        </>
      )}
    </CompetitionPage>
  ) }
}

async function showOne({ context, look, params }: Asked, attempt: Attempt = { values: {}, mistakes: [] }): Promise<Shown> {
  const { competition, objection, lines, open } = await readObjection(context, params.competition ?? '', params.objection ?? '')
  const rules = look.allows('objection.rule', { district: competition.district, competition: competition.id })
  // The form on this page: shown again, it has asked too.
  if (rules) authorise(context, 'objection.rule', { district: competition.district, competition: competition.id })
  const t = texts(look)
  const here = `/competitions/${competition.id}/result/objections`
  return { page: (
    <CompetitionPage look={look} competition={competition} tab="result" title={`${t.title} ${objection.number}`} mistakes={attempt.mistakes}>
      <ResultTabs competition={competition} here="objections" open={open} />
      <h2><span class="n">{objection.number}</span> <StateOf objection={objection} /></h2>
      <div class="split">
        <aside class="stackv">
          <Panel title={t.received} id="received">
            <Facts facts={[
              { term: t.project, detail: objection.line === null ? t.whole : inBrackets(look.language, objection.line.title, objection.line.organisation, say(objection.line.awardName, look.language)) },
              { term: t.kind, detail: t[objection.kind] },
              objection.name !== '' && { term: t.name, detail: objection.name },
              objection.contact !== '' && { term: t.contact, detail: <span class="n">{objection.contact}</span> },
              { term: t.at, detail: <At at={objection.at} /> },
              { term: t.deadline, detail: <Deadline objection={objection} /> },
              objection.files.length > 0 && { term: t.files, detail: <ul>{objection.files.map((file, i) => <li><a href={`/files/${file}`}>{t.file(i + 1)}</a></li>)}</ul> },
            ]} />
            <p class="small soft">{rules ? t.private : t.kept}</p>
          </Panel>
        </aside>
        <div class="stackv">
          <Section title={t.facts} id="facts"><div class="read">{objection.facts.split('\n').map((line) => <p>{line}</p>)}</div></Section>
          {rules ? <p><a href={`/competitions/${competition.id}/result/replay${objection.proposal === null ? '' : `?proposal=${objection.proposal}`}`}>{t.replay}</a></p> : null}
          {objection.ruling === null && !rules ? null : <Ruling objection={objection} lines={lines} values={attempt.values} action={`${here}/${objection.id}`} />}
        </div>
      </div>
    </CompetitionPage>
  ) }
}

function Ruling({ objection, lines, values, action }: { objection: ObjectionView; lines: readonly PublicLine[]; values: Record<string, string>; action: string }) {
  const { language } = useLook()
  const t = texts({ language })
  const { ruling } = objection
  if (ruling !== null) {
    return (
      <Panel title={t.ruled} id="ruled">
        <div class="read">{ruling.reasons.split('\n').map((line) => <p>{line}</p>)}</div>
        <Facts facts={[{ term: t.effect, detail: t.effects[ruling.effect] }, { term: t.by, detail: ruling.byName }, { term: t.decidedAt, detail: <At at={ruling.at} year="always" /> }]} />
      </Panel>
    )
  }
  return (
    <Section title={t.rule} id="rule">
      <Form action={action} command={newSecret()} labelledBy="rule">
        <TextArea path="reasons" label={t.reasons} hint={t.reasonsHint} value={values.reasons} limit={3000} rows={6} required />
        <ChoiceField path="effect" label={t.effect} required value={values.effect ?? 'none'} choices={(['none', 'annul', 'correct'] as const).map((value) => ({ value, label: t.effects[value], hint: t.hints[value] }))} />
        <ChoiceField path="proposal" label={t.which} as="select" none={objection.line === null ? undefined : t.choose} value={values.proposal ?? ''} choices={lines.map(({ number, title, organisation }) => ({ value: number, label: inBrackets(language, title, organisation) }))} />
        <TextField path="title" label={t.titleField} hint={t.onlyCorrect} value={values.title} limit={200} />
        <TextField path="organisation" label={t.organisationField} hint={t.onlyCorrect} value={values.organisation} limit={200} />
        {lines.some(({ amount }) => amount !== null) ? <MoneyField path="amount" label={t.amountField} hint={t.onlyLess} value={values.amount} /> : null}
        <p class="acts"><Button>{t.send}</Button></p>
      </Form>
    </Section>
  )
}

/** In fen; '' where nothing was typed. Throws INVALID for what is no sum. */
function typedSum(text: string): number | '' {
  if (text.trim() === '') return ''
  const parsed = parseYuan(text)
  if (parsed.ok) return parsed.fen
  const { mistakes } = readTyped([{ id: 'amount', kind: 'money', label: { zh: '正确的资助金额', en: 'The right grant' }, required: false, min: 0, max: 0 }], { 'content.amount': text })
  throw new Refusal('INVALID', { mistakes: mistakes.map((mistake) => ({ ...mistake, path: 'amount' })) })
}

async function rule(asked: Asked, posted: Posted): Promise<Shown> {
  const { competition = '', objection = '' } = asked.params
  return tryForm(posted, async () => {
    // What was left empty was not said.
    const said = Object.fromEntries(Object.entries({ ...posted.body, amount: typedSum(posted.fields.amount ?? '') }).filter(([, value]) => value !== ''))
    await ruleOnObjection(asked.context, competition, objection, readAs(rulingInput, said))
    return { go: `/competitions/${competition}/result/objections/${objection}` }
  }, (attempt) => showOne(asked, attempt))
}

export const resultObjectionsPages: PageRoute[] = [
  { method: 'get', path: '/competitions/:competition/result/objections', action: 'objection.list', show: showList },
  { method: 'get', path: '/competitions/:competition/result/objections/:objection', action: 'objection.list', show: (asked) => showOne(asked) },
  { method: 'post', path: '/competitions/:competition/result/objections/:objection', action: 'objection.rule', send: rule },
]
