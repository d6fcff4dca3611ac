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
