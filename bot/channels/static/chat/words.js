/** Every sentence the page itself says. */

export const words = {
  state: {
    bot: "诉前调解 · 机器人为您服务",
    human: (name) => `调解员${name}正在为您服务`,
    waiting: (ahead) => (ahead > 0 ? `等待接入，前面还有${ahead}人` : "等待接入，下一位就是您"),
    typing: "对方正在输入…",
  },
  connection: {
    offline: "手机没有连上网络。您写的内容都在，连上后会接着发。",
    again: "正在重新连接…",
    expired: "这个页面已经过期，请刷新一下。",
    refresh: "刷新",
  },
  send: {
    sending: "正在发送",
    failed: "没发出去",
    resend: "重发",
    tooLong: (most, now) => `一次最多发 ${most} 个字，现在是 ${now} 个。请分成两三条发。`,
    noAnswer: "暂时没有收到回应，请点重发。",
    network: "网络不通，请检查后点重发。",
    slow: "网络有点慢，还在发送",
  },
  upload: {
    progress: (percent) => `上传 ${percent}%`,
    checking: "正在检查文件",
    cancel: "取消",
    cancelled: "已取消",
    tooLarge: (limit) => `文件太大了，最多 ${limit}。照片可以先截图，视频可以剪短一些再发。`,
    empty: "这个文件是空的，请重新选一个。",
    note: (limit) => `照片、文档、录音、视频都可以，每个最多 ${limit}，照片和文档最多 20 MB，一共最多 200 个`,
    lost: "页面重新打开过，请重新选这个文件。",
  },
  place: {
    reading: "正在读取位置…",
    denied: "没有读到位置。可能是没有允许，直接写地址也可以。",
    empty: "请写一下地址，或者点「读取当前位置」。",
    found: (north, east, metres) => `我的位置：北纬${north}°，东经${east}°（误差约${metres}米）`,
  },
  line: {
    you: "我",
    bot: "机器人",
    mediator: (name) => (name ? `调解员 ${name}` : "调解员"),
    picture: "图片",
    file: "文件",
    download: "下载",
    open: (name) => `下载 ${name}`,
    fresh: "有新消息",
    here: "点这里打开",
    voice: "录音",
    video: "视频",
  },
  card: {
    step: (n, total) => `第${n}步，共${total}步`,
    why: "为什么问这个",
    edit: "修改",
    editOf: (label) => `修改${label}`,
    review: "请核对",
    unsure: "待核实",
    receipt: "已提交",
    number: "编号",
    date: "提交日期",
    next: "接下来",
    papers: "可以下载的材料",
    print: "打印或存成 PDF",
    filing: "立案材料",
    bundle: "下载立案材料包（全部在里面）",
    bundleOf: (n) => `下载立案材料包（第${n}份）`,
    single: "一份一份下载",
    basis: (count) => `依据（${count}条）`,
    only: "仅供参考",
    useful: "有用",
    useless: "没用",
    thanks: "谢谢，已经记下。",
    evidence: "已收到的材料",
    needed: "要用到的证据怎么取得",
    sort: "看全部、整理",
    remove: "删除",
    removeOf: (name) => `删除${name}`,
    call: (name, number) => `拨打${name} ${number}`,
    safety: "您的安全最要紧",
    handoff: "转人工",
    ahead: (n) => `前面还有${n}人`,
    first: "下一位就是您",
    hours: "工作时间",
    states: { waiting: "正在等调解员接入", claimed: "调解员已接入", returned: "机器人继续为您服务", closed: "本次服务已结束" },
  },
  evidence: {
    reading: "正在读取…",
    needed: (title) => `“${title}”用得上的证据`,
    only: "没有的不影响登记，仅供参考。",
    none: "还没有发过证据。拍照直接发过来就行。",
    sent: (pieces, files) => `已经发了${pieces}份，${files}个文件`,
    proves: (what) => `证明${what}`,
    states: { here: "有", said: "没发", lacking: "缺", spared: "可不要" },
    piece: (n) => `第${n}份`,
    page: (n) => `第${n}页`,
    pages: (n) => `${n}页`,
    unnamed: "这是什么？请选一个",
    what: (n) => `第${n}份是什么`,
    look: (name) => `看大图 ${name}`,
    rotate: "转向",
    rotateOf: (name) => `把${name}转90度`,
    up: "上移",
    upOf: (name) => `上移${name}`,
    down: "下移",
    downOf: (name) => `下移${name}`,
    split: "单独一份",
    splitOf: (name) => `把${name}单独算一份`,
    join: "并到上一份",
    joinOf: (n) => `把第${n}份并到上一份`,
    dropAll: "整份删除",
    dropAllOf: (n) => `删除整个第${n}份`,
    sure: "再点一次删除",
  },
  day: {
    today: "今天",
    yesterday: "昨天",
  },
  ask: {
    human: "转人工",
    device: "换设备",
    erase: "删除我的信息",
  },
};

const KB = 1024;

/** 1536000 -> 1.5 MB */
export function sized(bytes) {
  if (bytes >= KB * KB) return `${+(bytes / KB / KB).toFixed(1)} MB`;
  return `${Math.max(1, Math.round(bytes / KB))} KB`;
}

const parts = new Intl.DateTimeFormat("zh-CN", {
  timeZone: "Asia/Shanghai", year: "numeric", month: "numeric", day: "numeric",
  weekday: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
});

function read(moment) {
  const found = {};
  for (const part of parts.formatToParts(moment)) found[part.type] = part.value;
  return found;
}

/** The time as WeChat shows it between lines, in Beijing time whatever the phone says. */
export function clock(moment, now = new Date()) {
  const then = read(moment);
  const time = `${then.hour}:${then.minute}`;
  const date = (p) => `${p.year}-${p.month}-${p.day}`;
  const before = (days) => date(read(new Date(now.getTime() - days * 86400000)));
  if (date(then) === before(0)) return time;
  if (date(then) === before(1)) return `${words.day.yesterday} ${time}`;
  for (let days = 2; days < 7; days += 1) {
    if (date(then) === before(days)) return `${then.weekday} ${time}`;
  }
  return `${then.year}年${then.month}月${then.day}日 ${time}`;
}
