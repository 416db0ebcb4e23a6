/** Times as people say them, in the court's own time zone whatever the computer is set to. */

let ahead = 0;

/** The server's clock is the one that counts. */
export function setNow(iso) {
  if (iso) ahead = Date.parse(iso) - Date.now();
}

export const now = () => Date.now() + ahead;

const parts = new Intl.DateTimeFormat("zh-CN", {
  timeZone: "Asia/Shanghai",
  year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
});

function read(moment) {
  return Object.fromEntries(parts.formatToParts(moment).map((part) => [part.type, part.value]));
}

/** 15:04 today, 11月22日 15:04 this year, else 2025年11月22日 15:04 */
export function clock(iso) {
  const at = read(new Date(iso));
  const today = read(new Date(now()));
  const time = `${at.hour}:${at.minute}`;
  if (at.year === today.year && at.month === today.month && at.day === today.day) return `今天 ${time}`;
  const day = `${at.month}月${at.day}日 ${time}`;
  return at.year === today.year ? day : `${at.year}年${day}`;
}

/** How long since: 刚刚, 12分钟, 3小时, 2天 */
function since(iso) {
  const minutes = Math.floor((now() - Date.parse(iso)) / 60000);
  if (minutes < 1) return "刚刚";
  if (minutes < 60) return `${minutes}分钟`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours}小时` : `${Math.floor(hours / 24)}天`;
}

/** How long somebody waits: 刚刚到, 已等12分钟 */
export function waited(iso) {
  return now() - Date.parse(iso) < 60000 ? "刚刚到" : `已等${since(iso)}`;
}

export function size(bytes) {
  if (bytes < 1024) return `${bytes} 字节`;
  const kb = bytes / 1024;
  return kb < 1024 ? `${Math.round(kb)} KB` : `${(kb / 1024).toFixed(1)} MB`;
}
