import { createHash } from 'node:crypto'
import { raw } from 'hono/html'
import { Refusal } from '../../../shared/kernel/refusal.ts'
import { type Language, say } from '../../../shared/kernel/text.ts'
import { leavesOf } from '../../../shared/rulebook/sheet.ts'
import { receiptCode } from '../../../shared/seal/leaf.ts'
import { letterOf } from '../../../shared/seal/seal.ts'
import { authorise } from '../../context.ts'
import { readBundle, readProof } from '../../queries/bundle.ts'
import { readReceipt } from '../../queries/scorecard.ts'
import { findAsset } from '../look/assets.ts'
import { ButtonLink } from '../look/form.tsx'
import { type Look, Looking, useLook } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { Table } from '../look/table.tsx'
import { At, Facts, Hash, Note, Panel, Section } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { roundAt } from './judging.tsx'
import { SetAsideLine } from './notice-parts.tsx'
import type { Asked, PageRoute, Shown } from './page.ts'
import { proposalCrumbs, titleOf } from './proposal-parts.tsx'
import { publicCrumbs } from './public-state.tsx'

const texts = (look: { language: Language }) => words(look.language, {
  zh: {
    title: '核验评审结果', lead: '谁都可以用这里的文件，在自己的电脑上把结果重算一遍，不需要联网，也不需要相信本平台。', leadTotals: '谁都可以用这里的文件，在自己的电脑上核对评分表封存后没有动过、名次和公布的得分相符，不需要联网，也不需要相信本平台。章程规定只公开总分，所以不能从评分表重算。',
    bundle: '下载核验包', tool: '下载核验页（不联网也能用）', here: '在这里核验', round: '轮次', root: '封存码', cards: '封存的格数', shown: '评分公开多少',
    disclosure: { totals: '只公开总分', own: '总分；申报单位另看自己的评分', scores: '每张评分表的分数，不写评委和评语' }, slots: (n: number, of: number) => `${n}（每份申报书 ${of} 格）`, replaced: '替代', caption: '每一轮评分截止时封存，公示里印的就是这些封存码',
    how: '怎么核验', steps: ['评分截止、计分之前，所有评分表合成一个“封存码”。之后改动、抽走、添加或调换任何一张，封存码都会变。', '封存码印在公示里。核对它与核验包里的是否相同。', '用核验页打开核验包：公开了评分表的，从评分表重新计分、排名、定奖；只公开总分的，核对名次和奖项。逐项说明是否相符。', '评委可以用自己的回执、申报单位可以用自己的证明，核对自己的评分表在不在里面。'],
    each: '每份申报书封存的格数一样多：没有评分表的空格也一样封存，看不出哪格是空的。', notice: '看公示', api: '程序接口（JSON）',
    check: '核验', checkLead: '文件只在您的浏览器里读，不会上传。', bundleFile: '核验包', receiptFile: '评委回执（可选）', proofFile: '申报单位的证明（可选）', roots: '公示里的封存码（可选）', rootsHint: '每轮一个，用空格或换行分开。填了，就和核验包里的逐一核对。', run: '核验', nothing: '选好核验包，结果会逐项列在这里。', noScript: '这一页要打开浏览器的脚本才能用。会用命令行的，也可以运行 npm run verify。', findings: '结果',
    proof: '评分核对证明', proofLead: '这份申报书的评分表在计分前已全部封存，公示里的封存码包含它们。', download: '下载证明', score: '得分', open: '评分表', empty: '空格', hash: '散列值', total: '合计', letter: '评委', notOpen: '章程规定这一轮只公开总分：下面是各张评分表的散列值，不显示分数。散列值是由评分表算出的一串字符，评分表改动一点，它就完全不同。', lettersNote: '评委的字母每份申报书另排，同一个字母在别的申报书里不是同一个人。', verify: '怎样核验', left: '不计入',
    offline: '核验页', offlineTitle: '评审结果核验（离线）',
  },
  en: {
    title: 'Check the result', lead: 'Anybody can count the result again with these files on a computer of their own, without a network and without trusting this platform.', leadTotals: 'With these files anybody can check on a computer of their own that no card was changed after it was sealed and that places follow the published scores, without a network and without trusting this platform. By the rulebook only totals are published, so nothing can be counted again from cards.',
    bundle: 'Download the bundle', tool: 'Download the checking page (works offline)', here: 'Check here', round: 'Round', root: 'Seal', cards: 'Sealed slots', shown: 'What is shown of the scores',
    disclosure: { totals: 'Totals only', own: 'Totals; applicants also see their own cards', scores: 'The scores of every card, without judge or comment' }, slots: (n, of) => `${n} (${of} for each proposal)`, replaced: 'in place of', caption: 'Sealed at the close of each round; these seals are printed in the notice',
    how: 'How to check', steps: ['When scoring is over and before anything is counted, all cards are made into one "seal". Change, drop, add or exchange any of them, and the seal is another.', 'The seal is printed in the notice. See that it is the one in the bundle.', 'Open the bundle in the checking page. Where cards are published it counts, ranks and gives the awards again from them; where only totals are, it checks places and awards. It says point by point what holds.', 'Judges can check with their receipt, and applicants with their proof, that their own cards are in it.'],
    each: 'Every proposal has the same number of slots; one without a card is sealed too, and can’t be told from the others.', notice: 'See the notice', api: 'For programs (JSON)',
    check: 'Check', checkLead: 'Files are read in your browser alone and are not uploaded.', bundleFile: 'Bundle', receiptFile: 'A judge’s receipt (optional)', proofFile: 'An applicant’s proof (optional)', roots: 'Seals from the notice (optional)', rootsHint: 'One for each round, with spaces or lines between. They are compared with those in the bundle.', run: 'Check', nothing: 'Choose a bundle; what is found is listed here.', noScript: 'This page needs scripts. You can also run npm run verify.', findings: 'What was found',
    proof: 'Proof of scores', proofLead: 'All cards of this proposal were sealed before they were counted; the seal in the notice contains them.', download: 'Download the proof', score: 'Score', open: 'Cards', empty: 'empty', hash: 'Hash', total: 'Total', letter: 'Judge', notOpen: 'By the rulebook only totals are published of this round: below are the hashes of the cards, without scores. A hash is a string made from a card: change the card in the least, and it is quite another.', lettersNote: 'Letters are dealt anew for each proposal: the same letter elsewhere is somebody else.', verify: 'How to check', left: 'not counted',
    offline: 'Checking page', offlineTitle: 'Check of a competition’s result (offline)',
  },
})

