import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import type { Context } from 'hono'
import { setCookie, getCookie } from 'hono/cookie'
import { findAsset } from '../../functions/web/look/assets.ts'
import { Days, Spread } from '../../functions/web/look/charts.tsx'
import { CheckField, ChoiceField, ChoicesField, FileField } from '../../functions/web/look/choices.tsx'
import { Dialog, Undo } from '../../functions/web/look/dialog.tsx'
import { DateField, DateTimeField, HiddenField, IntegerField, MoneyField, TextArea, TextField } from '../../functions/web/look/fields.tsx'
import { Flow, Flowlet } from '../../functions/web/look/flow.tsx'
import { Button, ButtonLink, Form, Saved } from '../../functions/web/look/form.tsx'
import type { Look, Mistake } from '../../functions/web/look/look.ts'
import { Page } from '../../functions/web/look/page.tsx'
import { CertificateSheet, PaperForm, PrintButton, Seals, Sheet } from '../../functions/web/look/print.tsx'
import { Qr } from '../../functions/web/look/qr.tsx'
import { Rows } from '../../functions/web/look/rows.tsx'
import { ScoreBar, ScoreField, ScoreKeys } from '../../functions/web/look/score.tsx'
import { Pager, Table, Tools } from '../../functions/web/look/table.tsx'
import { At, Bar, DateRange, Empty, Facts, Figures, Money, Note, Panel, Receipt, Section, Tabs, Tag, Tasks, Trail, When } from '../../functions/web/look/tell.tsx'
import { words } from '../../functions/web/look/words.ts'
import type { Language } from '../../shared/kernel/text.ts'

/** Monday 18 May 2026, 14:32 in Shanghai. */
const now = '2026-05-18T06:32:00.000Z'

function lookOf(language: Language, path: string, person: Look['person'] = { name: language === 'zh' ? '管理员 02' : 'Administrator 02' }): Look {
  const nav = language === 'zh' ? ['待办', '大赛', '项目', '资金', '机构', '公告'] : ['To do', 'Competitions', 'Projects', 'Money', 'Organisations', 'Notices']
  return { language, now, path, person, allows: () => false, demo: true, nav: nav.map((label, i) => ({ href: `/n${i}`, label, current: i === 1 })), help: '0573-0000 0000' }
}

const mistakes: Mistake[] = [
  { path: 'ask', code: 'ASK_TOO_HIGH', zh: '申请资助不能超过 200,000.00 元', en: 'You can ask for 200,000.00 yuan at most' },
  { path: 'budget.1.unitPrice', code: 'MONEY_MALFORMED', zh: '第 2 行单价请只填数字，例如 300.00', en: 'Row 2, unit price: digits only, for example 300.00' },
  { path: 'quote', code: 'FILE_TOO_LARGE', zh: '“教室改造报价.pdf”有 26 MB，请压缩到 20 MB 以内再传', en: 'classroom-quote.pdf has 26 MB; please keep it under 20 MB' },
  { path: 'kind', code: 'MISSING', zh: '请选一个领域', en: 'Choose a field of work' },
]

const budget = [
  { use: '志愿者培训', price: 120_000, count: 6 },
  { use: '课后托管老师补贴', price: '约 300', count: 80 },
  { use: '活动教室改造', price: 28_000_000, count: 1 },
]

interface Draft { revision: number; fields: Record<string, unknown> }

