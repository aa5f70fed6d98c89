import type { Look } from '../../look/look.ts'
import { words } from '../../look/words.ts'

export const deskTexts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    groups: '各组', one: '主持台', start: '启用主持台', startLead: '启用后，本组的评分表由主持人逐份开放和锁定：没有讲完的不能评，锁定后不再收。没有启用的组，评委照常自己评。', startLeadAfter: (n: number) => `章程规定听完 ${n} 场再开始评分：前 ${n} 场讲完后，评分表一起开放。`,
    draw: '现场抽签', drawLead: '先在大屏上打开“大屏”页，请台下一位观众喊出一句话或几个数字，原样填在这里。顺序由它和大赛公布的种子算出，抽定后不能再抽。', said: '观众喊出的话', saidHint: '例如：春暖花开 42', supervisor: '在场的监督员', published: '大赛公布的种子', drawNow: '抽签',
    stage: '台上', nobody: '台上没有人', call: (n: number, title: string) => `请第 ${n} 号上台：${title}`, begin: '开始路演', absent: '没有到场', answers: '开始答辩', finish: '讲完了', pause: '暂停', resume: '继续', more: (n: number) => `加 ${n} 秒`, minute: '加 1 分钟', allDone: '全部讲完，评分表都已锁定。',
    callThis: '请上台', order: '顺序与评分表', heard: '已讲', missing: '没有到场', onStage: '台上', toCome: '未讲', open: '开放评分', openAgain: '再次开放', lock: '锁定', lateFor: '为没送到的评委单独重开', lateOpen: '单独重开', lateClose: (name: string) => `收回：${name}`, lateNow: (name: string) => `正为${name}单独开放`,
    sent: (n: number, all: number) => `已交 ${n} / ${all}`, allSent: '都交了', notSent: (names: string) => `还差：${names}`, cardStates: { open: '开放中', locked: '已锁定', closed: '未开放' }, until: (n: number) => `再听 ${n} 场后开放评分`,
    lookAgain: '再看看', reveal: '公布本组得分', revealLead: '公布后大屏和观众手机上都会显示，评分表不能再改。', revealed: '本组得分已公布', screen: '大屏', viewers: '观众页', record: '抽签记录', sheets: '评分表（打印）', summary: '汇总表（打印）', fees: '劳务费签领表', list: '、',
    waitsDraw: '先抽签定顺序，再请第一位上台。',
  },
  en: {
    groups: 'Groups', one: 'Desk', start: 'Set up the desk', startLead: 'Once it is set up, the host opens and locks this group’s cards: none before its pitch, none after the lock. Judges of a group without a desk score as ever.', startLeadAfter: (n) => `By the rulebook ${n} pitches are heard before the scoring: then their cards open together.`,
    draw: 'Draw the order', drawLead: 'Open the screen page in the hall first. Ask somebody in the audience to call out a few words or digits and type them as they are. They and the published seed make the order, once.', said: 'What was called out', saidHint: 'for example: spring 42', supervisor: 'Supervisor present', published: 'The published seed', drawNow: 'Draw',
    stage: 'On stage', nobody: 'Nobody is on stage', call: (n, title) => `Call no. ${n}: ${title}`, begin: 'Start the pitch', absent: 'Not here', answers: 'Start the questions', finish: 'Done', pause: 'Pause', resume: 'Go on', more: (n) => `${n} more seconds`, minute: 'One more minute', allDone: 'Everybody has pitched and every card is locked.',
    callThis: 'Call', order: 'Order and cards', heard: 'Heard', missing: 'Not here', onStage: 'On stage', toCome: 'To come', open: 'Open', openAgain: 'Open again', lock: 'Lock', lateFor: 'Open for a judge whose card has not arrived', lateOpen: 'Open for this one', lateClose: (name) => `Take back: ${name}`, lateNow: (name) => `open for ${name} alone`,
    sent: (n, all) => `${n} of ${all} sent`, allSent: 'all sent', notSent: (names) => `to come: ${names}`, cardStates: { open: 'Open', locked: 'Locked', closed: 'Closed' }, until: (n) => `opens after ${n} more`,
    lookAgain: 'Look again', reveal: 'Read the scores out', revealLead: 'The screen and everybody’s phone show them; cards cannot change any more.', revealed: 'The scores have been read out', screen: 'Screen', viewers: 'Viewers’ page', record: 'Record of the draw', sheets: 'Score sheets (print)', summary: 'Summary (print)', fees: 'Fees list', list: ', ',
    waitsDraw: 'Draw the order, then call the first.',
  },
})