async function showVerification({ context, look, params }: Asked): Promise<Shown> {
  const { competition, rulebook, bundle, setAside } = await readBundle(context, params.competition ?? '')
  const t = texts(look)
  const here = `/public/competitions/${competition.id}`
  const rulesOf = (id: string) => rulebook.rounds.find((round) => round.id === id)
  return { page: (
    <Page look={look} title={t.title} crumbs={publicCrumbs(look.language, competition)} lead={say(competition.name, look.language)} description={t.title}>
      <div class="read"><p>{bundle.rounds.some(({ opened }) => opened !== null) ? t.lead : t.leadTotals}</p></div>
      <p class="acts"><ButtonLink href={`${here}/bundle.json`} weight="primary" icon="download" download>{t.bundle}</ButtonLink><ButtonLink href="/verify/offline" icon="download" download>{t.tool}</ButtonLink><ButtonLink href="/verify">{t.here}</ButtonLink></p>
      <Table caption={t.caption} rows={bundle.rounds} columns={[
        { header: t.round, names: true, cell: ({ round }) => { const rules = rulesOf(round); return rules === undefined ? round : say(rules.name, look.language) } },
        { header: t.root, cell: ({ seal }) => <><Hash hex={seal.root} />{seal.replaced.map(({ root, sealedAt }) => <><br /><span class="soft small">{t.replaced} <Hash hex={root} /> <At at={sealedAt} /></span></>)}</> },
        { header: t.cards, cell: ({ leaves, seal }) => t.slots(leaves.length, seal.slots) },
        { header: t.shown, cell: ({ round }) => t.disclosure[rulesOf(round)?.disclosure ?? 'totals'] },
      ]} />
      {setAside === null ? null : <div class="read"><SetAsideLine setAside={setAside} /></div>}
      <Section title={t.how} id="how"><div class="read"><ol>{t.steps.map((step) => <li>{step}</li>)}</ol><p class="soft">{t.each}</p><p><a href={`${here}/notice`}>{t.notice}</a></p><p class="small"><a href={`/api${here}/bundle`}>{t.api}</a></p></div></Section>
    </Page>
  ) }
}