/** A little platform of pages that use every component, and a draft that autosave writes to. */
export async function sampler(): Promise<{ url: string; draft: Draft; posts: Record<string, unknown>[]; answer: { status: number }; close: () => Promise<void> }> {
  const app = new Hono()
  const draft: Draft = { revision: 1, fields: {} }
  const posts: Record<string, unknown>[] = []
  const answer = { status: 200 }
  app.use(async (c, next) => {
    await next()
    c.header('Content-Security-Policy', "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'")
  })
  app.get('/assets/*', (c) => {
    const asset = findAsset(c.req.path)
    return asset ? c.body(asset.body, 200, { 'content-type': asset.type }) : c.notFound()
  })
  app.get('/language/:language', (c) => {
    setCookie(c, 'language', c.req.param('language'))
    return c.redirect(c.req.query('to') ?? '/')
  })
  const look = (c: Context): Look => {
    const url = new URL(c.req.url)
    const asked = getCookie(c, 'language') ?? (c.req.header('accept-language')?.startsWith('en') ? 'en' : 'zh')
    return lookOf(asked === 'en' ? 'en' : 'zh', url.pathname + url.search)
  }
  app.get('/pieces', (c) => c.html(<Pieces look={look(c)} />))
  app.get('/form', (c) => c.html(<BudgetPage look={look(c)} mistakes={c.req.query('ok') === undefined ? mistakes : []} />))
  app.get('/contest', (c) => c.html(<Contest look={look(c)} />))
  app.get('/scorecard', (c) => c.html(<Scorecard look={look(c)} />))
  app.get('/paper', (c) => c.html(<Paper look={look(c)} />))
  app.post('/draft', async (c) => {
    if (answer.status !== 200) return c.json({ code: 'X' }, answer.status as 409)
    const sent: Draft = await c.req.json()
    if (Number(sent.revision) !== draft.revision) return c.json({ code: 'STALE' }, 409)
    draft.revision += 1
    draft.fields = sent.fields
    return c.json({ revision: draft.revision, savedAt: now })
  })
  app.post('/sent', async (c) => {
    posts.push(await c.req.parseBody({ all: true }))
    return c.redirect('/pieces')
  })
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 })
  await new Promise<void>((done) => server.once('listening', () => done()))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the sampler has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    draft,
    posts,
    answer,
    close: () => new Promise((done) => server.close(() => done())),
  }
}

