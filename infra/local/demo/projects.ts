/** Invented projects for the demonstration: no real organisation, person or figure stands behind any of them. */
export interface DemoProject {
  name: string
  category: string
  summary: string
  need: string
  approach: string
  /** How well judges find it, 0 to 100. */
  quality: number
  people: number
  fen: number
}

export const demoProjects: readonly DemoProject[] = [
  { name: '独居老人敲门行动', category: 'elderly', quality: 91, people: 240, fen: 1_850_000, summary: '邻居中的志愿者两人一组，每周敲一次独居老人的门：看一看、问一问、记一笔，有异常就按约定的办法找到社区医生或家人。', need: '入户走访了 320 户，三成老人一周里没有和人说过十分钟的话；过去一年有 7 位老人在家跌倒后两小时以上才被发现。现有的电话问候每月一次，接通率不到三分之二。', approach: '每栋楼选一位楼道联络人，培训六课时后上岗。敲门记录只记三件事，社工当天查看，分“平常、留意、马上处理”三类。' },
  { name: '放学后的一小时', category: 'children', quality: 86, people: 60, fen: 1_600_000, summary: '为双职工家庭的孩子提供放学后到家长下班前的陪伴：写作业、读书、运动，由退休教师和大学生志愿者轮班。', need: '社区两所小学三点半放学，调查的 140 个家庭里有 58 个没有人接。孩子在楼道、便利店里等家长的情形每天可见。', approach: '借用社区活动室，周一到周五开班，每班两名志愿者、一名社工。接送登记，家长签字；每周五家长可以旁听。' },
  { name: '一键找到会手语的人', category: 'disability', quality: 88, people: 85, fen: 1_200_000, summary: '把会手语的志愿者排成值班表，听障居民办事、就医时约得到人，临时有事也能视频接通。', need: '辖区登记的听障居民 85 人，去年就医时有人陪同翻译的不到两成；窗口单位没有会手语的工作人员。', approach: '与学校手语社结对，值班表每周公布；复杂的场合两人一组。每次服务后由听障居民打分。' },
  { name: '楼道微更新', category: 'community', quality: 78, people: 420, fen: 2_200_000, summary: '居民自己提、自己选、自己动手，把堆物的楼道变成能坐下来说话的地方，一栋楼一个月，先商量后动手。', need: '老旧小区 26 栋楼里 19 栋楼道长期堆物，去年有两次小火情都和堆物有关；居民反映最多、调解最难的就是这件事。', approach: '三次楼组会：看问题、定规则、分工。志愿者清运和粉刷，材料费公示到每一元；做完后由楼组长签维护约定。' },
  { name: '河道观察员', category: 'environment', quality: 74, people: 300, fen: 900_000, summary: '中小学生和家长认领一段河道，每月两次记水质、垃圾和鸟，数据交给管河的人，也画成给居民看的河图。', need: '穿过社区的三条小河没有居民日常观察的记录，问题往往等到有气味才有人报。', approach: '用简易试纸和统一的记录表，先培训后下河岸；不下水、不单独行动，未成年人由家长陪同并上保险。' },
  { name: '人人会用 AED', category: 'health', quality: 83, people: 1200, fen: 1_500_000, summary: '让每个楼组至少有两个人会心肺复苏、会用除颤仪，并把最近的一台在哪里贴到每个单元门口。', need: '社区有除颤仪 4 台，随机问了 200 位居民，知道在哪里的 11 位，会用的 3 位。', approach: '由持证志愿者开小班，每班不超过 12 人，人人上手；每季度一次不打招呼的演练。' },
  { name: '灶头画口述史', category: 'culture', quality: 80, people: 150, fen: 1_100_000, summary: '大学生志愿者跟着老画师走村，录下灶头画的讲究和故事，整理成可以借、可以教的材料。', need: '会画灶头画的老人平均 76 岁，村里的灶一年比一年少，讲究没有人记。', approach: '两人一组，一人访谈一人记录；稿子先念给老人听，点头了再用。办三场“灶边课”，让孩子动手画。' },
  { name: '轮椅走得到', category: 'disability', quality: 71, people: 90, fen: 800_000, summary: '坐轮椅的居民和志愿者一起，把从家到菜场、医院、公园的路走一遍，标出过不去的地方，一处一处推动改。', need: '辖区使用轮椅的居民 90 人，其中 61 人说一个月出门不到两次，最主要的原因是“路过不去”。', approach: '每月一条路线，四人一组测量拍照，形成清单交给街道；改好的和没改的都公布。' },
  { name: '夜间急诊陪伴', category: 'health', quality: 76, people: 130, fen: 1_300_000, summary: '独自带老人或孩子看夜间急诊的居民，能找到一位受过培训的志愿者陪着跑手续、看行李、缓一口气。', need: '与医院一起看了三个月的记录：夜间急诊有四分之一是一个人带着病人来的。', approach: '志愿者每晚两班，不进诊室、不代做决定；每次陪伴后由社工回访。' },
  { name: '旧衣新生工坊', category: 'environment', quality: 66, people: 210, fen: 700_000, summary: '把收来的旧衣分成能穿的、能改的、能拆的，会缝纫的居民带着大家改，收入用在社区。', need: '小区旧衣箱的去向居民不清楚，投放意愿连续两年下降。', approach: '公开每一批的去向；每周三下午开门，缝纫机由企业捐赠，安全员在场。' },
  { name: '新居民第一课', category: 'community', quality: 84, people: 500, fen: 1_000_000, summary: '给刚搬来的务工家庭一份“住下来要知道的二十件事”，并有一位说同样方言的志愿者带着走一遍。', need: '社区新居民占四成，办入学、医保、租房备案时来回跑的平均次数是 3.4 次。', approach: '按来源地组织志愿者，周末带走；二十件事每季度更新，由窗口工作人员核对。' },
  { name: '阳台菜园互助社', category: 'community', quality: 62, people: 180, fen: 600_000, summary: '会种菜的老人教年轻人在阳台和屋顶种菜，收成先给楼里的独居老人。', need: '楼上楼下不认识是居民议事会提得最多的一句话。', approach: '每月一次换苗日，种植箱统一安全固定；收成登记，送菜两人同行。' },
  { name: '认知症友好小店', category: 'elderly', quality: 89, people: 320, fen: 1_400_000, summary: '让社区里的小店店员认得出走失和记不清账的老人，知道怎么说、找谁，门口贴一张大家都懂的标。', need: '去年社区协助寻回走失老人 14 次，平均用时 3 小时；其中 9 次老人曾在附近店里停留过。', approach: '店员培训四十分钟，情景演练；建立店—楼组—派出所的联络顺序，每半年回访一次。' },
  { name: '少年法庭小记者', category: 'children', quality: 69, people: 75, fen: 500_000, summary: '中学生旁听公开审理的案件，和法律志愿者一起写成给同龄人看的普法小报。', need: '学校普法课一学期一次，学生记得住的不多。', approach: '案件由法律志愿者挑选并把关，不写当事人信息；小报出刊前由老师和社工审读。' },
  { name: '社区厨房共享日', category: 'elderly', quality: 73, people: 160, fen: 1_250_000, summary: '每周两天，志愿者和老人一起做饭、一起吃，行动不便的送到家，顺路看看冰箱和药盒。', need: '高龄独居老人中有四成一天只做一顿饭，营养和用药都叫人不放心。', approach: '厨房有证，食材留样；送餐两人一组，发现情况当天告诉社工。' },
  { name: '图书漂流到工地', category: 'culture', quality: 58, people: 260, fen: 450_000, summary: '在工地宿舍设小书架，每两周换一批书，组织工友读书和写信。', need: '四个在建工地约 900 名工友，最近的图书馆步行 50 分钟。', approach: '与项目部约定地点和时间；志愿者轮流值守，工友自荐书单。' },
]