const jsonFile = (text: string, name: string, cache = 'private, no-cache'): Shown =>
  ({ response: new Response(text, { headers: { 'content-type': 'application/json; charset=utf-8', 'content-disposition': `attachment; filename="${name}.json"`, 'cache-control': cache } }) })

async function sendBundle({ context, params }: Asked): Promise<Shown> {
  const { text, competition, notice } = await readBundle(context, params.competition ?? '')
  return jsonFile(text, `bundle-${competition.id.slice(2, 10)}-${notice.number}`)
}

/** The same form on the platform's page and on the one to take home. */
function Checking() {
  const { language } = useLook()
  const t = texts({ language })
  const file = (id: string, label: string) => <div class="field"><label for={id}>{label}</label><div class="drop"><input id={id} type="file" accept=".json,application/json" /></div></div>
  return (
    <>
      <form id="verify" class="stackv">
        <p class="soft">{t.checkLead}</p>
        {file('bundle', t.bundleFile)}
        {file('receipt', t.receiptFile)}
        {file('proof', t.proofFile)}
        <div class="field"><label for="roots">{t.roots}</label><p class="hint" id="roots-hint">{t.rootsHint}</p><input class="inp" id="roots" type="text" aria-describedby="roots-hint" autocomplete="off" spellcheck={false} /></div>
        <p class="acts"><button class="btn" type="submit">{t.run}</button></p>
      </form>
      <noscript><Note state="late">{t.noScript}</Note></noscript>
      <section aria-labelledby="found"><h2 id="found">{t.findings}</h2><div role="status"><ul id="findings" class="read"><li class="soft">{t.nothing}</li></ul></div></section>
    </>
  )
}

async function showChecking({ context, look }: Asked): Promise<Shown> {
  authorise(context, 'bundle.read', {})
  const t = texts(look)
  return { page: (
    <Page look={look} title={t.title} crumbs={publicCrumbs(look.language)} scripts={['verify.js']} description={t.title} actions={<ButtonLink href="/verify/offline" icon="download" download>{t.tool}</ButtonLink>}>
      <Checking />
    </Page>
  ) }
}

function assetText(name: string): string {
  const asset = findAsset(`/assets/${name}`)
  if (asset === undefined) throw new TypeError(`no asset ${name}`)
  return new TextDecoder().decode(asset.body)
}

const integrity = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** One file with all that it needs: its own policy lets it run this script alone and reach no network. */
async function sendOffline({ context, look }: Asked): Promise<Shown> {
  authorise(context, 'bundle.read', {})
  const t = texts(look)
  const script = assetText('verify.js')
  const style = `${assetText('tokens.css')}\n${assetText('components.css')}`
  const document = (
    <Looking look={look}>
      {raw('<!doctype html>')}
      <html lang={look.language === 'zh' ? 'zh-CN' : 'en'}>
        <head>
          <meta charset="utf-8" />
          <meta http-equiv="content-security-policy" content={`default-src 'none'; script-src ${integrity(script)}; style-src ${integrity(style)}`} />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{t.offlineTitle}</title>
          <style>{raw(style)}</style>
        </head>
        <body>
          <main class="wrap main"><div class="head"><div><h1>{t.offlineTitle}</h1></div></div><Checking /></main>
          <script>{raw(script)}</script>
        </body>
      </html>
    </Looking>
  )
  // Never shown by this site, whose own policy lets no script of a page run.
  return { response: new Response(String(await document), { headers: { 'content-type': 'application/octet-stream', 'content-disposition': `attachment; filename="xiuyuan-verify-${look.language}.html"`, 'cache-control': 'private, no-cache' } }) }
}

