/* The tour: what each panel does, shown on the invented sample case. Keeps nothing anywhere. */
(() => {
  const find = (selector) => document.querySelector(selector);
  const shown = (element) => element && element.offsetParent !== null;
  const openTab = (area, title) =>
    [...document.querySelectorAll(`#${area} [role=tab]`)].find((tab) => tab.textContent.trim() === title)?.click();
  const pause = (ready, tries = 120) =>
    new Promise((done) => {
      const look = (left) => (ready() || !left ? done() : setTimeout(() => look(left - 1), 50));
      look(tries);
    });

  const sample = async () => {
    const button = find("#sample-work-hardening");
    if (find("#draft .imr-draft")) return;
    if (!shown(button)) [...document.querySelectorAll("#left button")].find((b) => b.textContent.includes("take a sample"))?.click();
    await pause(() => shown(find("#sample-work-hardening")));
    find("#sample-work-hardening")?.click();
    await pause(() => find("#draft .imr-draft"));
  };

  const STOPS = [
    ["#left", "The cases", "Add files here. The list shows each case with its state and the day it is due. We take an invented case.", null],
    ["#case", "The case", "Its header and the deadline with the reason for it. Above stand the disputed items: one is in view.", sample],
    ["#draft", "The draft", "A recommendation, already checked. Click a sentence and the place that it rests on opens on the right.", () => openTab("drafting", "Draft")],
    ["#criteria", "The criteria", "What the guideline asks for, one by one: met, not met, or not documented, which means that the record is silent.", () => openTab("sources", "Criteria")],
    ["#record", "The record", "The whole file with its pages. Marked words are evidence.", () => openTab("sources", "Record")],
    ["#words", "Ask and tell", "Ask why, tell a fact with its source, or wish the draft shorter. Everything you say is kept with the case.", null],
    ["#editor", "Write", "Change a word: at each pause it is kept and checked, and what does not hold is underlined with a mend.", () => openTab("drafting", "Edit")],
    ["#deciding", "Decide", "Follow or override, then sign. Only your signature makes it a determination. That is all; the ? beside each panel tells more.", () => openTab("drafting", "Decide and sign")],
  ];

  let card = null, at = 0, from = null;
  const end = () => {
    document.querySelectorAll(".imr-toured").forEach((old) => old.classList.remove("imr-toured"));
    card?.remove();
    card = null;
    (shown(from) ? from : find("#draft .imr-sentence"))?.focus();
  };

  const place = (target) => {
    const box = target.getBoundingClientRect(), width = card.offsetWidth, height = card.offsetHeight, gap = 14;
    const right = box.right + gap + width < innerWidth, left = box.left - gap - width > 0;
    const x = right ? box.right + gap : left ? box.left - gap - width : Math.max(8, innerWidth - width - 16);
    const y = Math.min(Math.max(box.top, 60), innerHeight - height - 16);
    card.style.left = `${x}px`;
    card.style.top = `${y}px`;
  };

  const show = async (number) => {
    at = number;
    const [selector, title, text, before] = STOPS[at];
    await before?.();
    await pause(() => shown(find(selector)), 40);
    if (!card) return;
    document.querySelectorAll(".imr-toured").forEach((old) => old.classList.remove("imr-toured"));
    find(selector)?.classList.add("imr-toured");
    card.querySelector("h2").textContent = title;
    card.querySelector("p").textContent = text;
    card.querySelector("span").textContent = `${at + 1} of ${STOPS.length}`;
    card.querySelector("[data-back]").disabled = at === 0;
    card.querySelector("[data-next]").textContent = at + 1 === STOPS.length ? "Done" : "Next";
    if (shown(find(selector))) place(find(selector));
    card.querySelector("[data-next]").focus();
  };

  const begin = (origin) => {
    if (card) return;
    from = origin;
    [...document.querySelectorAll("#views [role=tab]")].find((tab) => tab.textContent.trim() === "Review")?.click();
    card = document.createElement("section");
    card.className = "imr-tour";
    card.setAttribute("role", "dialog");
    card.setAttribute("aria-labelledby", "tour-title");
    card.setAttribute("aria-describedby", "tour-text");
    card.innerHTML = `<h2 id="tour-title"></h2><p id="tour-text" aria-live="polite"></p><footer><span></span>
      <button type="button" class="imr-small" data-end>Close</button>
      <button type="button" class="imr-small" data-back>Back</button>
      <button type="button" class="imr-small" data-next>Next</button></footer>`;
    find(".gradio-container").append(card);
    show(0);
  };

  document.addEventListener("click", (event) => {
    const origin = event.target.closest("[data-tour]");
    if (origin) begin(origin);
    else if (event.target.closest(".imr-tour [data-end]")) end();
    else if (event.target.closest(".imr-tour [data-back]")) show(Math.max(at - 1, 0));
    else if (event.target.closest(".imr-tour [data-next]")) at + 1 < STOPS.length ? show(at + 1) : end();
  });
  document.addEventListener("keydown", (event) => {
    if (!card) return;
    if (event.key === "Escape") (event.stopPropagation(), end());
    else if (event.key === "ArrowRight" && card.contains(document.activeElement) && at + 1 < STOPS.length) show(at + 1);
    else if (event.key === "ArrowLeft" && card.contains(document.activeElement) && at) show(at - 1);
  }, true);
})();
