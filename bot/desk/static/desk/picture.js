/** Pictures: a small one that opens a large one, both drawn again by the server. */

import { $, make } from "./dom.js";

/** A button with the small picture; nothing for files that are no pictures. */
export function thumb(media, side) {
  if (!media.thumb) return null;
  return make("button", { type: "button", class: "thumb", "aria-label": `看大图：${media.name}`, onclick: () => open(media) },
    make("img", { src: media.thumb, alt: "", loading: "lazy", width: side, height: side }));
}

function open(media) {
  const picture = make("img", { src: media.view, alt: media.name });
  picture.addEventListener("error", () => picture.replaceWith(make("p", { class: "fault" }, "这张图片打不开，请下载后查看。")));
  $("picture-place").replaceChildren(picture);
  $("picture-name").textContent = media.name;
  $("picture-file").href = media.url;
  $("picture-file").download = media.name;
  $("picture").showModal();
}

$("picture-close").addEventListener("click", () => $("picture").close());
$("picture").addEventListener("click", (event) => event.target === $("picture") && $("picture").close());