async function showProof({ context, look, params }: Asked): Promise<Shown> {
  const { competition, rulebook, proposal, proof } = await readProof(context, params.proposal ?? '')
  const t = texts(look)
  return { page: (
    <Page look={look} title={t.proof} crumbs={[...proposalCrumbs(proposal, look, false), { href: `/proposals/${proposal.id}`, label: titleOf(proposal, look.language) }]} lead={<><span class="n">{proof.proposal}</span> <span class="soft">{say(competition.name, look.language)}</span></>}>
      <Note state="done">{t.proofLead}</Note>
      <p class="acts"><ButtonLink href={`/proposals/${proposal.id}/proof.json`} weight="primary" icon="download" download>{t.download}</ButtonLink><ButtonLink href={`/public/competitions/${competition.id}/verification`}>{t.verify}</ButtonLink></p>
      {proof.rounds.map((round) => <ProofRound look={look} round={round} rules={rulebook.rounds.find(({ id }) => id === round.round)} />)}
      {proof.rounds.some(({ slots }) => slots.some(({ opened }) => opened !== null)) ? <p class="small soft">{t.lettersNote}</p> : null}
    </Page>
  ) }
}

type ProofOf = Awaited<ReturnType<typeof readProof>>

function ProofRound({ look, round, rules }: { look: Look; round: ProofOf['proof']['rounds'][number]; rules: ProofOf['rulebook']['rounds'][number] | undefined }) {
  const t = texts(look)
  const open = round.slots.some(({ opened }) => opened !== null)
  const items = rules === undefined ? [] : [...leavesOf(rules.criteria), ...rules.extras]
  return (
    <Panel title={rules === undefined ? round.round : say(rules.name, look.language)} id={round.round}>
      <Facts facts={[{ term: t.score, detail: <strong class="n">{round.score ?? t.left}</strong> }, { term: t.root, detail: <Hash hex={round.root} /> }]} />
      {open ? null : <p class="soft">{t.notOpen}</p>}
      <Table caption={t.open} rows={round.slots} columns={[
        { header: t.letter, names: true, cell: (_, i) => letterOf(i) },
        ...(open ? items.map((item) => ({ header: say(item.label, look.language), align: 'end' as const, cell: ({ opened }: typeof round.slots[number]) => (opened?.card == null ? <span class="soft">{t.empty}</span> : opened.card.scores[item.id] ?? '—') })) : []),
        { header: t.hash, cell: ({ leaf }) => <span class="small"><Hash hex={leaf} /></span> },
      ]} />
    </Panel>
  )
}

async function sendProof({ context, params }: Asked): Promise<Shown> {
  const { proof } = await readProof(context, params.proposal ?? '')
  return jsonFile(JSON.stringify(proof, null, 1), `proof-${proof.proposal}`)
}

async function sendReceipt({ context, params }: Asked): Promise<Shown> {
  const { competition, index } = roundAt(params)
  const receipt = await readReceipt(context, params.proposal ?? '', index)
  if (receipt.competition !== competition) throw new Refusal('NOT_FOUND')
  return jsonFile(JSON.stringify(receipt, null, 1), `receipt-${receiptCode(receipt.leaf)}`, 'private, no-store')
}

export const verificationPages: PageRoute[] = [
  { method: 'get', path: '/public/competitions/:competition/verification', action: 'bundle.read', show: showVerification },
  { method: 'get', path: '/public/competitions/:competition/bundle.json', action: 'bundle.read', show: sendBundle },
  { method: 'get', path: '/verify', action: 'bundle.read', show: showChecking },
  { method: 'get', path: '/verify/offline', action: 'bundle.read', show: sendOffline },
  { method: 'get', path: '/proposals/:proposal/proof', action: 'proof.read', show: showProof },
  { method: 'get', path: '/proposals/:proposal/proof.json', action: 'proof.read', show: sendProof },
  { method: 'get', path: '/judging/:competition/:round/:proposal/receipt.json', action: 'scorecard.read', show: sendReceipt },
]
