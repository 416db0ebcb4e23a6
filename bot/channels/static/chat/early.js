/* Before the first paint: the reader's font size, so that the page does not jump. */
(function () {
  try {
    var size = JSON.parse(localStorage.getItem("mb:size"));
    if (size === "large" || size === "huge") document.documentElement.dataset.size = size;
  } catch (e) {
    document.documentElement.dataset.size = "";
  }
})();