function Pieces({ look }: { look: Look }) {
  const zh = look.language === 'zh'
  const t = words(look.language, {
    zh: { title: '部件', buttons: '按钮与状态', check: '核对后提交', change: '项目名称', projects: '项目', stage: '阶段', stay: '停留', next: '下一个日子', open: '查看' },
    en: { title: 'Pieces', buttons: 'Buttons and states', check: 'Check your answers', change: 'Project', projects: 'Projects', stage: 'Stage', stay: 'Days', next: 'Next date', open: 'Open' },
  })
  const rows = [
    { name: zh ? '夜校咖啡角' : 'Night school corner', days: 94, at: '2026-05-13', people: 412 },
    { name: zh ? '独居老人敲门' : 'Knocking on doors', days: 78, at: '2026-05-18T09:00:00.000Z', people: 131 },
    { name: zh ? '放学后一小时' : 'The hour after school', days: 66, at: '2026-06-15', people: 58 },
  ]
  return (
    <Page look={look} title={t.title} crumbs={[{ href: '/', label: zh ? '大赛' : 'Competitions' }]} actions={<><ButtonLink href="/x.xlsx" icon="download">{zh ? '导出 Excel' : 'Export'}</ButtonLink><ButtonLink href="/new" weight="primary" icon="add">{zh ? '登记项目' : 'Add a project'}</ButtonLink></>}
      lead={<><Tag state="now">{zh ? '书面评审' : 'Paper review'}</Tag><span class="soft">{zh ? '截止' : 'Closes'} <When at="2026-05-22T09:00:00.000Z" /></span></>}
      tabs={<Tabs label={zh ? '看法' : 'Views'} ways={[{ href: '/a', label: t.projects, current: true, count: 1167 }, { href: '/b', label: t.stage }]} />}>
      <Note state="wait"><strong>{zh ? '5月29日 周五 17:00 截止，还剩 11 天。' : 'Closes Fri 29 May, 17:00; 11 days left.'}</strong></Note>
      <div class="split">
        <div class="stackv">
          <Panel title={t.buttons} id="b">
            <p class="acts"><Button type="button">{zh ? '保存并继续' : 'Save and continue'}</Button><Button type="button" weight="second">{zh ? '存着' : 'Keep it'}</Button><Button type="button" weight="late" icon="back">{zh ? '退回给经办' : 'Send back'}</Button><Button type="button" weight="quiet">{zh ? '撤销' : 'Undo'}</Button><Button type="button" disabled>{zh ? '正在提交…' : 'Sending…'}</Button></p>
            <p class="acts"><Tag state="done">{zh ? '已完成' : 'Done'}</Tag><Tag state="now">{zh ? '进行中' : 'Running'}</Tag><Tag state="wait">{zh ? '等补正' : 'Waiting'}</Tag><Tag state="late">{zh ? '晚 3 天' : '3 days late'}</Tag><Tag state="idle">{zh ? '未开始' : 'Not begun'}</Tag><Tag state="idle" icon="locked">{zh ? '还不能开始' : 'Not yet'}</Tag></p>
            <Dialog label={zh ? '公布名单' : 'Publish the list'} title={zh ? '公布后不能收回' : 'Publishing can’t be undone'}>
              <p>{zh ? '将公布 8 个项目的名单和分数，并通知 18 家机构。' : 'Eight projects and their scores will be published.'}</p>
              <Form action="/sent" command="cmd-publish"><Button>{zh ? '公布名单' : 'Publish the list'}</Button></Form>
            </Dialog>
          </Panel>
          <Panel title={t.check} id="ck"><Facts facts={[{ term: t.change, detail: zh ? '放学后的一小时' : 'The hour after school', change: '/c' }, { term: zh ? '申请资助' : 'Grant', detail: <Money fen={19_600_000} />, change: '/d' }, { term: zh ? '评审' : 'Review', detail: <DateRange from="2026-05-11" to="2026-05-22" /> }]} /></Panel>
          <Receipt title={zh ? '申报书已收到' : 'Proposal received'} number="SL-2026-0041-3" at="2026-05-18T06:40:00.000Z" next={<><At at="2026-06-05" /></>}><a href="/w">{zh ? '撤回，再改一改' : 'Take it back'}</a></Receipt>
          <Panel title={zh ? '费时间的事' : 'Long work'} id="lw"><p><Bar value={37} max={58} words={zh ? '已好 37 / 58 份' : '37 of 58 done'} /></p></Panel>
        </div>
        <div class="stackv">
          <Empty title={zh ? '还没有异议' : 'No objections yet'} action={<a href="/n">{zh ? '看看公示页' : 'See the notice'}</a>}><p>{zh ? '公示到' : 'Open until'} <At at="2026-05-20" /></p></Empty>
          <Panel title={zh ? '还剩 3 个工作日' : '3 working days left'} id="dy">
            <Days today="2026-05-18" days={[{ day: '2026-05-14', working: 1 }, { day: '2026-05-15', working: 2 }, { day: '2026-05-16', working: null }, { day: '2026-05-17', working: null }, { day: '2026-05-18', working: 3 }, { day: '2026-05-19', working: 4 }, { day: '2026-05-20', working: 5 }]} />
          </Panel>
          <Panel title={zh ? '待办' : 'To do'} id="td"><Tasks tasks={[{ label: zh ? '资格证明' : 'Certificates', href: '/t', hint: zh ? '登记证书、近一年年检' : 'Registration', state: 'done', tag: zh ? '已完成' : 'Done' }, { label: zh ? '核对并提交' : 'Check and send', hint: zh ? '以上完成后可以提交' : 'After the above', state: 'idle', icon: 'locked', tag: zh ? '还不能开始' : 'Not yet' }]} /></Panel>
          <Panel title={zh ? '动态' : 'Activity'} id="ac"><Trail entries={[{ at: '2026-05-18T01:42:00.000Z', text: zh ? '评委 01 交了 3 份评分表' : 'Judge 01 sent 3 scorecards' }, { at: '2025-12-30T01:42:00.000Z', text: zh ? '管理员 02 开始书面评审' : 'Review opened', detail: zh ? '按章程' : 'as the rulebook says' }]} /></Panel>
          <Qr text="https://example.org/verify/SL-2026-0041" label={zh ? '核验证书' : 'Check the certificate'} />
        </div>
      </div>
      <Tools end={<a href="/x.csv">CSV</a>}><TextField path="q" label={zh ? '找项目或机构' : 'Find a project'} type="search" required /><ChoiceField path="street" label={zh ? '街道' : 'Street'} as="select" none={zh ? '全部街道' : 'All streets'} choices={[{ value: '1', label: zh ? '示例街道 1' : 'Street 1' }]} required /></Tools>
      <Table caption={t.projects} rows={rows} columns={[
        { header: t.projects, names: true, cell: (r) => <a href="/p">{r.name}</a> },
        { header: t.stage, cell: () => <><Flowlet states={['done', 'done', 'late', 'next']} /> <Tag state="now">{zh ? '孵化' : 'Incubation'}</Tag></> },
        { header: t.stay, align: 'end', sort: 'days', cell: (r) => r.days, foot: 238 },
        { header: zh ? '受益人数' : 'People', align: 'end', sort: 'people', cell: (r) => r.people },
        { header: zh ? '五个分' : 'Scores', cell: () => <Spread label={zh ? '路演五个分' : 'Five scores'} from={60} to={100} scores={[{ score: 88.5, counted: false }, { score: 90.5, counted: true }, { score: 92, counted: true }, { score: 93, counted: false }]} /> },
        { header: t.next, cell: (r) => <When at={r.at} /> },
        { header: zh ? '操作' : 'Actions', hidden: true, align: 'end', cell: (r) => <ButtonLink href="/p" about={`：${r.name}`}>{t.open}</ButtonLink> },
      ]} />
      <Pager page={2} size={20} total={167} />
      <Figures figures={[{ label: zh ? '申报书' : 'Proposals', value: 62, sub: zh ? '58 份进入评审' : '58 in review' }, { label: zh ? '计划受益人数' : 'People', value: 9420, unit: zh ? '人' : '', sub: zh ? '31,600 人次，不相加' : 'never summed' }]} />
      <Undo action="/sent" command="cmd-undo" until="2026-05-18T06:44:00.000Z">{zh ? '第 2 期付款单已发给银行。' : 'Tranche 2 was sent to the bank.'}</Undo>
    </Page>
  )
}

