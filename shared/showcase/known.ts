/** Places of a free text by which somebody might be known: a child with name and age or school, and so few people that others know who they are. */

/** One form for what is typed in several: half width, without invisible signs. */
const plain = (text: string): string => text.normalize('NFKC').replaceAll(/\p{Cf}/gu, '')
const anyOf = (...lists: string[]): string => `(?:${lists.join('|')})`
const found = (pattern: RegExp, text: string): string[] => [...new Set([...plain(text).matchAll(pattern)].map(([whole]) => whole.trim()))]

// One to four, alone: not the end of a larger number, of an order (第 3 名) or of a rate (每 2 名).
const few = '(?<![\\d.,一二两三四五六七八九十百千万几第每]|[第每]\\s)(?:[1-4]|[一二两三四壹贰叁肆])'
const served = anyOf(
  '患儿|患者|病人|病友|伤者|儿童|孩子|未成年|青少年|少年|少女|小学生|中学生|学生|幼儿|婴儿|宝宝|女孩|男孩|女童|男童|女生|男生|孤儿|双胞胎',
  '老人|老年人|长者|高龄|独居|空巢|孤寡|失独|失能|失智|认知症|残疾人|残障|孤独症|自闭症|精神障碍|妈妈|母亲|爸爸|父亲|奶奶|爷爷|孕妇|妇女|单亲|留守|流动',
  '受益人|受助|救助对象|求助|服务对象|案主|个案|当事人|困难|困境|低保|特困|贫困|家庭|矫正|戒毒|刑满',
)
const kin = '(?:兄妹|兄弟|姐妹|姐弟|母女|母子|父女|父子|夫妻|夫妇|祖孙)'
const measure = '(?:名|个|位|户|例|人|对|家|口)'
// Between number and people stands what describes them, but no other noun that is counted instead: 两个社区的老人.
const other = '社区|街道|小区|村|镇|学校|医院|班|机构|团队|队伍|基地|中心|站|点|小组|项目|活动|场|课|月|年|周|天|小时|次|方面|阶段|志愿者|社工|医生|老师|教师|骨干|工作人员'
const between = `(?:(?!${other})[^\\s，。；、,.;：:（）()\\d])`
// Not the people themselves, but what is for them or whoever works with them: 两个儿童活动室, 2 名学生志愿者.
const after = '(?!\\s*(?:的)?(?:活动|之家|友好|食堂|服务(?!对象)|中心|课堂|驿站|公寓|大学|团|社|专场|项目|乐园|阅览|书屋|节|小组|课|工作|教育|心理|照料|日间|俱乐部|志愿者|义工|骨干|干部|联|协会|代表|医生|装备|用品|座椅|医院))'
/** `3 名困境儿童`, `两户独居户`, `俩孩子`; `单亲妈妈 1 人`, `母女二人`; `two children`. Volunteers and communities may be so few. */
const smallGroup = new RegExp([
  `${few}\\s*${measure}\\s*${between}{0,8}?${served}{1,3}户?${after}`,
  `(?:俩|仨)\\s*${between}{0,4}?${served}${after}`,
  `(?:${served}\\p{Script=Han}{0,3}?|${kin})[\\s:，,(]{0,2}(?:共|仅|只有|有|约)?\\s*${few}\\s*${measure}(?!\\s*(?![和及与或以等])\\p{Script=Han})`,
  '(?<![\\w-])(?:one|two|three|four|[1-4])\\s(?:[a-z-]+\\s){0,2}?(?:child|children|patients?|famil(?:y|ies)|elderly|orphans?|pupils?|girls?|boys?|minors?|clients?)(?![a-z])',
].join('|'), 'giu')

/** Mentions of one to four of those who are served. */
export const smallGroupsOf = (text: string): string[] => found(smallGroup, text)

const surname = '[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤沈俞倪章鲁施]'
const little = '小(?![学组区时朋孩班型店镇队手家院吃伙事于故额心课微程志社老友丽标范长])\\p{Script=Han}'
// Not the trade of a grown-up: 王老师.
const given = '(?!老师|医生|社工|主任|书记|校长|园长|护士|教授|队长|会长|站长|经理|师傅|阿姨|叔叔)\\p{Script=Han}{1,2}'
const someone = `(?:(?<!\\p{Script=Han})(?!周[一二三四五六日天末]|高[中一二三]|任何|方[法便式向]|万[人元]|金[额]|成[员]|石[门])${surname}${given}|${surname}某{1,2}|${little})(?:同学|小朋友)?`
// Under 18; 以上, 以下 and ranges tell of a group that may join, not of somebody.
const age = '(?:1[0-7]|[1-9]|十[一二三四五六七]?|[一二两三四五六七八九])\\s*(?:周?岁|年级)(?!\\s*(?:以[上下内]|及|至|到|左右|[-~—]))'
const school = '\\p{Script=Han}{0,12}?(?:小学|中学|初中|高中|幼儿园|实验学校|职校)(?!生|阶段|部)'
const link = '[\\s,，(（、:：-]{0,3}(?:男|女|今年|现年|年仅|才|刚满|是|就读于?|在读|来自|在|的)?[\\s,，、]{0,2}'
const minor = new RegExp([
  // A pseudonym that says so is nobody's name; what is told of them is looked at as a small group.
  `${someone}(?!\\s*[(（]?化名)${link}(?:${age}|${school})`,
  `(?:${age}|(?:小学|中学|幼儿园)(?:${age})?)的?(?:${surname}某{1,2}|${little}|${surname}${given}(?:同学|小朋友))`,
].join('|'), 'gu')

/** Mentions of a child by name with age, class or school: `小明（8岁，某小学三年级）`. */
export const namedMinorsIn = (text: string): string[] => found(minor, text)

const pseudonym = new RegExp(`\\p{Script=Han}{1,3}\\s*[（(]\\s*化名[^）)]{0,20}[）)]`, 'gu')
/** Somebody under a name that is said not to be theirs. */
export const pseudonymsIn = (text: string): string[] => found(pseudonym, text)
