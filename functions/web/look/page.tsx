import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { assetUrl } from './assets.ts'
import { ErrorSummary } from './form.tsx'
import { Icon, Mark } from './icon.tsx'
import { frame, Labelled, Looking, Mistaken, useLook } from './look.ts'
import type { Look, Mistake, Way } from './look.ts'
import { words } from './words.ts'

/** What a page's document is made of. */
export interface PageProps {
  look: Look
  /** For the window's title and, unless `heading` says otherwise, the h1. */
  title: string
  /** The h1 if it differs from the title; `null` leaves the head out for pages that draw their own. */
  heading?: Child
  /** One line under the h1: where it belongs, its state, its date. */
  lead?: Child
  /** Buttons at the head's end: at most one primary. */
  actions?: Child
  crumbs?: Way[]
  tabs?: Child
  /** Mistakes of the form on this page: shown first, counted in the title, and found by the fields inside. */
  mistakes?: readonly Mistake[]
  /** Client modules besides enhance.js, by file name: `autosave.js`. */
  scripts?: string[]
  /** Style sheets besides tokens and components: `print.css`. */
  styles?: string[]
  /** True where a ScoreBar is fixed at the foot of a phone: the page leaves room for it. */
  footed?: boolean
  /** For a screen in a hall: no navigation, no foot; everything is the page's own. */
  bare?: boolean
  /** For pages that strangers may find: what a search engine shows. */
  description?: string
  children?: Child
}

/** The whole document: frame, head and main. */
export function Page(props: PageProps) {
  const { look, title, mistakes = [], scripts = [], styles = [] } = props
  const t = texts(look)
  const full = `${mistakes.length > 0 ? t.mistakes(mistakes.length) : ''}${title} · ${t.name}`
  return (
    <Looking look={look}>
      {raw('<!doctype html>')}
      <html lang={look.language === 'zh' ? 'zh-CN' : 'en'}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{full}</title>
          {props.description ? <meta name="description" content={props.description} /> : null}
          <link rel="icon" type="image/svg+xml" href={assetUrl('mark.svg')} />
          {['tokens.css', 'components.css', ...styles].map((name) => <link rel="stylesheet" href={assetUrl(name)} />)}
          {['enhance.js', ...scripts].map((name) => <script type="module" src={assetUrl(name)}></script>)}
        </head>
        {props.bare ? <body class="bare"><main id="main">{props.children}</main></body> : <body>
          <a class="skip" href="#main">{t.skip}</a>
          {look.demo ? <aside class="demo" aria-label={t.demoLabel}><div class="wrap">{t.demo}{look.controls ? <> <a class="nw" href={look.controls}>{t.controls}</a></> : null}</div></aside> : null}
          <Top look={look} />
          <main id="main" class={`wrap main${props.footed ? ' has-bar' : ''}`}>
            <Mistaken mistakes={mistakes}>
              <Checked mistakes={mistakes}>
                <Head {...props} />
                {props.tabs}
                {props.children}
              </Checked>
            </Mistaken>
          </main>
          <footer class="foot"><div class="wrap">{t.foot}{look.help ? ` ${look.help}` : <>{t.ask}<a href={frame.public}>{t.askWhere}</a>{t.askEnd}</>}</div></footer>
        </body>}
      </html>
    </Looking>
  )
}

/** Under the mistakes, if there are any: they name the fields inside. */
function Checked({ mistakes, children }: { mistakes: readonly Mistake[]; children?: Child }) {
  return mistakes.length === 0 ? <>{children}</> : <Labelled above={(labels) => <ErrorSummary mistakes={mistakes} labels={labels} />}>{children}</Labelled>
}

function Head({ title, heading = title, lead, actions, crumbs }: PageProps) {
  if (heading === null) return crumbs ? <Crumbs ways={crumbs} /> : null
  return (
    <div class="head">
      <div>
        {crumbs ? <Crumbs ways={crumbs} /> : null}
        <h1>{heading}</h1>
        {lead ? <div class="lead">{lead}</div> : null}
      </div>
      {actions ? <div class="acts">{actions}</div> : null}
    </div>
  )
}

function Top({ look }: { look: Look }) {
  const t = texts(look)
  const other = look.language === 'zh' ? 'en' : 'zh'
  const otherTag = other === 'zh' ? 'zh-CN' : 'en'
  return (
    <header class="top" data-asker={look.asker}>
      <div class="wrap top-in">
        <a class="brand" href={frame.home}>
          <Mark />
          <span>{t.name} <small lang="zh-CN">嘉禾有爱·秀愿同行</small></span>
        </a>
        <nav class="nav" aria-label={t.nav}>
          {look.nav.map((way) => <a href={way.href} aria-current={way.current ? 'page' : undefined}>{way.label}</a>)}
        </nav>
        <div class="top-end">
          <a class="btn btn-q" href={frame.language(other, look.path)} lang={otherTag} hreflang={otherTag}>{other === 'zh' ? '中文' : 'English'}</a>
          {look.person ? (
            <details class="menu">
              <summary><Icon name="person" /><span>{look.person.name}</span></summary>
              <ul>
                <li><a href={frame.account}>{t.account}</a></li>
                <li><form method="post" action={frame.signOut}><button class="btn btn-q" type="submit">{t.signOut}</button></form></li>
              </ul>
            </details>
          ) : (
            <a class="btn btn-q" href={`${frame.signIn}?to=${encodeURIComponent(look.path)}`}>{t.signIn}</a>
          )}
        </div>
      </div>
    </header>
  )
}

/** Where this page stands, from level two on; its own name is the h1, not a crumb. */
export function Crumbs({ ways }: { ways: Way[] }) {
  const t = texts(useLook())
  return (
    <nav aria-label={t.here}>
      <ol class="crumb">{ways.map((way) => <li><a href={way.href}>{way.label}</a></li>)}</ol>
    </nav>
  )
}

function texts(look: Look) {
  return words(look.language, {
    zh: {
      name: '秀愿',
      skip: '跳到正文',
      nav: '主导航',
      here: '当前位置',
      demoLabel: '提示',
      demo: '演示环境：本页的机构、人员和数字都是虚构的。',
      account: '我的账户',
      signOut: '退出登录',
      signIn: '登录',
      mistakes: (n: number) => `有 ${n} 处要改：`,
      foot: '秀愿，志愿服务与公益创投平台。', ask: '有问题，请联系主办单位，电话在', askWhere: '各大赛的公告', askEnd: '上。', controls: '时钟与邮箱',
    },
    en: {
      name: 'Xiuyuan',
      skip: 'Skip to the content',
      nav: 'Main',
      here: 'Breadcrumb',
      demoLabel: 'Notice',
      demo: 'Demonstration: organisations, people and figures on this page are invented.',
      account: 'My account',
      signOut: 'Sign out',
      signIn: 'Sign in',
      mistakes: (n) => `${n} to fix: `,
      foot: 'Xiuyuan, the volunteer-service and grants platform of the district.', ask: ' Questions? Ask the authority of the competition; its telephone is on ', askWhere: 'the competition’s own notice', askEnd: '.', controls: 'Clock and mailbox',
    },
  })
}
