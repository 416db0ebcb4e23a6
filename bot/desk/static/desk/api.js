/** The way to the server: JSON, with the token of this session. */

const token = document.querySelector('meta[name="csrf"]').content;
const SILENT_MS = 15000;
const UPLOAD_MS = 90000;

/** A refusal with a sentence for the reader. */
export class Refusal extends Error {
  constructor(sentence, status) {
    super(sentence);
    this.status = status;
  }
}

/** Raises Refusal; status 0 means the server was not reached. */
export async function ask(path, body) {
  const options = { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(SILENT_MS) };
  if (body !== undefined) {
    options.method = "POST";
    options.headers = { "Content-Type": "application/json", "X-CSRF": token };
    options.body = JSON.stringify(body);
  }
  return answer(path, options);
}

/** Send a file as it is. */
export function upload(path, file) {
  const headers = { "Content-Type": "application/octet-stream", "X-CSRF": token };
  return answer(path, { method: "POST", credentials: "same-origin", headers, body: file, signal: AbortSignal.timeout(UPLOAD_MS) });
}

async function answer(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Refusal("网络不通，没有送到。网络恢复后请再点一次。", 0);
  }
  const data = await response.json().catch(() => ({}));
  if (response.ok) return data;
  if (data.go) document.dispatchEvent(new CustomEvent("signed-out", { detail: data }));
  throw new Refusal(data.error || "系统正在恢复，请过一会儿再试。", response.status);
}

export const handoff = (id, rest) => `/api/desk/handoffs/${encodeURIComponent(id)}/${rest}`;