function BudgetPage({ look, mistakes }: { look: Look; mistakes: Mistake[] }) {
  const zh = look.language === 'zh'
  const t = words(look.language, {
    zh: { title: '预算', ask: '申请资助总额', row: (n: string, what: string) => `第 ${n} 行${what}` },
    en: { title: 'Budget', ask: 'Grant asked for', row: (n, what) => `Row ${n}: ${what}` },
  })
  return (
    <Page look={look} title={t.title} mistakes={mistakes} scripts={['autosave.js', 'rows.js']} actions={<Saved at={now} />} lead={<span class="soft">{zh ? '第 6 项，共 7 项' : 'Part 6 of 7'}</span>}>
      <Form action="/sent" command="cmd-1" revision={1} files autosave="/draft" label={t.title}>
        <TextField path="name" label={zh ? '项目名称' : 'Project name'} required limit={10} value="放学后的一小时" />
        <TextArea path="summary" label={zh ? '概要' : 'Summary'} hint={zh ? '谁、做什么、做到什么程度' : 'Who, what, how far'} limit={200} value="" />
        <MoneyField path="ask" label={t.ask} required hint={zh ? '登记的机构最多 200,000.00 元。' : '200,000.00 yuan at most.'} value={26_000_000} />
        <Rows path="budget" most={5} least={1} count={budget.length} caption={zh ? '单位：元，两位小数。' : 'In yuan, two decimals.'} columns={[
          { header: zh ? '用途' : 'Use', names: true, foot: zh ? '合计' : 'Total', cell: (r) => <TextField bare path={`${r.path}.use`} label={t.row(r.number, zh ? '用途' : 'use')} value={r.index === null ? '' : budget[r.index]?.use ?? ''} /> },
          { header: zh ? '单价' : 'Unit price', align: 'end', cell: (r) => <MoneyField bare unit={false} path={`${r.path}.unitPrice`} label={t.row(r.number, zh ? '单价（元）' : 'unit price')} value={r.index === null ? '' : budget[r.index]?.price ?? ''} /> },
          { header: zh ? '数量' : 'Count', align: 'end', foot: '287,200.00', cell: (r) => <IntegerField bare path={`${r.path}.count`} label={t.row(r.number, zh ? '数量' : 'count')} value={r.index === null ? '' : budget[r.index]?.count ?? ''} /> },
        ]} />
        <ChoiceField path="kind" label={zh ? '领域' : 'Field of work'} required choices={[{ value: 'old', label: zh ? '为老' : 'Older people', hint: zh ? '60 岁以上' : 'over 60' }, { value: 'young', label: zh ? '儿童' : 'Children' }]} />
        <ChoicesField path="groups" label={zh ? '受益人群' : 'Who benefits'} choices={[{ value: 'a', label: zh ? '独居老人' : 'Living alone' }, { value: 'b', label: zh ? '残障人士' : 'Disabled people' }]} values={['b']} />
        <DateField path="start" label={zh ? '开始日期' : 'First day'} value="2026-06-01" required />
        <DateTimeField path="meeting" label={zh ? '启动会' : 'Kick-off'} value="2026-06-01T01:00:00.000Z" />
        <FileField path="quote" label={zh ? '报价单' : 'Quotes'} kinds={zh ? 'PDF、JPG 或 PNG' : 'PDF, JPG or PNG'} megabytes={20} count={5} accept=".pdf,.jpg,.png" required />
        <CheckField path="promise" label={zh ? '以上内容真实' : 'All of this is true'} required hint={zh ? '由负责人确认' : 'Confirmed by the head'} />
        <HiddenField path="section" value="budget" />
        <div class="acts"><Button>{zh ? '保存并继续' : 'Save and continue'}</Button><ButtonLink href="/tasks">{zh ? '回到目录' : 'Back'}</ButtonLink></div>
      </Form>
    </Page>
  )
}