/** Entered for money in the venture competition only; the last is not funded. */
export const ventureProjects: readonly DemoProject[] = [
  { name: '社区记忆相册', category: 'community', quality: 85, people: 160, fen: 6_000_000, summary: '志愿者和老街坊一起把家里的老照片扫下来、说出故事，做成社区自己的相册和一条可以走的路线。', need: '拆迁过半的老街里，会讲这里故事的老人平均 78 岁，照片散在各家抽屉里。', approach: '每周一个下午开门，两人一组，一人扫描一人记录；讲述人看过、点头才用。' },
  { name: '困境家庭小管家', category: 'hardship', quality: 82, people: 70, fen: 4_800_000, summary: '给有重病病人的家庭配一位学过记账和政策的志愿者，陪着理清开支、办好该有的补助。', need: '走访的 52 个家庭里，有 31 个没有领全能领的补助，19 个为利息很高的借款发愁。', approach: '志愿者两人一组，先听再办；账本家庭自己保管，每季度社工回访一次。' },
  { name: '楼组图书交换日', category: 'other', quality: 60, people: 200, fen: 3_000_000, summary: '每月一天，楼组里交换看过的书，孩子当小管理员。', need: '最近的图书馆要坐四站公交，家家都有看过就放着的书。', approach: '书放在楼道的小书架上，谁拿谁登记；每季度清点一次。' },
]
