import { shanghaiDate } from '../../../shared/kernel/calendar.ts'
import type { Competition } from '../../../shared/competition/competition.ts'
import { type Language, say } from '../../../shared/kernel/text.ts'
import { workingDaysLeft } from '../../../shared/notice/notice.ts'
import { type NoticeView, readNotice } from '../../queries/notice.ts'
import { ButtonLink } from '../look/form.tsx'
import { useLook } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { PrintButton } from '../look/print.tsx'
import { At, Facts, Hash, Note, Section, Tag } from '../look/tell.tsx'
import { inBrackets, words } from '../look/words.ts'
import { LinesTable, SetAsideLine, WindowDays } from './notice-parts.tsx'
import type { Asked, PageRoute, Shown } from './page.ts'
import { publicCrumbs } from './public-state.tsx'

const ofContest = (language: Language) =>
  words(language, {
    zh: {
      title: (name: string) => `${name}获奖名单公示`, open: '公示中', over: '公示已结束', on: '', published: ' 发布', number: (n: number) => `第 ${n} 号`,
      print: '打印或存为 PDF',
      left: (n: number) => `还剩 ${n} 个工作日`, of: (n: number) => `共 ${n} 个工作日`, first: (counts: boolean) => (counts ? '首日计入。' : '首日不计入。'),
      till: '到', tillEnd: '为止。', object: '提出异议',
      received: (n: number) => (n === 0 ? '目前没有收到异议。' : `目前收到 ${n} 件，正在核实。`),
      provisional: '公示期跨入还没有公布放假安排的年份，那些日子暂按周一至周五算；放假安排公布后如有变化，会另发更正公示。',
      printed: '公示期：', to: ' 至 ', end: ' 24:00，共 ', days: ' 个工作日', basis: '依据', process: '过程', list: '获奖名单', caption: '按奖项排列',
      replaced: (n: number) => `这份公示已由第 ${n} 号替代。`, see: '看最新的公示', replaces: (n: number) => `本公示替代第 ${n} 号，公示期重新计算。更正内容：`, amended: (n: number) => `其中有变动的项目已由第 ${n} 号公示；没有变动的项目，公示期照旧。`, amends: (n: number) => `本公示只就第 ${n} 号以来变动的项目公示，其余项目的公示期照旧。变动内容：`, changedList: '变动的项目', gone: '取消的项目', unchanged: '没有变动的项目', stands: (n: number) => `第 ${n} 号，公示到`, changing: '名单中有项目因异议变动，变动的部分将另发公示；其余项目的公示照常。', noneChanged: '没有新增或改动的项目。', early: '与异议无关的奖项已经先公布。', awards: '看奖项',
      ruling: (n: number) => `收到异议后 ${n} 个工作日内作出处理决定，凭编号和联系方式可以查询。`, outcome: '查询处理结果',
      how: '有不同意见怎么办', steps: ['说清是哪个项目、哪里不对、有什么依据。意见要具体，可以附照片或文件。', '个人请写真实姓名和联系方式；单位请写单位名称、联系方式，并附盖章的扫描件。您的姓名不会告诉申报单位。'], before: '在',
      after: '24:00 前，用本页的按钮、打电话或写邮件提出都可以。', afterwards: ['您会马上得到一个编号。处理决定作出以前，异议涉及的奖项不公布。', '不署名的意见作为线索核实，但不影响公布。'],
      phone: '电话', email: '邮箱', issuer: '发布单位', seals: '封存码', sealsLead: '评分截止、计分之前，评分表已全部封存。谁都可以用核验包检查结果，并与下面的封存码核对。', toVerify: '核验评审结果', empty: '名单上没有项目。', stop: '。', comma: '；',
    },
    en: {
      title: (name) => `${name}: list under notice`, open: 'Under notice', over: 'Notice over', on: ', published', published: '',
      number: (n) => `No. ${n}`, print: 'Print or save as PDF',
      left: (n) => (n === 1 ? '1 working day left' : `${n} working days left`), of: (n) => `${n} working days in all`,
      first: (counts) => (counts ? '; the first day counts.' : '; the first day does not count.'), till: 'Until', tillEnd: '.',
      object: 'Object',
      received: (n) => (n === 0 ? 'No objection so far.' : `${n} received, being looked into.`),
      provisional: 'The window reaches into a year whose holidays are not published yet; its days are taken as Monday to Friday for now. If that changes, a correction will be published.',
      printed: 'Notice: ', to: ' to ', end: ' 24:00, ', days: ' working days', basis: 'Basis', process: 'Process', list: 'The list',
      caption: 'In the order of awards', replaced: (n) => `This notice was replaced by number ${n}.`, see: 'See the newest',
      replaces: (n) => `This notice replaces number ${n}; its days start again. What changed: `, amended: (n) => `What has changed in it is under notice number ${n}; the days of the rest go on.`, amends: (n) => `This notice is only about what has changed since number ${n}; the days of the rest go on. What changed: `, changedList: 'What has changed', gone: 'Taken off the list', unchanged: 'What stays as it was', stands: (n) => `No. ${n}, until`, changing: 'Something on the list changes after an objection and will be put under notice again; the rest goes on as it is.', noneChanged: 'No project is new or different.', early: 'The awards that no objection is about are published already.', awards: 'See the awards',
      ruling: (n) => `An objection is ruled on within ${n} working days; with its number and your contact you can look up what came of it.`, outcome: 'Look up a ruling',
      how: 'If you disagree',
      steps: ['Say which project, what is wrong, and how you know. Be specific; photos and files help.', 'A person gives real name and contact; an organisation gives its name, contact and a scan with its seal. Applicants are never told who you are.'],
      before: 'Until', after: '24:00, by the button on this page, by telephone or by e-mail.',
      afterwards: ['You get a number at once. What you object to is not awarded before the ruling.', 'What comes without a name is looked into as a lead, but holds nothing up.'],
      phone: 'Telephone', email: 'E-mail', issuer: 'Issued by', seals: 'Seals', sealsLead: 'All cards were sealed when scoring was over and before they were counted. With the bundle anybody can check the result and compare these seals.', toVerify: 'Check the result', empty: 'The list is empty.', stop: '.', comma: '; ',
    },
  })