function Contest({ look }: { look: Look }) {
  const zh = look.language === 'zh'
  const flow = zh
    ? [
        { name: '征集', state: 'done' as const, lines: ['4月1日 – 4月24日', '收到 62 份'], onward: '62 份' },
        { name: '资格审查', state: 'done' as const, lines: ['4月27日 – 5月8日', '通过 58 份'], loop: '补正 7 份，补齐 5 份', onward: '58 份' },
        { name: '书面评审', state: 'now' as const, lines: [{ text: '现在，第 8 天', tone: 'now' as const }, '5月11日 – 5月22日', { text: '2 位评委逾期', tone: 'late' as const }], onward: '取前 24 份' },
        { name: '路演', state: 'next' as const, lines: ['5月28日 周四', '15 位评委，3 组'], onward: '12 份' },
        { name: '公示', state: 'next' as const, lines: ['6月1日 – 6月5日', '5 个工作日'], loop: '异议退回复核' },
        { name: '颁奖', state: 'next' as const, lines: ['6月12日 周五', '证书同日发出'] },
      ]
    : [
        { name: 'Call', state: 'done' as const, lines: ['1 – 24 April', '62 received'], onward: '62' },
        { name: 'Eligibility', state: 'done' as const, lines: ['27 April – 8 May', '58 passed'], loop: '7 sent back, 5 repaired', onward: '58' },
        { name: 'Paper review', state: 'late' as const, lines: [{ text: 'Now · day 8', tone: 'late' as const }, '11 – 22 May'], onward: 'first 24' },
        { name: 'Pitch', state: 'next' as const, lines: ['Thu 28 May', '15 judges, 3 groups'], onward: '12' },
        { name: 'Notice', state: 'next' as const, lines: ['1 – 5 June'], loop: 'Objection: review again' },
        { name: 'Awards', state: 'next' as const, lines: ['Fri 12 June'] },
      ]
  const long = [...flow, ...flow.slice(3).map((s) => ({ ...s, name: `${s.name} 2` }))]
  return (
    <Page look={look} title={zh ? '2026 年示例志愿服务项目大赛' : 'Demo Volunteer Project Contest 2026'} lead={<><Tag state="now">{zh ? '书面评审' : 'Paper review'}</Tag><When at="2026-05-22T09:00:00.000Z" /></>} actions={<ButtonLink href="/d" icon="edit">{zh ? '修改日期' : 'Change dates'}</ButtonLink>}>
      <Panel title={zh ? '流程' : 'Workflow'} id="fl" hiddenTitle><Flow steps={flow} /></Panel>
      <Panel title={zh ? '长流程' : 'A long one'} id="fl2" hiddenTitle><Flow id="long" steps={long} /></Panel>
      <Section title={zh ? '关键日期' : 'Key dates'} id="kd"><Tasks class="dates" tasks={[{ label: zh ? '公布路演名单' : 'Pitch list', end: <When at="2026-05-25" /> }, { label: zh ? '颁奖' : 'Awards', end: <When kind="event" at="2026-06-12T06:00:00.000Z" /> }]} /></Section>
    </Page>
  )
}

