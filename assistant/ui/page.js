/* Opens the source of a sentence or quote, underlines findings in the editor, and keeps the keys.
   Keeps nothing in the browser but the number of the open case in the address. */
(() => {
  const find = (selector) => document.querySelector(selector);
  const shown = (element) => element && element.offsetParent !== null;
  let origin = null;

  const openTab = (area, title) => {
    const tab = [...document.querySelectorAll(`#${area} [role=tab]`)].find((t) => t.textContent.trim() === title);
    if (tab && tab.getAttribute("aria-selected") !== "true") tab.click();
  };

  /* Scrolls the panel only; scrollIntoView would also move the columns around it. */
  const center = (element, behavior) => {
    let panel = element.parentElement;
    while (panel && !(panel.scrollHeight > panel.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(panel).overflowY)))
      panel = panel.parentElement;
    if (!panel) return;
    const where = element.getBoundingClientRect(), frame = panel.getBoundingClientRect();
    const wanted = where.top - frame.top - Math.max((panel.clientHeight - where.height) / 2, 12);
    panel.scrollBy({ top: wanted, behavior });
  };

  const TARGETS = [
    [/^[EM]/, "Record", (key) => `#record mark[data-keys~="${key}"]`],
    [/^T/, "Record", (key) => `#record [data-keys~="${key}"]`],
    [/^G/, "Guideline", (key) => `#guideline [data-key="${key}"]`],
    [/^C/, "Criteria", (key) => `#criteria [data-key="${key}"]`],
    [/^P/, "Precedents", (key) => `#precedents [data-key="${key}"]`],
  ];

  const patience = (ready, tries = 60) =>
    new Promise((done) => {
      const look = (left) => (ready() || !left ? done(ready()) : setTimeout(() => look(left - 1), 30));
      look(tries);
    });

  const openSource = async (keys, from) => {
    for (const [kind, title, selector] of TARGETS) {
      const wanted = keys.filter((key) => kind.test(key));
      if (!wanted.length) continue;
      openTab("sources", title);
      const places = () => wanted.flatMap((key) => [...document.querySelectorAll(selector(key))]).filter(shown);
      if (!(await patience(() => places().length))) continue;
      origin = from;
      document.querySelectorAll(".imr-found").forEach((old) => old.classList.remove("imr-found"));
      places().forEach((place) => place.classList.add("imr-found"));
      const first = places().reduce((a, b) => (a.compareDocumentPosition(b) & 2 ? b : a));
      first.focus({ preventScroll: true });
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      center(first, calm ? "auto" : "smooth");
      return;
    }
  };

  /* At each pause the words go to be kept and checked, with the item that they were typed for. */
  const PAUSE = 350, LONGEST = 2000;
  let typed = null, since = 0, timer = 0;
  const send = () => {
    clearTimeout(timer);
    timer = 0;
    if (!typed) return;
    find("#pause i")?.dispatchEvent(new CustomEvent("imr-pause", { detail: { typed }, bubbles: true }));
    typed = null;
  };
  document.addEventListener("input", (event) => {
    const box = event.target.closest?.("#editor textarea"), here = find("#findings [data-here]")?.dataset.here;
    if (!box || !here) return;
    const [work, item] = here.split(" ");
    if (!typed) since = performance.now();
    typed = { text: box.value, case: work, item };
    clearTimeout(timer);
    timer = setTimeout(send, performance.now() - since > LONGEST ? 0 : PAUSE);
  }, true);
  addEventListener("blur", send, true);
  addEventListener("pagehide", send);

  const goTo = (range) => {
    const box = find("#editor textarea");
    const [start, end] = range.split(",").map(Number);
    box.focus();
    box.setSelectionRange(start, end);
    box.scrollTop = (box.scrollHeight * start) / Math.max(box.value.length, 1) - box.clientHeight / 2;
  };

  document.addEventListener("click", (event) => {
    const cite = event.target.closest("[data-cites]");
    if (cite) openSource(cite.dataset.cites.split(" "), cite);
    if (event.target.closest("[id^=sample-], #review-text")) setTimeout(() => find("#adding > button")?.click(), 150);
    const waiting = event.target.closest("[data-item]");
    if (waiting) document.querySelectorAll("#items input")[Number(waiting.dataset.item)]?.click();
    const go = event.target.closest("[data-go]");
    if (go) goTo(go.dataset.go);
  });

  const KEYS = {
    1: () => find("#cases button, #upload button"),
    2: () => (openTab("drafting", "Draft"), find("#draft .imr-sentence") ?? find("#drafting [role=tab][aria-selected=true]")),
    3: () => find("#words textarea, #words input"),
    4: () => find("#sources [role=tab][aria-selected=true]"),
    5: () => (openTab("drafting", "Edit"), find("#editor textarea")),
    6: () => (openTab("drafting", "Decide and sign"), find("#signer input, #signer textarea, #reopening textarea")),
    7: () => (openTab("drafting", "Changes"), find("#comparing input, #drafting [role=tab][aria-selected=true]")),
    8: () => (openTab("drafting", "Export"), find("#exports a")),
    9: () => (openTab("views", "Dashboard"), find("#views > .tab-wrapper [aria-selected=true]")),
    0: () => (openTab("views", "Help"), find("#views > .tab-wrapper [aria-selected=true]")),
    s: () => {
      const box = find("#search input, #search textarea");
      if (!shown(box)) find("#filtering > button")?.click();
      return find("#search input, #search textarea");
    },
    u: () => find("#upload button"),
    f: () => {
      if (!shown(find("#fact textarea"))) find("#telling > button")?.click();
      return find("#fact textarea");
    },
    g: () => {
      openTab("drafting", "Edit");
      const box = find("#editor textarea"), go = [...document.querySelectorAll("#findings [data-go]")];
      if (!shown(box) || !go.length) return box;
      const places = go.map((button) => button.dataset.go).sort((a, b) => parseInt(a) - parseInt(b));
      goTo(places.find((place) => parseInt(place) > box.selectionStart) ?? places[0]);
      return box;
    },
  };
  const next = (list, current, step) => list[(list.indexOf(current) + step + list.length) % list.length];
  const MOVES = {
    ArrowDown: () => next([...document.querySelectorAll("#cases [data-case]")], find("#cases [aria-current]"), 1)?.click(),
    ArrowUp: () => next([...document.querySelectorAll("#cases [data-case]")], find("#cases [aria-current]"), -1)?.click(),
    n: () => next([...document.querySelectorAll("#items input")], find("#items input:checked"), 1)?.click(),
  };

  /* On a Mac, Alt with a key writes another sign; the key's place then says which it is. */
  const keyOf = (event) => {
    const place = /^(?:Digit|Key)(.)$/.exec(event.code)?.[1].toLowerCase();
    return MOVES[event.key] || KEYS[event.key] ? event.key : place;
  };

  document.addEventListener("keydown", (event) => {
    const key = event.altKey && !event.ctrlKey ? keyOf(event) : "";
    const cite = event.target.closest?.('[role="button"][data-cites]');
    if (cite && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      openSource(cite.dataset.cites.split(" "), cite);
    } else if (event.key === "Escape" && origin) {
      origin.focus();
      origin = null;
    } else if (!event.altKey && /^Arrow/.test(event.key) && event.target.matches?.("fieldset input[type=radio]")) {
      /* Gradio's choices are each a stop of their own, and arrows do not move between them. */
      event.preventDefault();
      const choices = [...event.target.closest("fieldset").querySelectorAll("input[type=radio]:not(:disabled)")];
      const chosen = next(choices, event.target, /Right|Down/.test(event.key) ? 1 : -1);
      chosen.focus();
      chosen.click();
    } else if (MOVES[key]) {
      event.preventDefault();
      openTab("views", "Review");
      MOVES[key]();
    } else if (KEYS[key]) {
      event.preventDefault();
      if (!/[09]/.test(key)) openTab("views", "Review");
      patience(() => shown(KEYS[key]()), 30).then(() => KEYS[key]()?.focus());
    } else if ((event.ctrlKey || event.metaKey) && event.key === "s" && event.target.closest?.("#editor")) {
      event.preventDefault();
      find("#save")?.click();
    }
  });

  /* A copy of the text lies behind the transparent editor and carries the underlines. */
  const backdrop = (box) => {
    let copy = box.parentElement.querySelector(".imr-backdrop");
    if (!copy) {
      copy = document.createElement("div");
      copy.className = "imr-backdrop";
      copy.setAttribute("aria-hidden", "true");
      box.parentElement.style.position = "relative";
      box.parentElement.insertBefore(copy, box);
      box.addEventListener("scroll", () => (copy.scrollTop = box.scrollTop));
      box.addEventListener("input", underline);
    }
    return copy;
  };

  const sameShape = (copy, box) => {
    const style = getComputedStyle(box);
    for (const name of ["font", "letterSpacing", "lineHeight", "padding", "borderWidth", "textAlign"])
      copy.style[name] = style[name];
    copy.style.left = `${box.offsetLeft}px`;
    copy.style.top = `${box.offsetTop}px`;
    copy.style.width = `${box.clientWidth + parseFloat(style.borderLeftWidth) * 2}px`;
    copy.style.height = `${box.offsetHeight}px`;
  };

  const underline = () => {
    const box = find("#editor textarea");
    const data = find("#findings [data-checked]");
    if (!box || !shown(box)) return;
    const copy = backdrop(box);
    sameShape(copy, box);
    copy.replaceChildren();
    const checked = data ? JSON.parse(data.dataset.checked) : { text: "", marks: [] };
    if (checked.text !== box.value) return;
    let at = 0;
    for (const mark of [...checked.marks].sort((a, b) => a.start - b.start)) {
      const start = Math.max(mark.start, at);
      if (start >= mark.end) continue;
      const word = document.createElement("span");
      word.className = `imr-squiggle imr-${mark.severity}`;
      word.textContent = box.value.slice(start, mark.end);
      copy.append(box.value.slice(at, start), word);
      at = mark.end;
    }
    copy.append(`${box.value.slice(at)}\n`);
    copy.scrollTop = box.scrollTop;
  };

  /* What Gradio's own components leave unsaid to a screen reader. */
  const name = () => {
    const box = find("#upload button.upload-container, #upload button[aria-dropeffect]");
    const words = box?.innerText.replace(/\s+/g, " ").trim();
    if (box && box.getAttribute("aria-label") !== `${words}: add case files`) box.setAttribute("aria-label", `${words}: add case files`);
    document.querySelectorAll("#chat [role=button] button:not([inert])").forEach((inner) => (inner.inert = true));
    document.querySelectorAll("#chat button.icon-button:not([aria-label])").forEach((icon) => {
      icon.setAttribute("aria-label", icon.title || "Clear the conversation");
    });
  };

  /* Keys that an answer names, such as E3 or G1, become buttons, where the item in view holds their place. */
  const KEY = /\b[EGP]\d{1,3}\b/g;
  const citeAnswers = () => {
    const known = new Set(find("#criteria [data-known]")?.dataset.known.split(" "));
    if (!known.size) return;
    for (const said of document.querySelectorAll("#chat .bot p, #chat .bot li")) {
      const texts = document.createTreeWalker(said, NodeFilter.SHOW_TEXT), found = [];
      while (texts.nextNode()) if (!texts.currentNode.parentElement.closest("button, code")) found.push(texts.currentNode);
      for (const text of found) {
        for (const hit of [...text.data.matchAll(KEY)].reverse()) {
          if (!known.has(hit[0])) continue;
          const button = document.createElement("button");
          button.type = "button";
          button.className = "imr-key";
          button.dataset.cites = button.textContent = hit[0];
          button.title = "Open its source";
          text.splitText(hit.index + hit[0].length);
          text.splitText(hit.index).replaceWith(button);
        }
      }
    }
  };

  const rememberCase = () => {
    const open = find("[data-open]")?.dataset.open;
    const address = new URL(location.href);
    if (open && address.searchParams.get("case") !== open) {
      address.searchParams.set("case", open);
      history.replaceState(null, "", address);
    }
  };

  /* A long list is scrolled to the open case when another one is opened, and left alone otherwise. */
  let inView = null;
  const showCurrent = () => {
    const line = find("#cases [aria-current]"), list = line?.closest(".imr-cases");
    if (!line || !shown(line) || line.dataset.case === inView) return;
    inView = line.dataset.case;
    const where = line.getBoundingClientRect(), frame = list.getBoundingClientRect();
    if (where.top < frame.top || where.bottom > frame.bottom) center(line, "auto");
  };

  let waiting = false;
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      underline();
      name();
      citeAnswers();
      rememberCase();
      showCurrent();
    });
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-checked", "class"] });
  addEventListener("resize", underline);
})();