/** A venture gives grants, no awards. */
const ofVenture = (language: Language) => words(language, {
  zh: { title: (name: string) => `${name}拟资助项目公示`, list: '拟资助项目', caption: '按名单排列', early: '与异议无关的资助已经先公布。', awards: '看资助名单', afterwards: ['您会马上得到一个编号。处理决定作出以前，异议涉及的资助不公布。', '不署名的意见作为线索核实，但不影响公布。'] },
  en: { title: (name) => `${name}: proposed grants under notice`, list: 'Proposed grants', caption: 'In the order of the list', early: 'The grants that no objection is about are published already.', awards: 'See the grants', afterwards: ['You get a number at once. What you object to is not granted before the ruling.', 'What comes without a name is looked into as a lead, but holds nothing up.'] },
})
const textsOf = (language: Language, kind: Competition['kind']) => ({ ...ofContest(language), ...(kind === 'venture' ? ofVenture(language) : {}) })

/** The notice as it was published; on paper with its dates instead of the count-down. */
async function showNotice({ context, look, params, query }: Asked): Promise<Shown> {
  const number = Number(query.get('number') ?? '')
  const view = await readNotice(context, params.competition ?? '', Number.isSafeInteger(number) && number > 0 ? number : undefined)
  const { competition, notice, lines, rulebook, open, replacedBy, amended, early, setAside } = view
  const t = textsOf(look.language, competition.kind)
  const { language } = look
  const here = `/public/competitions/${competition.id}`
  const title = t.title(say(competition.name, language))
  return { page: (
    <Page
      look={look} title={title} crumbs={publicCrumbs(language, competition)} description={title} actions={<PrintButton>{t.print}</PrintButton>}
      lead={<><span class="no-print"><Tag state={open ? 'now' : 'idle'}>{open ? t.open : t.over}</Tag></span><span class="soft">{say(notice.issuer, language)}{t.on} <At at={notice.publishedAt} year="always" time={false} />{t.published}{language === 'zh' ? '，' : ', '}{t.number(notice.number)}</span></>}
    >
      {early ? <Note state="done">{t.early} <a href={`${here}/awards`}>{t.awards}</a></Note> : null}
      {competition.state === 'result' && replacedBy === null ? <Note state="wait" icon="info">{t.changing}</Note> : null}
      {replacedBy === null ? null : <Note state="wait" icon="info">{amended ? t.amended(replacedBy) : t.replaced(replacedBy)} <a href={`${here}/notice`}>{t.see}</a></Note>}
      <div class="split">
        <aside class="stackv"><Window view={view} here={here} /></aside>
        <div class="stackv">
          <p class="print-only"><strong>{t.printed}<At at={notice.firstDay} year="always" />{t.to}<At at={notice.lastDay} year="always" />{t.end}{notice.workingDays}{t.days}{t.stop}</strong></p>
          {notice.replaces === null ? null : <div class="read"><p>{notice.lines === 'all' ? t.replaces(notice.replaces) : t.amends(notice.replaces)}{notice.correction}</p></div>}
          <div class="read"><p>{t.basis}{language === 'zh' ? '：' : ': '}{notice.basis}</p>{notice.process.split('\n').map((line) => <p>{line}</p>)}{setAside === null ? null : <SetAsideLine setAside={setAside} />}</div>
          {notice.lines === 'all' ? <Section title={t.list} id="list">{lines.length === 0 ? <p>{t.empty}</p> : <LinesTable lines={lines} rulebook={rulebook} caption={t.caption} />}</Section> : <Changes view={view} />}
          {notice.seals.length === 0 ? null : (
            <Section title={t.seals} id="seals">
              <p>{t.sealsLead} <a class="no-print" href={`${here}/verification`}>{t.toVerify}</a></p>
              <Facts facts={notice.seals.map(({ round, root }) => ({ term: nameOfRound(rulebook, round, language), detail: <Hash hex={root} /> }))} />
            </Section>
          )}
          <section class="read" aria-labelledby="how">
            <h2 id="how">{t.how}</h2>
            <ol>{t.steps.map((step) => <li>{step}</li>)}<li>{t.before} <At at={notice.lastDay} /> {t.after}</li>{t.afterwards.map((step) => <li>{step}</li>)}<li>{t.ruling(rulebook.notice.rulingWorkingDays)} <a class="no-print" href={`${here}/receipt`}>{t.outcome}</a></li></ol>
            <p>{t.phone} <span class="nw n">{notice.contact.phone}</span>{notice.contact.email === '' ? '' : <>{t.comma}{t.email} <a href={`mailto:${notice.contact.email}`}>{notice.contact.email}</a></>}{t.stop}</p>
            <p class="print-only">{t.issuer}{language === 'zh' ? '：' : ': '}{say(notice.issuer, language)} <At at={notice.publishedAt} year="always" weekday={false} time={false} /></p>
          </section>
        </div>
      </div>
    </Page>
  ) }
}

