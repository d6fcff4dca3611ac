"use strict";

/** The passages on the pictures of their pages, one after the other as they come into sight. */
const seen = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    const picture = target.querySelector(".strip");
    if (!picture?.dataset.src) continue;
    const address = picture.dataset.src;
    delete picture.dataset.src;
    picture.addEventListener("load", () => { picture.hidden = false; });
    picture.loading = "eager";
    picture.src = address;
  }
});
document.querySelectorAll(".result").forEach((paper) => seen.observe(paper));

/** Keep or forget a search, then show the page as it is now. */
document.getElementById("keep")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const { asked } = event.target.dataset;
  sendAndReload("POST", "/searches", { ...JSON.parse(asked), name: document.getElementById("saved-name").value });
});
document.addEventListener("click", (event) => {
  const { forget } = event.target.dataset;
  if (forget) sendAndReload("DELETE", `/searches/${encodeURIComponent(forget)}`);
});