function Scorecard({ look }: { look: Look }) {
  const zh = look.language === 'zh'
  const bands = [
    { from: 0, to: 11, text: zh ? '没有依据，或只是个别人的需要' : 'No evidence' },
    { from: 12, to: 20, text: zh ? '有依据，但范围或人数不清楚' : 'Some evidence' },
    { from: 21, to: 26, text: zh ? '调查过，人群和人数清楚' : 'Surveyed' },
    { from: 27, to: 30, text: zh ? '有数据也有居民的话' : 'Data and voices' },
  ]
  const names = zh ? ['需求广泛性', '现实迫切性', '公益性'] : ['Breadth', 'Urgency', 'Public good']
  return (
    <Page look={look} title={zh ? '评分 · 示例项目 12' : 'Scoring Demo Project 12'} scripts={['score.js', 'autosave.js']} footed>
      <div class="panes">
        <article class="panel read"><h2>{zh ? '申报书' : 'Proposal'}</h2><p>{zh ? '示例街道 2 有 1,240 位 70 岁以上的独居老人。' : 'In Demo Street 2 live 1,240 people over seventy by themselves.'}</p></article>
        <Form action="/sent" command="cmd-score" id="card" class="pane-stay panel" labelledBy="sc" autosave="/draft" revision={1}>
          <div class="head"><h2 id="sc">{zh ? '评分表' : 'Scorecard'}</h2><Saved at={now} /></div>
          <ScoreKeys step={0.5} />
          {names.map((label, i) => <ScoreField path={`scores.c${i}`} label={label} max={30} step={0.5} bands={bands} value={[24, 19.5, ''][i]} hint={zh ? '有多少人需要？' : 'How many need it?'} />)}
          <ScoreBar total="43.5" max={90} missing={1} card="card"><Button>{zh ? '交评分表' : 'Send the scorecard'}</Button></ScoreBar>
        </Form>
      </div>
    </Page>
  )
}

function Paper({ look }: { look: Look }) {
  const zh = look.language === 'zh'
  return (
    <Page look={look} title={zh ? '打印' : 'Print'} styles={['print.css']} actions={<PrintButton />}>
      <Sheet>
        <PaperForm title="示例志愿服务项目申报书" number="编号 SL-2026-0041" groups={[{ heading: '一、申报单位', rows: [{ label: '单位名称', value: '示例社工服务中心 4' }, { label: '负责人', value: '示例人员 21' }, { label: '项目概要', value: '每栋楼选一位“楼道联络人”，由社工培训 6 课时后上岗。'.repeat(4), long: true }, { label: '联系电话', value: '0573-0000 0000' }] }]} />
        <Seals seals={[{ who: '申报单位', says: '以上内容真实。', signs: true }, { who: '推荐单位意见' }]} />
      </Sheet>
      <CertificateSheet title="荣誉证书" to="示例社工服务中心 4：" body={<p>你单位“独居老人敲门行动”在 2026 年示例志愿服务项目大赛中获得金奖，特发此证，以资鼓励。</p>} issuer="示例区委社会工作部" date="2026年6月12日" number="XY-2026-0001" code={<Qr text="https://example.org/verify/XY-2026-0001" label={zh ? '核验证书' : 'Check the certificate'} />} />
    </Page>
  )
}