function nameOfRound(rulebook: NoticeView['rulebook'], id: string, language: Language): string {
  const found = rulebook.rounds.find((round) => round.id === id)
  return found === undefined ? id : say(found.name, language)
}

/** The list of a notice about what has changed: that first, then what stands under an earlier notice still. */
function Changes({ view: { competition, notice, lines, removed, rulebook } }: { view: NoticeView }) {
  const { language } = useLook()
  const t = textsOf(language, competition.kind)
  const [changed, unchanged] = [lines.filter((line) => line.notice === notice.number), lines.filter((line) => line.notice !== notice.number)]
  return (
    <>
      <Section title={t.changedList} id="list">{changed.length === 0 ? <p>{t.noneChanged}</p> : <LinesTable lines={changed} rulebook={rulebook} caption={t.caption} />}</Section>
      {removed.length === 0 ? null : <Section title={t.gone} id="gone"><ul>{removed.map(({ title, organisation }) => <li>{inBrackets(language, title, organisation)}</li>)}</ul></Section>}
      {unchanged.length === 0 ? null : <Section title={t.unchanged} id="unchanged"><LinesTable lines={unchanged} rulebook={rulebook} caption={t.caption} mark={(line) => <span class="soft small"><span class="sep">·</span>{t.stands(line.notice)} <At at={line.lastDay} /></span>} /></Section>}
    </>
  )
}

function Window({ view: { competition, notice, open, objections }, here }: { view: NoticeView; here: string }) {
  const { language, now } = useLook()
  const t = textsOf(language, competition.kind)
  return (
    <section class="panel no-print" aria-labelledby="window">
      <h2 id="window">{open ? t.left(workingDaysLeft(notice.days, shanghaiDate(now))) : t.over}</h2>
      <p class="soft">{t.of(notice.workingDays)}{language === 'zh' ? '，' : ''}{t.first(notice.firstDayCounts)}</p>
      <WindowDays days={notice.days} />
      <p>{t.till} <strong><At at={notice.lastDay} year="always" /> 24:00</strong>{language === 'zh' ? ' ' : ''}{t.tillEnd}</p>
      {notice.provisional ? <p class="small soft">{t.provisional}</p> : null}
      {open ? <p class="acts"><ButtonLink href={`${here}/objection`} weight="primary">{t.object}</ButtonLink></p> : null}
      {open ? <p class="small soft">{t.received(objections)}</p> : null}
    </section>
  )
}

export const noticePages: PageRoute[] = [{ method: 'get', path: '/public/competitions/:competition/notice', action: 'notice.read', show: showNotice }]
