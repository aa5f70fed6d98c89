import { createHash } from 'node:crypto'
import { type CodeView, readCode } from '../../../queries/activity.ts'
import { ButtonLink } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Qr } from '../../look/qr.tsx'
import { At, Figures, Note } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import type { Asked, PageRoute, Shown } from '../page.ts'
import { ActivityPage } from './frame.tsx'

/** What stands on the leader's screen. Without script the link loads it anew; code.js looks for the next code by itself. */
async function show({ context, look, params }: Asked): Promise<Shown> {
  const view = await readCode(context, params.project ?? '', params.activity ?? '')
  const { project, activity, url } = view
  const path = `/projects/${project.id}/activities/${activity.id}`
  const t = texts(look)
  return { page: (
    <ActivityPage look={look} context={context} project={project} activity={activity} title={t.title} scripts={['code.js']} lead={<p class="soft">{activity.title}<span class="sep">·</span>{activity.place}</p>}>
      {view.calledOff ? <Note state="idle" icon="no">{t.calledOff}</Note> : url === null ? <Note state="wait">{t.closed} <At at={view.opensAt} />{t.closedEnd}</Note> : (
        <section class="panel code-screen" aria-label={t.title} data-code={`${path}/code/snapshot`}>
          <div data-stale hidden role="status"><Note state="late">{t.stale}</Note></div>
          <div data-qr><Code url={url} label={t.label} /></div>
          <p><strong>{t.scan}</strong></p>
          <p class="soft small">{t.lasts}</p>
        </section>
      )}
      <Figures figures={[{ label: t.here, value: view.here, unit: t.person }, { label: t.gone, value: view.gone, unit: t.person }]} />
      <p class="acts"><ButtonLink href={`${path}/code`} weight="primary">{t.next}</ButtonLink><ButtonLink href={path}>{t.back}</ButtonLink></p>
    </ActivityPage>
  ) }
}

const Code = ({ url, label }: { url: string; label: string }) => <Qr text={url} label={label} class="qr-screen" />

/** The picture of the present code and the two counts, by ETag: nothing is sent while nothing has changed. */
async function snapshot({ context, look, params, hono }: Asked): Promise<Shown> {
  const view = await readCode(context, params.project ?? '', params.activity ?? '')
  const body = JSON.stringify(drawn(view, look))
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  const headers = { etag, 'cache-control': 'private, no-cache', 'content-type': 'application/json; charset=utf-8', 'x-next-code': String(view.lasts) }
  return { response: hono.req.header('if-none-match') === etag ? new Response(null, { status: 304, headers }) : new Response(body, { headers }) }
}

function drawn({ url, here, gone }: CodeView, look: Look): { svg: string | null; here: number; gone: number } {
  return { svg: url === null ? null : String(<Code url={url} label={texts(look).label} />), here, gone }
}

const texts = (look: Look) => words(look.language, {
  zh: { title: '签到码', label: '签到码：用手机扫码签到或签退', scan: '请用手机扫码签到、签退', lasts: '每分钟换一次，截图转发会失效。', calledOff: '这场活动已取消，不能签到。', closed: '现在不能签到。签到从', closedEnd: '开始，到活动结束；签退到结束后半小时。', here: '在场', gone: '已签退', person: '人', stale: '网络中断，签到码可能已失效。恢复后会自动换上新的。', next: '换一个码', back: '回到活动' },
  en: { title: 'Sign-in code', label: 'Sign-in code: scan it with a phone to sign in or out', scan: 'Scan with your phone to sign in or out', lasts: 'It changes every minute; a forwarded picture does not work.', calledOff: 'This activity is called off; nobody can sign in.', closed: 'Sign-in is closed now. It opens', closedEnd: ' and closes at the end of the activity; signing out is possible for half an hour more.', here: 'Here', gone: 'Signed out', person: 'people', stale: 'No connection: this code may no longer work. A new one appears when the connection is back.', next: 'Next code', back: 'Back to the activity' },
})

export const codePages: PageRoute[] = [
  { method: 'get', path: '/projects/:project/activities/:activity/code', action: 'attendance.record', show },
  { method: 'get', path: '/projects/:project/activities/:activity/code/snapshot', action: 'attendance.record', show: snapshot },
]
